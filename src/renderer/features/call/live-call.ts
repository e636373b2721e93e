import { reasonOfOver, type EndReason } from './call-machine.ts'
import { within, type CancelTimer } from './clock.ts'
import { takeLeave } from './farewell.ts'
import { awaitPath } from './first-path.ts'
import { reasonOfNoConnection } from './local-network.ts'
import { createKeeper, type Keeper } from './path-keeper.ts'
import type { CallTarget, Dialog, Negotiated, Over } from './line.ts'
import type { Peer } from './peer.ts'
import { createPictureWish, type PictureWish } from './picture-wish.ts'
import type { LiveCallParts } from './live-call-parts.ts'
import * as times from './live-call-times.ts'
import type { DialogNote, PhoneCall, RemoteMedia } from './phone-api.ts'
import { Redirects } from './redirect.ts'
import { ServerSilence } from './server-silence.ts'
import { Waiting } from './waiting.ts'

/** One call from dialling to its end, whatever happens to the connection in between. */
export class LiveCall implements PhoneCall {
  /** Resolves when the other side has been told that the call is over, or cannot be reached. */
  readonly farewell: Promise<void>
  readonly #parts: LiveCallParts
  readonly #peer: Peer
  readonly #keeper: Keeper
  readonly #unwatch: CancelTimer
  readonly #wish: PictureWish
  #dialog: Dialog | undefined
  #timers: CancelTimer[] = []
  /** Until the answer. */
  #waiting: Waiting | undefined
  #isAnswered = false
  #probedAt = 0
  /** The INVITE has left: what is being written is not lost with a connection. */
  #isSent = false
  #to: CallTarget | undefined
  readonly #redirects = new Redirects()
  #hasEnded = false
  #isHeld = false
  /** Called by any word of the server while a lost connection is being taken up again. */
  #heard: (() => void) | undefined
  #sayGoodbye: () => void = () => undefined

  constructor(parts: LiveCallParts) {
    const { clock, random, line, peer, on } = parts
    this.#parts = parts
    this.#to = parts.to
    this.#keeper = createKeeper({
      clock,
      random,
      isLinked: () => line.isUp,
      negotiate: (restart) => this.#negotiate(restart),
      onPath: (isUp) => {
        if (!isUp) line.doubt()
        on({ kind: 'path', isUp })
      },
      onLost: this.#ender('lost'),
    })
    this.#peer = peer
    peer.watch((state) => {
      if (this.#isAnswered) this.#path(state)
    })
    this.#wish = createPictureWish({
      clock,
      peer,
      ask: async () => (await this.#dialog?.askPicture()) ?? false,
    })
    const over = new Promise<void>((resolve) => {
      this.#sayGoodbye = resolve
    })
    this.farewell = over.then(() => takeLeave(this.#dialog, line, clock))
    this.#unwatch = line.watch((isUp) => {
      this.#linked(isUp)
    })
    void this.#start()
  }

  get note(): DialogNote | undefined {
    return this.#dialog?.note
  }

  get remote(): RemoteMedia {
    return this.#peer.remote
  }

  hangUp(): void {
    this.#end('self')
  }

  async setAudio(track: MediaStreamTrack): Promise<void> {
    await this.#peer.setAudio(track)
  }

  async setVideo(track: MediaStreamTrack | null): Promise<void> {
    await this.#peer.setVideo(track)
  }

  sendDigit(digit: string): void {
    if (this.#hasEnded) return
    if (this.#parts.grant.dtmf === 'rfc4733' && this.#peer.sendDtmf(digit)) return
    if (this.#dialog?.state !== 'established') return
    this.#dialog.sendDigit(digit)
  }

  async stats(): Promise<RTCStatsReport | undefined> {
    return await this.#peer.stats()
  }

  probe(): void {
    this.#probedAt = this.#parts.clock.now()
    this.#peer.restart()
    this.#keeper.renew()
  }

  /** The network is another one: new ways are looked for with the next negotiation. */
  moved(): void {
    this.#peer.restart()
  }

  async #start(): Promise<void> {
    const { line, clock, on, grant } = this.#parts
    const onQuestion = (): void => on({ kind: 'question' })
    await line.open(onQuestion).catch((error: unknown) => {
      this.#end(reasonOfNoConnection(error))
    })
    if (this.#hasEnded) return
    const onNoAnswer = this.#ender('no-answer')
    this.#waiting = new Waiting({ grant, clock, on, onNoAnswer, peer: this.#peer })
    await this.#invite()
    if (!this.#isOver()) on({ kind: 'sent' })
  }

  async #invite(): Promise<void> {
    const { line, clock } = this.#parts
    const silence = new ServerSilence({
      clock,
      onQuiet: () => {
        if (line.isUp) line.renew()
      },
      onSilent: this.#ender('server-down'),
    })
    this.#timers.push(silence.stop)
    const heard = (): void => {
      silence.stop()
      this.#heard?.()
    }
    const isOurs = (): boolean => this.#dialog === dialog && !this.#hasEnded
    const dialog = line.dialog(
      this.#peer,
      {
        onTrying: heard,
        onProgress: (progress) => {
          heard()
          if (isOurs()) this.#waiting?.progress(progress)
        },
        onEstablished: () => {
          heard()
          if (isOurs()) this.#answered()
        },
        onChanged: () => {
          if (isOurs()) this.#noteHold()
        },
        onPictureWanted: () => {
          if (isOurs()) void this.#peer.refreshPicture()
        },
        onTransfer: (transfer) => {
          if (isOurs()) this.#parts.onTransfer(transfer)
          else transfer.refuse(481)
        },
        onOver: (over) => {
          if (isOurs()) void this.#over(over)
        },
      },
      this.#to,
    )
    this.#dialog = dialog
    this.#isSent = false
    await dialog.invite()
    if (this.#dialog !== dialog || this.#isOver()) return
    this.#isSent = true
    silence.sent()
  }

  async #over(over: Over): Promise<void> {
    const to = this.#redirects.after(over)
    if (to !== undefined) {
      this.#to = to
      await this.#peer.rollbackDescription()
      this.#peer.restart()
      if (!this.#isOver()) await this.#invite()
      return
    }
    const isUnusable = (over.isUnusable ?? false) || this.#peer.hasNothingInCommon
    this.#end(reasonOfOver({ ...over, isUnusable }, this.#waiting?.hasRung ?? false), over.status)
  }

  #answered(): void {
    const { clock, on } = this.#parts
    this.#stopTimers()
    this.#isAnswered = true
    on({ kind: 'answered' })
    this.#keeper.begin()
    this.#wish.begin()
    const { connection, isElsewhere } = this.#peer
    // Over the way of an announcement it goes on at once.
    if (connection.connectionState === 'connected' && !isElsewhere) {
      this.#path('connected')
      return
    }
    const onStuck = (): void => {
      this.probe()
    }
    const onNone = this.#ender('no-media')
    this.#timers.push(awaitPath({ clock, peer: this.#peer, onStuck, onNone }))
  }

  #path(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#stopTimers()
    this.#keeper.path(state)
  }

  #linked(isUp: boolean): void {
    const dialog = this.#dialog
    if (dialog === undefined || this.#hasEnded) return
    this.#parts.on({ kind: 'link', isUp })
    if (!isUp) return
    if (dialog.state === 'established') {
      // An open question went down with the old connection.
      dialog.repeat()
      this.#keeper.renew()
    } else if (dialog.state === 'beginning' && this.#isSent) void this.#resume(dialog)
  }

  /**
   * The connection was lost while it rang. The INVITE is repeated word for word: a server that finds
   * the caller again repeats its answer. One that does not has lost the call, which is then dialled again.
   */
  async #resume(dialog: Dialog): Promise<void> {
    const { clock, line } = this.#parts
    const heard = new Promise<boolean>((resolve) => {
      this.#heard = () => {
        resolve(true)
      }
    })
    dialog.repeat()
    const isKnown = await within(clock, times.RESUME_MS, heard, false)
    this.#heard = undefined
    const isStill = dialog === this.#dialog && dialog.state === 'beginning'
    if (isKnown || this.#hasEnded || !isStill || !line.isUp) return
    this.#dialog = undefined
    void dialog.leave()
    await this.#peer.rollbackDescription()
    this.#peer.restart()
    await this.#invite()
  }

  async #negotiate(restart: boolean): Promise<Negotiated> {
    if (this.#dialog?.state !== 'established') return 'busy'
    if (restart) this.#peer.restart()
    const outcome = await this.#dialog.negotiate()
    this.#noteHold()
    // It sends nothing, and answers nothing either: it is not there any more.
    const isSought = this.#parts.clock.now() - this.#probedAt <= times.PROBED_MS
    return outcome === 'silent' && isSought ? 'gone' : outcome
  }

  #noteHold(): void {
    const { isHeld } = this.#peer
    if (isHeld === this.#isHeld || this.#hasEnded) return
    this.#isHeld = isHeld
    this.#parts.on({ kind: 'held', isHeld })
  }

  #isOver(): boolean {
    return this.#hasEnded
  }

  #stopTimers(): void {
    this.#waiting?.stop()
    for (const cancel of this.#timers) cancel()
    this.#timers = []
  }

  readonly #ender = (reason: EndReason) => (): void => {
    this.#end(reason)
  }

  /** Once, and never waiting for the network: the first reason wins. */
  #end(reason: EndReason, status?: number): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#stopTimers()
    this.#keeper.stop()
    this.#wish.stop()
    this.#unwatch()
    this.#sayGoodbye()
    this.#peer.close()
    this.#parts.on({ kind: 'ended', reason, ...(status === undefined ? {} : { status }) })
  }
}
