import type { DeviceChoice } from '../../../contract/call.ts'

export type DeviceKind = 'audioInput' | 'audioOutput' | 'videoInput'
/** Why there is no microphone or no camera. */
export type MediaProblem = 'refused' | 'absent' | 'busy'

export interface Device {
  readonly id: string
  readonly label: string
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'audioInput',
  audiooutput: 'audioOutput',
  videoinput: 'videoInput',
}
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }

export interface LocalMediaOptions {
  readonly media: MediaDevices
  /** What was chosen last time at this machine, by label: ids change. */
  readonly choice: () => DeviceChoice
  readonly onchoice: (choice: DeviceChoice) => void
  /** Another microphone, after the first. */
  readonly onaudio: (track: MediaStreamTrack) => void
  /** Another camera, or none. */
  readonly onvideo: (track: MediaStreamTrack | null) => void
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
  readonly #options: LocalMediaOptions
  #choice: DeviceChoice = {}
  /** Grows with each opening and closing: a stream that comes too late is stopped at once. */
  #turn = 0
  #wantsVideo = true
  /** Requests for a device so far: only the newest is answered with its track. */
  readonly #asked = { audio: 0, video: 0 }

  constructor(options: LocalMediaOptions) {
    this.#options = options
  }

  /** Asks for microphone and camera, one after the other, so that each refusal has its name. */
  async open(): Promise<void> {
    const turn = ++this.#turn
    this.isOpening = true
    this.#choice = this.#options.choice()
    this.#options.media.addEventListener('devicechange', this.#changed)
    await this.refresh()
    if (turn !== this.#turn) return
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
    this.chosen = { ...this.chosen, [kind]: id }
    const label = this.lists[kind].find((device) => device.id === id)?.label ?? ''
    const { [kind]: _old, ...others } = this.#choice
    this.#choice = label === '' ? others : { ...others, [kind]: label }
    this.#options.onchoice(this.#choice)
    this.replaced = undefined
    if (kind === 'audioInput') await this.#openAudio()
    else if (kind === 'videoInput' && this.#wantsVideo) await this.#openVideo()
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
  }

  /** Reads the device lists again and reapplies the last choice. */
  async refresh(): Promise<void> {
    const found = await this.#options.media.enumerateDevices().catch(() => [])
    const lists: Record<DeviceKind, Device[]> = { audioInput: [], audioOutput: [], videoInput: [] }
    for (const { kind, deviceId, label } of found) {
      // `default` and `communications` stand for one of the others.
      if (deviceId === '' || deviceId === 'default' || deviceId === 'communications') continue
      lists[KINDS[kind]].push({ id: deviceId, label })
    }
    this.lists = lists
    const chosen = { ...this.chosen }
    for (const kind of ['audioInput', 'audioOutput', 'videoInput'] as const) {
      if (lists[kind].some(({ id }) => id === chosen[kind])) continue
      const label = this.#choice[kind]
      chosen[kind] = lists[kind].find((device) => device.label === label)?.id ?? ''
    }
    const inUse = { audioInput: idOf(this.audio), videoInput: idOf(this.video) }
    for (const kind of ['audioInput', 'videoInput'] as const) {
      if (chosen[kind] === '' && lists[kind].some(({ id }) => id === inUse[kind])) {
        chosen[kind] = inUse[kind]
      }
    }
    this.chosen = chosen
  }

  #following: Promise<void> = Promise.resolve()

  /** One after the other: a device that goes ends its track and changes the list, all at once. */
  readonly #changed = (): void => {
    this.#following = this.#following.then(() => this.#follow()).catch(() => undefined)
  }

  /** Something was plugged in or out: what was in use and is gone is replaced. */
  async #follow(): Promise<void> {
    const turn = this.#turn
    await this.refresh()
    if (turn !== this.#turn) return
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
