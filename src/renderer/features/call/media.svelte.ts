import type { DeviceChoice } from '../../../contract/call.ts'
import { chosenAmong, listDevices, type Device, type DeviceKind } from './device-lists.ts'
import { pickSpeaker, speakerPicker } from './speaker-picker.ts'

/** Why there is no microphone or no camera. */
export type MediaProblem = 'refused' | 'absent' | 'busy'

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }

/** Labels, and the id of a loudspeaker that the browser's own picker answered: a later page asks for it by that. */
export type RememberedDevices = DeviceChoice & { readonly pickedOutput?: string }

export interface LocalMediaOptions {
  readonly media: MediaDevices
  /** What was chosen last time at this machine, by label: ids change. */
  readonly choice: () => RememberedDevices
  readonly onchoice: (choice: RememberedDevices) => void
  /** Another microphone, after the first. */
  readonly onaudio: (track: MediaStreamTrack) => void
  /** Another camera, or none. */
  readonly onvideo: (track: MediaStreamTrack | null) => void
  /** Another loudspeaker, by its id; empty for the system's. */
  readonly onoutput: (id: string) => void
}

/** The customer's own microphone, camera and loudspeaker: opened, changed and closed here only. */
export class LocalMedia {
  audio = $state.raw<MediaStreamTrack>()
  video = $state.raw<MediaStreamTrack>()
  audioProblem = $state<MediaProblem>()
  videoProblem = $state<MediaProblem>()
  lists = $state.raw<Readonly<Record<DeviceKind, readonly Device[]>>>({
    audioInput: [],
    audioOutput: [],
    videoInput: [],
  })
  /** Id of the device in use; empty for the system's own choice. */
  chosen = $state.raw<Readonly<Record<DeviceKind, string>>>({
    audioInput: '',
    audioOutput: '',
    videoInput: '',
  })
  isOpening = $state(false)
  /** A device that was in use is gone, and another took its place. */
  replaced = $state<DeviceKind>()
  /** The browser has its own picker of loudspeakers: `pickOutput`. */
  readonly picksOutput: boolean
  /** It was asked, and knows of none. */
  hasNoOutput = $state(false)
  readonly #options: LocalMediaOptions
  #choice: RememberedDevices = {}
  readonly #select: ReturnType<typeof speakerPicker>
  /** Grows with each opening and closing: a stream that comes too late is stopped at once. */
  #turn = 0
  #wantsVideo = true
  /** Requests for a device so far: only the newest is answered with its track. */
  readonly #asked = { audio: 0, video: 0 }

  constructor(options: LocalMediaOptions) {
    this.#options = options
    this.#select = speakerPicker(options.media)
    this.picksOutput = this.#select !== undefined
  }

  /** Asks for microphone and camera, one after the other, so that each refusal has its name. */
  async open(): Promise<void> {
    const turn = ++this.#turn
    this.isOpening = true
    this.#choice = this.#options.choice()
    this.#options.media.addEventListener('devicechange', this.#changed)
    await this.refresh()
    if (turn !== this.#turn) return
    // Not waited for: it may ask the customer. Before the microphone, whose question outlasts the click.
    const { pickedOutput } = this.#choice
    if (pickedOutput !== undefined && this.chosen.audioOutput === '')
      void this.pickOutput(pickedOutput)
    if (!isLive(this.audio)) await this.#openAudio()
    if (turn !== this.#turn) return
    if (this.#wantsVideo && !isLive(this.video)) await this.#openVideo()
    if (turn !== this.#turn) return
    // Labels are available only after permission was granted.
    await this.refresh()
    if (turn === this.#turn) this.isOpening = false
  }

  /** Another device, now and for the next call at this machine. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.#use({ ...this.chosen, [kind]: id })
    const label = this.lists[kind].find((device) => device.id === id)?.label ?? ''
    const { [kind]: _old, pickedOutput, ...others } = this.#choice
    const isPicked = kind !== 'audioOutput' || id === pickedOutput
    this.#remember({
      ...others,
      ...(label !== '' && { [kind]: label }),
      ...(isPicked && pickedOutput !== undefined && { pickedOutput }),
    })
    this.replaced = undefined
    if (kind === 'audioInput') await this.#openAudio()
    else if (kind === 'videoInput' && this.#wantsVideo) await this.#openVideo()
  }

  /** Has the browser ask for a loudspeaker, or take the one that it answered on an earlier page. */
  async pickOutput(known?: string): Promise<void> {
    if (this.#select === undefined) return
    this.hasNoOutput = false
    const picked = await pickSpeaker(this.#select, known)
    if (typeof picked === 'string') {
      if (known === undefined) this.hasNoOutput = picked === 'none'
      // Not asked for again on each page.
      const { pickedOutput: _id, ...others } = this.#choice
      if (known !== undefined && picked === 'refused') this.#remember(others)
      return
    }
    this.#choice = { ...this.#choice, pickedOutput: picked.id }
    // It is in the list from now on.
    await this.refresh()
    await this.choose('audioOutput', picked.id)
  }

  /** Switches the camera on or off; off means that its light goes out. */
  async setCamera(isOn: boolean): Promise<void> {
    this.#wantsVideo = isOn
    if (isOn) {
      await this.#openVideo()
      return
    }
    this.#stopVideo()
    this.#options.onvideo(null)
  }

  /** Everything off. A device that opens later is closed at once. */
  close(): void {
    this.#turn += 1
    this.isOpening = false
    this.#wantsVideo = true
    this.#options.media.removeEventListener('devicechange', this.#changed)
    this.audio?.removeEventListener('ended', this.#changed)
    this.audio?.stop()
    this.audio = undefined
    this.#stopVideo()
    this.audioProblem = this.videoProblem = this.replaced = undefined
    this.hasNoOutput = false
  }

  /** Reads the device lists again and reapplies the last choice. */
  async refresh(): Promise<void> {
    this.lists = await listDevices(this.#options.media)
    const inUse = { audioInput: idOf(this.audio), videoInput: idOf(this.video) }
    this.#use(chosenAmong(this.lists, this.chosen, this.#choice, inUse))
  }

  #use(chosen: Readonly<Record<DeviceKind, string>>): void {
    const before = this.chosen.audioOutput
    this.chosen = chosen
    if (chosen.audioOutput !== before) this.#options.onoutput(chosen.audioOutput)
  }

  #remember(choice: RememberedDevices): void {
    this.#choice = choice
    this.#options.onchoice(choice)
  }

  #following: Promise<void> = Promise.resolve()

  /** One after the other: a device that goes ends its track and changes the list, all at once. */
  readonly #changed = (): void => {
    this.#following = this.#following.then(() => this.#follow()).catch(() => undefined)
  }

  /** Something was plugged in or out: what was in use and is gone is replaced. */
  async #follow(): Promise<void> {
    const turn = this.#turn
    const output = this.chosen.audioOutput
    await this.refresh()
    if (turn !== this.#turn) return
    if (output !== '' && this.chosen.audioOutput === '') this.replaced = 'audioOutput'
    if (this.audio?.readyState === 'ended' || this.audioProblem === 'absent') {
      const hadOne = this.audio !== undefined
      await this.#openAudio()
      if (hadOne) this.replaced = 'audioInput'
    }
    if (turn !== this.#turn || !this.#wantsVideo) return
    if (this.video?.readyState === 'ended' || this.videoProblem === 'absent') {
      const hadOne = this.video !== undefined
      await this.#openVideo()
      if (hadOne) this.replaced = 'videoInput'
    }
  }

  async #openAudio(): Promise<void> {
    const wanted = deviceOf(this.chosen.audioInput)
    const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    const isEnabled = this.audio?.enabled ?? true
    const isOpen = await this.#ask('audio', { ...sound, ...wanted }, sound, (track) => {
      if (typeof track === 'string') {
        this.audioProblem = track
        return
      }
      track.enabled = isEnabled
      const isFirst = this.audio === undefined && this.audioProblem === undefined
      this.audio?.stop()
      this.audio = track
      this.audioProblem = undefined
      track.addEventListener('ended', this.#changed, { once: true })
      if (!isFirst) this.#options.onaudio(track)
    })
    if (isOpen) await this.refresh()
  }

  async #openVideo(): Promise<void> {
    const wanted = deviceOf(this.chosen.videoInput)
    // One camera at a time: many machines cannot open two.
    this.video?.stop()
    const isOpen = await this.#ask('video', { ...PICTURE, ...wanted }, PICTURE, (track) => {
      if (typeof track === 'string') {
        this.videoProblem = track
        this.video = undefined
        this.#options.onvideo(null)
        return
      }
      if (!this.#wantsVideo) {
        track.stop()
        return
      }
      this.video = track
      this.videoProblem = undefined
      track.addEventListener('ended', this.#changed, { once: true })
      this.#options.onvideo(track)
    })
    if (isOpen) await this.refresh()
  }

  /**
   * Passes a track or the problem to `take`, unless it is no longer wanted; returns whether it passed a track.
   * At once, not with the promise: until that is heard, all may have been closed.
   */
  async #ask(
    kind: 'audio' | 'video',
    wanted: MediaTrackConstraints,
    anyOne: MediaTrackConstraints,
    take: (result: MediaStreamTrack | MediaProblem) => void,
  ): Promise<boolean> {
    const turn = this.#turn
    const number = ++this.#asked[kind]
    // Closed meanwhile, or asked for again: another device was chosen while this one opened.
    const isNewest = (): boolean => turn === this.#turn && number === this.#asked[kind]
    const attempts = wanted.deviceId === undefined ? [anyOne] : [wanted, anyOne]
    let problem: MediaProblem = 'absent'
    for (const constraints of attempts) {
      const asked = this.#options.media.getUserMedia({ [kind]: constraints })
      const stream = await asked.catch(problemOf)
      if (typeof stream !== 'string') {
        const [track] = stream.getTracks()
        if (!isNewest()) {
          track?.stop()
          return false
        }
        take(track ?? 'absent')
        return track !== undefined
      }
      problem = stream
      if (problem === 'refused' || !isNewest()) break
    }
    if (isNewest()) take(problem)
    return false
  }

  #stopVideo(): void {
    this.video?.removeEventListener('ended', this.#changed)
    this.video?.stop()
    this.video = undefined
  }
}

/** What a refusal of getUserMedia means. */
export function problemOf(error: unknown): MediaProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'busy'
}

function deviceOf(id: string): MediaTrackConstraints {
  return id === '' ? {} : { deviceId: { exact: id } }
}

function idOf(track: MediaStreamTrack | undefined): string {
  return track?.getSettings().deviceId ?? ''
}

function isLive(track: MediaStreamTrack | undefined): boolean {
  return track?.readyState === 'live'
}
