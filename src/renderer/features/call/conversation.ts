import type { EndReason } from './call-machine.ts'
import type { CallTarget, Transfer } from './line.ts'
import type { DialogNote, DialOptions, PhoneCall, PhoneEvent, RemoteMedia } from './phone-api.ts'

/** What is told to whoever put the call through, where the one who was to take it gave no status of their own. */
const STATUS: Readonly<Partial<Record<EndReason, number>>> = {
  'no-answer': 480,
  'no-media': 488,
  'server-down': 503,
  self: 487,
}

/** Makes one call; `to` instead of the destination of its grant. */
export type BeginCall = (
  options: DialOptions & {
    readonly to?: CallTarget
    readonly onTransfer: (transfer: Transfer) => void
  },
) => PhoneCall

interface ConversationParts extends DialOptions {
  readonly begin: BeginCall
  /** Makes the media of a further call ready; or it is not wanted any more. */
  readonly prepare: (
    isWanted: boolean,
    audio: MediaStreamTrack,
    video: MediaStreamTrack | null,
  ) => void
}

interface Next {
  readonly call: PhoneCall
  readonly transfer: Transfer
  /** What it last said before its answer. */
  told?: PhoneEvent
}

/**
 * What the customer takes for one call: the one that was dialled, and those that take its place when it is put through.
 * Until the new one is answered the old one goes on, and it goes on where the new one is not.
 * ```
 *   current -- REFER --> current + next -- answered --> next is current; the old one is ended
 *      ^                   |        |
 *      +-- next fails -----+        +-- the first agent hangs up --> next alone -- fails --> over
 * ```
 */
export class Conversation implements PhoneCall {
  readonly #begin: BeginCall
  readonly #prepare: ConversationParts['prepare']
  readonly #on: DialOptions['on']
  #audio: MediaStreamTrack
  #video: MediaStreamTrack | null
  #current: PhoneCall | undefined
  #next: Next | undefined
  #remote: RemoteMedia
  #hasEnded = false

  constructor({ begin, prepare, audio, video, on }: ConversationParts) {
    this.#prepare = prepare
    this.#begin = begin
    this.#audio = audio
    this.#video = video
    this.#on = on
    const first = this.#call()
    this.#current = first
    this.#remote = first.remote
  }

  get note(): DialogNote | undefined {
    return this.#current?.note
  }

  get remote(): RemoteMedia {
    return this.#remote
  }

  hangUp(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    void this.#next?.transfer.report(487)
    this.#next?.call.hangUp()
    this.#current?.hangUp()
    this.#on({ kind: 'ended', reason: 'self' })
  }

  async setAudio(track: MediaStreamTrack): Promise<void> {
    this.#audio = track
    await Promise.all([this.#current?.setAudio(track), this.#next?.call.setAudio(track)])
  }

  async setVideo(track: MediaStreamTrack | null): Promise<void> {
    this.#video = track
    await Promise.all([this.#current?.setVideo(track), this.#next?.call.setVideo(track)])
  }

  sendDigit(digit: string): void {
    this.#current?.sendDigit(digit)
  }

  async stats(): Promise<RTCStatsReport | undefined> {
    return await this.#current?.stats()
  }

  probe(): void {
    this.#current?.probe()
  }

  #call(to?: CallTarget): PhoneCall {
    const call: PhoneCall = this.#begin({
      audio: this.#audio,
      video: this.#video,
      ...(to === undefined ? {} : { to }),
      on: (event) => {
        this.#hear(event, call)
      },
      onTransfer: (transfer) => {
        this.#putThrough(transfer, call)
      },
    })
    return call
  }

  #hear(event: PhoneEvent, call: PhoneCall): void {
    if (this.#hasEnded) return
    if (call === this.#next?.call) this.#hearNext(event, this.#next)
    else if (call !== this.#current) return
    else if (event.kind !== 'ended') {
      // Who is put on hold is put through more often than not: an offer in hand saves a third of the time.
      if (event.kind === 'held') this.#prepare(event.isHeld, this.#audio, this.#video)
      this.#on(event)
    } else if (this.#next === undefined) this.#end(event)
    else this.#leftAlone(this.#next)
  }

  #putThrough(transfer: Transfer, call: PhoneCall): void {
    if (this.#hasEnded || call !== this.#current) transfer.refuse(481)
    else if (this.#next !== undefined) transfer.refuse(491)
    else {
      transfer.accept()
      this.#on({ kind: 'transfer', state: 'begun' })
      this.#next = { call: this.#call(transfer.target), transfer }
    }
  }

  #hearNext(event: PhoneEvent, next: Next): void {
    switch (event.kind) {
      case 'ringing':
      case 'queued':
      case 'announced':
        void next.transfer.report(180)
        next.told = event
        if (this.#current === undefined) this.#on(event)
        break
      case 'heard':
      case 'link':
      case 'question':
        if (this.#current === undefined) this.#on(event)
        break
      case 'answered':
        this.#moveTo(next)
        break
      case 'ended':
        this.#failed(event, next)
        break
      case 'sent':
      case 'early':
      case 'path':
      case 'held':
      case 'transfer':
      case 'remote':
    }
  }

  /** Who put the call through has hung up already, or is gone: what comes next is all there is. */
  #leftAlone(next: Next): void {
    this.#current = undefined
    this.#listenTo(next.call)
    if (next.told !== undefined) this.#on(next.told)
  }

  #moveTo({ call, transfer }: Next): void {
    const old = this.#current
    this.#next = undefined
    this.#current = call
    this.#on({ kind: 'transfer', state: 'done' })
    this.#listenTo(call)
    // Most hang up themselves when they hear of it.
    void transfer.report(200).then(() => old?.hangUp())
  }

  #failed(event: PhoneEvent & { readonly kind: 'ended' }, { transfer }: Next): void {
    this.#next = undefined
    void transfer.report(event.status ?? STATUS[event.reason] ?? 603)
    if (this.#current === undefined) this.#end(event)
    else this.#on({ kind: 'transfer', state: 'failed' })
  }

  #listenTo({ remote }: PhoneCall): void {
    if (this.#remote === remote) return
    this.#remote = remote
    this.#on({ kind: 'remote' })
  }

  #end(event: PhoneEvent & { readonly kind: 'ended' }): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#on(event)
  }
}
