import type { CallPhase } from '../../../contract/call.ts'
import {
  closed,
  isCalling,
  transition,
  unsupported,
  type CallEvent,
  type CallState,
  type EndReason,
} from './call-machine.ts'
import { Attempt } from './attempt.svelte.ts'
import { phaseOf } from './call-phase.ts'
import type { Check } from './check.svelte.ts'
import { pause } from './clock.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { Entry, type EntryOptions } from './entry.svelte.ts'
import { CallNote, sayGoodbye } from './page-reload.ts'
import type { LocalMedia, RememberedDevices } from './media.svelte.ts'
import { OwnMedia, type MediaTrouble } from './own-media.svelte.ts'
import type { Phone } from './phone-api.ts'
import { Preparation } from './preparation.svelte.ts'
import { Ringing } from './ringing.ts'
import type { Talk } from './talk.svelte.ts'
import { keyTone, Sounds } from './tones.ts'

/** A soft error: shown in the banner while everything goes on. */
export type Trouble = MediaTrouble | 'number-missing' | 'destination-missing'

export interface CallControllerOptions extends ConnectionOptions, EntryOptions {
  readonly media: MediaDevices
  /** Devices of this machine, chosen earlier. */
  readonly choice: () => RememberedDevices
  readonly onchoice: (choice: RememberedDevices) => void
  readonly onphase: (phase: CallPhase) => void
  readonly onend?: (reason: EndReason, status: number | undefined) => void
  /** Which of a tab's calls this is, the same after a reload; empty where there is only one. */
  readonly place?: () => string
}

/** Everything about one customer's calls: what the screens show, and what they may ask for. */
export class CallController {
  state = $state.raw<CallState>(closed)
  trouble = $state<Trouble>()
  /** Length of the call that ended, milliseconds. */
  lasted = $state(0)
  /** 0 to 1. */
  volume = $state(1)
  readonly own: OwnMedia
  /** Microphone and camera, as far as they are open. */
  readonly local: LocalMedia
  readonly sounds = new Sounds()
  readonly entry: Entry
  readonly #options: CallControllerOptions
  readonly #connection: Connection
  readonly #preparation: Preparation
  #attempt = $state.raw<Attempt>()
  readonly #ringing: Ringing
  #note: CallNote | undefined
  #isLeaving = false
  #isDialling = false

  constructor(options: CallControllerOptions) {
    this.#options = options
    this.#connection = new Connection(options)
    this.entry = new Entry(options)
    this.#ringing = new Ringing(options.clock, this.sounds)
    this.own = new OwnMedia({
      media: options.media,
      choice: options.choice,
      onchoice: options.onchoice,
      sounds: this.sounds,
      call: () => this.#attempt?.call,
      isCalling: () => this.isCalling,
      onchange: () => this.#preparation.again(),
      ontrouble: (trouble) => (this.trouble = trouble),
    })
    this.local = this.own.local
    this.#preparation = new Preparation({
      clock: options.clock,
      local: this.local,
      sounds: this.sounds,
      connection: this.#connection,
      ready: () => this.#ready(),
      isOpen: () => this.state.step === 'devices',
      onopened: () => this.own.look(),
    })
  }

  /** The call under way, from dialling to its end. */
  get talk(): Talk | undefined {
    return this.#attempt?.talk
  }

  get check(): Check {
    return this.#preparation.check
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

  /** The page was reloaded during a call: it has ended, and the customer is told. Resolves when that is known. */
  async resume(): Promise<void> {
    const { clock } = this.#options
    const interrupted = await this.#ownNote().take(() => clock.now())
    if (interrupted === undefined) return
    this.#send({ kind: 'reloaded' })
    void sayGoodbye(interrupted, this.#options)
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
  prepare(): Promise<void> {
    return this.#preparation.run()
  }

  playTest(): Promise<void> {
    return this.#preparation.playTest()
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
      this.own.look()
      return
    }
    audio.enabled = true
    const number = this.state.attempt + 1
    // The INVITE leaves first: drawing the next screen takes longer than the way to the server.
    const early = this.#connection.current(this.entry.ask)
    const attempt = early && this.#start(early.phone, audio, number)
    if (attempt) await pause(this.#options.clock, 0)
    if (!this.#send({ kind: 'dial' })) {
      this.#attempt = undefined
      attempt?.stop()
      attempt?.call.hangUp()
      return
    }
    this.check.stop()
    this.own.isMuted = false
    this.lasted = 0
    if (attempt !== undefined) {
      attempt.show()
      return
    }
    const ready = await this.#ready()
    if (this.state.attempt !== number || !this.isCalling) return
    if (ready.problem === undefined) this.#start(ready.phone, audio, number).show()
    else this.#ended(number, ready.problem)
  }

  /** At once the call under way: a camera may open before the next screen is there. */
  #start(phone: Phone, audio: MediaStreamTrack, number: number): Attempt {
    const attempt = new Attempt(
      phone,
      { audio, video: this.local.video ?? null },
      {
        number,
        clock: this.#options.clock,
        ringing: this.#ringing,
        send: (event) => this.#send(event),
        onnote: () => this.#noteCall(),
        onended: (reason, status) => this.#ended(number, reason, status),
      },
    )
    this.#attempt = attempt
    return attempt
  }

  hangUp(): void {
    if (!this.isCalling) return
    if (this.#attempt === undefined) this.#ended(this.state.attempt, 'self')
    else this.#attempt.call.hangUp()
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

  /** The machine woke up, or its network is another one. */
  refresh(): void {
    this.#connection.phone?.refresh()
  }

  /** The page goes away: it may be loaded again. */
  leave(): void {
    this.#isLeaving = true
    this.destroy()
    this.#note?.leave()
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
    const dialog = this.#attempt?.call.note
    const call = { destinationKey: this.entry.destination ?? '', ...(dialog && { dialog }) }
    this.#ownNote().note(this.isCalling ? call : undefined)
  }

  #ownNote(): CallNote {
    return (this.#note ??= new CallNote(this.#options.place?.()))
  }

  async #ready(): ReturnType<Connection['ready']> {
    const ask = this.entry.ask
    return ask === undefined ? { problem: 'unknown-number' } : await this.#connection.ready(ask)
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
    this.#ringing.stop()
    this.#preparation.drop()
    this.#attempt?.stop()
    this.#attempt = undefined
    this.own.close()
    this.#connection.close()
    // An open audio graph would hold on to every microphone that it has ever listened to.
    this.sounds.close()
  }
}
