import type { AskCall, CallPhase, DeviceChoice } from '../../../contract/call.ts'
import {
  closed,
  isCalling,
  transition,
  unsupported,
  type CallEvent,
  type CallState,
  type EndReason,
} from './call-machine.ts'
import { Check } from './check.svelte.ts'
import { pause, type CancelTimer } from './clock.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { noteCall, takeInterrupted, type Interrupted } from './interrupted.ts'
import { LocalMedia, type DeviceKind } from './media.svelte.ts'
import type { Phone, PhoneCall, PhoneEvent } from './phone-api.ts'
import { Talk } from './talk.svelte.ts'
import { keyTone, ringback, RINGBACK_EVERY_MS, Sounds, threeNotes } from './tones.ts'

/** Who is answered at once hears no ringing, and starting a sound takes its time, milliseconds. */
const RINGBACK_AFTER_MS = 300

export interface Destination {
  readonly key: string
  readonly label: string
}

/** A soft error: shown in the banner while everything goes on. */
export type Trouble =
  | 'microphone'
  | 'camera-refused'
  | 'camera-failed'
  | 'screen-failed'
  | 'number-missing'
  | 'destination-missing'

export interface DeskOptions extends ConnectionOptions {
  readonly media: MediaDevices
  readonly destinations: () => readonly Destination[]
  /** R237, R238: what is set beforehand is not asked for. */
  readonly preset: () => { readonly customerNumber: string; readonly destinationKey: string }
  readonly asksNumber: () => boolean
  /** Devices of this machine, chosen earlier. */
  readonly choice: () => DeviceChoice
  readonly onchoice: (choice: DeviceChoice) => void
  readonly onphase: (phase: CallPhase) => void
  readonly onend?: (reason: EndReason, status: number | undefined) => void
}

/** Everything about one customer's calls: what the screens show, and what they may ask for. */
export class CallDesk {
  state = $state.raw<CallState>(closed)
  number = $state('')
  destinationKey = $state('')
  trouble = $state<Trouble>()
  /** The call under way, from dialling to its end. */
  talk = $state.raw<Talk>()
  screen = $state.raw<MediaStreamTrack>()
  isAskingScreen = $state(false)
  isMuted = $state(false)
  /** Length of the call that ended, milliseconds. */
  lasted = $state(0)
  /** 0 to 1. */
  volume = $state(1)
  readonly check = new Check()
  readonly local: LocalMedia
  readonly sounds = new Sounds()
  readonly #options: DeskOptions
  readonly #connection: Connection
  #call: PhoneCall | undefined
  #ringing: CancelTimer | undefined
  #isLeaving = false
  #isDialling = false
  /** What a call told before its screen was there. */
  #early: PhoneEvent[] = []
  /** Grows when devices are opened or closed: what was begun before is dropped. */
  #turn = 0

  constructor(options: DeskOptions) {
    this.#options = options
    this.#connection = new Connection(options)
    this.local = new LocalMedia({
      media: options.media,
      choice: options.choice,
      onchoice: options.onchoice,
      onaudio: (track) => void this.#call?.setAudio(track).catch(() => undefined),
      onvideo: (track) => void this.#sendVideo(track),
    })
  }

  get asksNumber(): boolean {
    return this.#options.asksNumber() && this.#options.preset().customerNumber === ''
  }

  /** R240: with number and destination set beforehand nothing is asked. */
  get needsInput(): boolean {
    return this.asksNumber || this.asksDestination
  }

  get asksDestination(): boolean {
    const { preset, destinations } = this.#options
    return preset().destinationKey === '' && destinations().length > 1
  }

  /** The destination to be called; undefined where there is none to call. */
  get destination(): string | undefined {
    const { preset, destinations } = this.#options
    const all = destinations()
    const chosen = preset().destinationKey || this.destinationKey
    return chosen === '' ? (all.length === 1 ? all[0]?.key : undefined) : chosen
  }

  get isCalling(): boolean {
    return isCalling(this.state.step)
  }

  /** R194: a page that cannot call says so, and offers nothing else. */
  refuse(): void {
    this.state = unsupported
  }

  open(): void {
    this.#isLeaving = false
    this.#send({ kind: 'open' })
  }

  /** Back to the header with everything off; a call is ended first. */
  close(): void {
    this.hangUp()
    this.#send({ kind: 'close' })
    this.#release()
  }

  continue(): void {
    if (this.state.step === 'input' && !this.#isInputComplete()) return
    this.trouble = undefined
    if (this.#send({ kind: 'continue' }) && this.state.step === 'devices') void this.prepare()
  }

  back(): void {
    this.trouble = undefined
    if (this.state.step === 'devices') this.#release()
    this.#send({ kind: 'back' })
  }

  /** The page was loaded in the middle of a call: that one is over, and the customer is told. */
  resume(): void {
    const interrupted = takeInterrupted()
    if (interrupted === undefined) return
    this.#send({ kind: 'reloaded' })
    void this.#sayGoodbye(interrupted)
  }

  again(): void {
    this.trouble = undefined
    if (this.state.reason === 'reloaded' && this.needsInput) {
      // What was typed is gone with the page.
      this.#send({ kind: 'close' })
      this.#send({ kind: 'open' })
      this.#send({ kind: 'continue' })
      return
    }
    if (this.#send({ kind: 'again' })) void this.prepare()
  }

  /** Devices, connection and check, all at once; Dial Us may be pressed before they are done. */
  async prepare(): Promise<void> {
    if (this.state.step !== 'devices') return
    const turn = ++this.#turn
    this.check.begin()
    const connection = this.#ready()
    const usable = connection.then((ready) => {
      if (ready.problem !== undefined) throw new Error(ready.problem)
      return ready
    })
    usable.catch(() => undefined)
    await this.local.open()
    if (turn !== this.#turn) return
    this.#noteMedia()
    void this.sounds.useOutput(this.local.chosen.audioOutput)
    const { audio, video } = this.local
    await this.check.run({
      clock: this.#options.clock,
      context: this.sounds.context,
      audio,
      video,
      connection: usable,
    })
    if (turn !== this.#turn || this.state.step !== 'devices' || audio === undefined) return
    this.#connection.phone?.prepare(audio, video ?? null)
  }

  async playTest(): Promise<void> {
    await this.sounds.play(threeNotes)
    if (this.state.step === 'devices') this.check.heard = 'asked'
  }

  /** Calls. Whatever goes wrong ends in a sentence. */
  async dial(): Promise<void> {
    if (this.state.step !== 'devices' || this.#isDialling) return
    this.#isDialling = true
    await this.#dial().finally(() => {
      this.#isDialling = false
    })
  }

  async #dial(): Promise<void> {
    this.trouble = undefined
    if (this.local.audio?.readyState !== 'live') await this.local.open()
    const { audio } = this.local
    if (audio === undefined) {
      this.#noteMedia()
      return
    }
    audio.enabled = true
    const attempt = this.state.attempt + 1
    // The INVITE leaves first: drawing the next screen takes longer than the way to the server.
    const early = this.#connection.current(this.#ask())
    const call = early && this.#start(early.phone, audio, attempt)
    if (call) await pause(this.#options.clock, 0)
    if (!this.#send({ kind: 'dial' })) {
      call?.hangUp()
      return
    }
    this.check.stop()
    this.isMuted = false
    this.lasted = 0
    if (call === undefined) {
      const ready = await this.#ready()
      if (this.state.attempt !== attempt || !this.isCalling) return
      if (ready.problem === undefined) this.#adopt(this.#start(ready.phone, audio, attempt))
      else this.#ended(attempt, ready.problem)
    } else this.#adopt(call)
  }

  #start(phone: Phone, audio: MediaStreamTrack, attempt: number): PhoneCall {
    return phone.dial({
      audio,
      video: this.local.video ?? null,
      on: (event) => {
        if (attempt > this.state.attempt) this.#early.push(event)
        else this.#hear(attempt, event)
      },
    })
  }

  #adopt(call: PhoneCall): void {
    this.#call = call
    this.talk = new Talk(call, this.#options.clock)
    for (const event of this.#early.splice(0)) this.#hear(this.state.attempt, event)
  }

  hangUp(): void {
    if (!this.isCalling) return
    if (this.#call === undefined) this.#ended(this.state.attempt, 'self')
    else this.#call.hangUp()
  }

  toggleMute(): void {
    this.isMuted = !this.isMuted
    if (this.local.audio) this.local.audio.enabled = !this.isMuted
  }

  async toggleCamera(): Promise<void> {
    const isOn = this.local.video === undefined
    this.trouble = undefined
    await this.local.setCamera(isOn)
    if (isOn) this.#noteMedia()
  }

  async toggleScreen(): Promise<void> {
    if (this.screen !== undefined) {
      this.#stopScreen()
      await this.#sendVideo(this.local.video ?? null)
      return
    }
    if (this.isAskingScreen) return
    this.isAskingScreen = true
    this.trouble = undefined
    try {
      await this.#shareScreen()
    } catch {
      this.#stopScreen()
      if (this.isCalling) this.trouble = 'screen-failed'
    } finally {
      this.isAskingScreen = false
    }
  }

  press(digit: string): void {
    if (this.state.step !== 'talking') return
    void this.sounds.play(keyTone(digit), 0.12)
    this.talk?.press(digit)
  }

  setVolume(volume: number): void {
    this.volume = Math.min(1, Math.max(0, volume))
    this.sounds.volume = this.volume
  }

  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    this.trouble = undefined
    await this.local.choose(kind, id)
    if (kind === 'audioOutput') await this.sounds.useOutput(id)
    else this.#noteMedia()
  }

  /** The machine woke up, or its network is another one. */
  refresh(): void {
    this.#connection.phone?.refresh()
  }

  /** The page goes away: it may be loaded again. */
  leave(): void {
    this.#isLeaving = true
    this.destroy()
  }

  /** The call view goes away, or the visit ends: at once, and nothing stays on. */
  destroy(): void {
    this.hangUp()
    this.#release()
  }

  #send(event: CallEvent): boolean {
    const before = this.state
    this.state = transition(before, event, { needsInput: this.needsInput })
    if (this.state === before) return false
    if (!this.#isLeaving) this.#noteCall()
    this.#options.onphase(phaseOf(this.state))
    return true
  }

  #noteCall(): void {
    const dialog = this.#call?.note
    const call = { destinationKey: this.destination ?? '', ...(dialog && { dialog }) }
    noteCall(this.isCalling ? call : undefined)
  }

  /** The other side of a call whose page is gone may still believe that it goes on. */
  async #sayGoodbye({ destinationKey, dialog }: Interrupted): Promise<void> {
    if (dialog === undefined) return
    const connection = new Connection(this.#options)
    const ask = { destinationKey, customerNumber: '', isGoodbye: true }
    const { phone } = await connection.ready(ask)
    await phone?.sayGoodbye(dialog)
    connection.close()
  }

  #isInputComplete(): boolean {
    if (this.asksNumber && !/\d\D*\d/u.test(this.number)) this.trouble = 'number-missing'
    else if (this.destination === undefined) this.trouble = 'destination-missing'
    else return true
    return false
  }

  #ask(): AskCall | undefined {
    const destinationKey = this.destination
    if (destinationKey === undefined) return undefined
    return {
      destinationKey,
      customerNumber: this.#options.preset().customerNumber || this.number.trim(),
    }
  }

  async #ready(): ReturnType<Connection['ready']> {
    const ask = this.#ask()
    return ask === undefined ? { problem: 'unknown-number' } : await this.#connection.ready(ask)
  }

  #hear(attempt: number, event: PhoneEvent): void {
    if (attempt !== this.state.attempt) return
    const { talk } = this
    switch (event.kind) {
      case 'ringing':
        if (this.#send({ kind: 'ringing', attempt })) this.#ringLater(attempt, RINGBACK_AFTER_MS)
        break
      case 'answered':
        this.#hush()
        this.#send({ kind: 'answered', attempt })
        if (this.#hasPath) this.#begin(attempt)
        break
      case 'path':
        this.#hasPath ||= event.isUp
        if (talk) talk.isPathUp = event.isUp
        if (event.isUp) this.#begin(attempt)
        break
      case 'held':
        if (talk) talk.isHeld = event.isHeld
        break
      case 'link':
        if (talk) talk.isLinked = event.isUp
        break
      case 'ended':
        this.#ended(attempt, event.reason, event.status)
        break
      case 'sent':
    }
  }

  #hasPath = false

  #begin(attempt: number): void {
    if (this.#send({ kind: 'media', attempt })) this.talk?.begin()
  }

  #ring(attempt: number): void {
    void this.sounds.play(ringback, 0.08)
    this.#ringLater(attempt, RINGBACK_EVERY_MS)
  }

  #ringLater(attempt: number, ms: number): void {
    this.#ringing = this.#options.clock.after(ms, () => {
      if (this.state.attempt === attempt && this.state.step === 'ringing') this.#ring(attempt)
    })
  }

  #hush(): void {
    this.#ringing?.()
    this.sounds.hush()
  }

  #ended(attempt: number, reason: EndReason, status?: number): void {
    const since = this.talk?.since
    if (!this.#send({ kind: 'ended', attempt, reason })) return
    this.lasted = since === undefined ? 0 : this.#options.clock.now() - since
    this.#release()
    this.#options.onend?.(reason, status)
  }

  /** Camera, microphone, screen and connection: nothing is left on. */
  #release(): void {
    this.#turn += 1
    this.#hush()
    this.check.stop()
    this.talk?.end()
    this.talk = undefined
    this.#call = undefined
    this.#hasPath = false
    this.#stopScreen()
    this.local.close()
    this.#connection.close()
    // An open audio graph would hold on to every microphone that it has ever listened to.
    this.sounds.close()
  }

  async #shareScreen(): Promise<void> {
    const { attempt } = this.state
    const stream = await this.#options.media.getDisplayMedia({ video: true, audio: false })
    const [track] = stream.getVideoTracks()
    if (track === undefined) throw new Error('a screen without a picture')
    if (this.state.attempt !== attempt || this.#call === undefined) {
      track.stop()
      return
    }
    track.contentHint = 'detail'
    track.addEventListener('ended', () => {
      if (this.screen === track) void this.toggleScreen()
    })
    this.screen = track
    await this.#call.setVideo(track)
  }

  #stopScreen(): void {
    this.screen?.stop()
    this.screen = undefined
  }

  async #sendVideo(track: MediaStreamTrack | null): Promise<void> {
    if (this.screen !== undefined) return
    try {
      await this.#call?.setVideo(track)
    } catch {
      if (track !== null && this.isCalling) this.trouble = 'camera-failed'
    }
  }

  #noteMedia(): void {
    const { audioProblem, videoProblem } = this.local
    if (audioProblem !== undefined) this.trouble = 'microphone'
    else if (videoProblem === 'refused') this.trouble = 'camera-refused'
    else if (videoProblem === 'busy') this.trouble = 'camera-failed'
  }
}

/** Where the call stands, for main: nobody is thrown out of a call. */
function phaseOf({ step }: CallState): CallPhase {
  switch (step) {
    case 'dialling':
    case 'ringing':
    case 'joining':
      return 'ringing'
    case 'talking':
      return 'talking'
    case 'ended':
      return 'ended'
    case 'instructions':
    case 'input':
    case 'devices':
      return 'preparing'
    case 'closed':
    case 'unsupported':
      return 'idle'
  }
}
