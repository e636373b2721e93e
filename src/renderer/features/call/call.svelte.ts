import type { CallPhase, DeviceChoice } from '../../../contract/call.ts'
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
import { phaseOf } from './call-phase.ts'
import { pause } from './clock.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { Entry, type EntryOptions } from './entry.svelte.ts'
import { noteCall, takeInterrupted, type Interrupted } from './page-reload.ts'
import { LocalMedia, type DeviceKind } from './media.svelte.ts'
import type { Phone, PhoneCall, PhoneEvent } from './phone-api.ts'
import { Ringing } from './ringing.ts'
import { ScreenShare } from './screen-share.svelte.ts'
import { Talk } from './talk.svelte.ts'
import { keyTone, Sounds, threeNotes } from './tones.ts'

/** A soft error: shown in the banner while everything goes on. */
export type Trouble =
  | 'microphone'
  | 'camera-refused'
  | 'camera-failed'
  | 'screen-failed'
  | 'number-missing'
  | 'destination-missing'

export interface CallControllerOptions extends ConnectionOptions, EntryOptions {
  readonly media: MediaDevices
  /** Devices of this machine, chosen earlier. */
  readonly choice: () => DeviceChoice
  readonly onchoice: (choice: DeviceChoice) => void
  readonly onphase: (phase: CallPhase) => void
  readonly onend?: (reason: EndReason, status: number | undefined) => void
}

/** Everything about one customer's calls: what the screens show, and what they may ask for. */
export class CallController {
  state = $state.raw<CallState>(closed)
  trouble = $state<Trouble>()
  /** The call under way, from dialling to its end. */
  talk = $state.raw<Talk>()
  isMuted = $state(false)
  /** Length of the call that ended, milliseconds. */
  lasted = $state(0)
  /** 0 to 1. */
  volume = $state(1)
  readonly check = new Check()
  readonly local: LocalMedia
  readonly sounds = new Sounds()
  readonly entry: Entry
  readonly share: ScreenShare
  readonly #options: CallControllerOptions
  readonly #connection: Connection
  #call: PhoneCall | undefined
  readonly #ringing: Ringing
  #isLeaving = false
  #isDialling = false
  /** Events of a call before its screen is ready. */
  #early: PhoneEvent[] = []
  /** Grows when devices are opened or closed: what was begun before is dropped. */
  #turn = 0

  constructor(options: CallControllerOptions) {
    this.#options = options
    this.#connection = new Connection(options)
    this.entry = new Entry(options)
    this.#ringing = new Ringing(options.clock, this.sounds)
    this.share = new ScreenShare({
      media: options.media,
      call: () => this.#call,
      onstop: () => this.#sendVideo(this.local.video ?? null),
      onfail: () => {
        if (this.isCalling) this.trouble = 'screen-failed'
      },
    })
    this.local = new LocalMedia({
      media: options.media,
      choice: options.choice,
      onchoice: options.onchoice,
      onaudio: (track) => {
        void this.#call?.setAudio(track).catch(() => undefined)
        this.#recheck()
      },
      onvideo: (track) => {
        void this.#sendVideo(track)
        this.#recheck()
      },
    })
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
    this.trouble = this.state.step === 'input' ? this.entry.missing : undefined
    if (this.trouble !== undefined) return
    if (this.#send({ kind: 'continue' }) && this.state.step === 'devices') void this.prepare()
  }

  back(): void {
    this.trouble = undefined
    if (this.state.step === 'devices') this.#release()
    this.#send({ kind: 'back' })
  }

  /** The page was reloaded during a call: it has ended, and the customer is told. */
  resume(): void {
    const interrupted = takeInterrupted()
    if (interrupted === undefined) return
    this.#send({ kind: 'reloaded' })
    void this.#sayGoodbye(interrupted)
  }

  again(): void {
    this.trouble = undefined
    if (this.state.reason === 'reloaded' && this.entry.isNeeded) {
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
    // Dialled meanwhile: there is nothing to check any more.
    if (this.state.step !== 'devices') return
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

  /** What was found of one device says nothing of another that took its place. */
  #recheck(): void {
    if (this.state.step === 'devices' && !this.check.isRunning) void this.prepare()
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
    const early = this.#connection.current(this.entry.ask)
    const call = early && this.#start(early.phone, audio, attempt)
    if (call) await pause(this.#options.clock, 0)
    if (!this.#send({ kind: 'dial' })) {
      this.#call = undefined
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

  /** At once the call under way: a camera may open before the next screen is there. */
  #start(phone: Phone, audio: MediaStreamTrack, attempt: number): PhoneCall {
    this.#call = phone.dial({
      audio,
      video: this.local.video ?? null,
      on: (event) => {
        if (attempt > this.state.attempt) this.#early.push(event)
        else this.#hear(attempt, event)
      },
    })
    return this.#call
  }

  #adopt(call: PhoneCall): void {
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
    this.trouble = undefined
    await this.share.toggle()
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
    this.state = transition(before, event, { needsInput: this.entry.isNeeded })
    if (this.state === before) return false
    if (!this.#isLeaving) this.#noteCall()
    this.#options.onphase(phaseOf(this.state))
    return true
  }

  #noteCall(): void {
    const dialog = this.#call?.note
    const call = { destinationKey: this.entry.destination ?? '', ...(dialog && { dialog }) }
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

  async #ready(): ReturnType<Connection['ready']> {
    const ask = this.entry.ask
    return ask === undefined ? { problem: 'unknown-number' } : await this.#connection.ready(ask)
  }

  #hear(attempt: number, event: PhoneEvent): void {
    if (attempt !== this.state.attempt) return
    const { talk } = this
    switch (event.kind) {
      case 'ringing':
        if (this.#send({ kind: 'ringing', attempt })) this.#ringing.start()
        break
      case 'answered':
        this.#ringing.stop()
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
    this.#ringing.stop()
    this.check.stop()
    this.talk?.end()
    this.talk = undefined
    this.#call = undefined
    this.#hasPath = false
    this.share.stop()
    this.local.close()
    this.#connection.close()
    // An open audio graph would hold on to every microphone that it has ever listened to.
    this.sounds.close()
  }

  async #sendVideo(track: MediaStreamTrack | null): Promise<void> {
    if (this.share.track !== undefined) return
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
