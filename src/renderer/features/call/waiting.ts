import type { CallGrant } from '../../../contract/call.ts'
import type { CancelTimer, Clock } from './clock.ts'
import { createListener, type Listener } from './early-sound.ts'
import type { Progress } from './line.ts'
import type { Peer } from './peer.ts'
import type { PhoneEvent } from './phone-api.ts'

/** A server that opens a way for sound and then sends none: after this time it counts as ringing, milliseconds. */
const SOUNDLESS_MS = 1500

type Told = 'ringing' | 'queued' | 'announced'

interface Sound {
  readonly sdp: string
  readonly fork: string
  /** It came with 183: what is heard is an announcement, and not how that phone rings. */
  readonly isAnnouncement: boolean
}

interface WaitingParts {
  readonly grant: Pick<CallGrant, 'noAnswerSeconds' | 'queueSeconds'>
  readonly clock: Clock
  readonly peer: Pick<Peer, 'setEarly' | 'sound'>
  readonly on: (event: PhoneEvent) => void
  readonly onNoAnswer: () => void
}

/**
 * The time before the answer: what the other side says meanwhile, what is heard of it, and when patience ends.
 * Each word is a sign of life (RFC 3261, 21.1), and so is each announcement that is heard.
 *
 * A server may call several phones, and each may play something. One is heard to its end before the next: who was left
 * for another could not be heard again if it answers, since its encryption has begun already (DTLS).
 */
export class Waiting {
  readonly #parts: WaitingParts
  readonly #listener: Listener
  readonly #whole: CancelTimer
  #told: Told | undefined
  /** Counts the silence. */
  #silence: CancelTimer | undefined
  #soundless: CancelTimer | undefined
  /** Whose announcement is heard. */
  #fork = ''
  #sdp = ''
  #isAnnouncement = false
  #next: Sound | undefined
  #isOver = false

  constructor(parts: WaitingParts) {
    this.#parts = parts
    const { clock, peer, grant, onNoAnswer } = parts
    this.#whole = clock.after(grant.queueSeconds * 1000, onNoAnswer)
    this.#listener = createListener(peer, clock, {
      onHeard: () => {
        this.#heard()
      },
      onIdle: () => {
        this.#turnToNext()
      },
    })
    this.#sign()
  }

  /** Whether the other side has said anything beyond 100. */
  get hasRung(): boolean {
    return this.#told !== undefined || this.#fork !== ''
  }

  progress({ status, sdp, fork }: Progress): void {
    if (this.#isOver) return
    this.#sign()
    if (status === 199) {
      // RFC 6228: this phone is out of it, others may ring.
      if (fork === this.#next?.fork) this.#next = undefined
      if (fork === this.#fork) this.#fellSilent()
      return
    }
    if (sdp !== undefined) this.#offer({ sdp, fork, isAnnouncement: status === 183 })
    if (fork === this.#fork) this.#isAnnouncement &&= status === 183
    if (status === 182) this.#tell('queued')
    // 183 says nothing of its own: what it announces is heard, or comes without sound and means that it rings.
    else if (status !== 183) this.#rings(fork)
    else if (sdp === undefined && this.#fork === '') this.#tell('ringing')
  }

  stop(): void {
    this.#isOver = true
    this.#whole()
    this.#silence?.()
    this.#soundless?.()
    this.#listener.stop()
  }

  #offer(sound: Sound): void {
    if (this.#fork === '' || this.#fork === sound.fork) void this.#listen(sound)
    else this.#next = sound
  }

  /** While the announcement of another phone is heard, that is what happens. */
  #rings(fork: string): void {
    if (this.#told !== 'announced' || fork === this.#fork) this.#tell('ringing')
  }

  #turnToNext(): void {
    const next = this.#next
    this.#next = undefined
    if (next !== undefined) void this.#listen(next)
  }

  async #listen({ sdp, fork, isAnnouncement }: Sound): Promise<void> {
    this.#isAnnouncement = isAnnouncement
    if (this.#fork === fork && this.#sdp === sdp) return
    const isFirst = this.#fork === ''
    this.#fork = fork
    this.#sdp = sdp
    if (isFirst) this.#wait()
    const isUsable = await this.#parts.peer.setEarly(sdp)
    // Meanwhile it may be over, or another one is heard.
    if (this.#isOver || this.#fork !== fork || this.#sdp !== sdp) return
    if (!isUsable) {
      this.#fellSilent()
      return
    }
    this.#parts.on({ kind: 'early' })
    this.#listener.start()
  }

  #wait(): void {
    this.#soundless = this.#parts.clock.after(SOUNDLESS_MS, () => {
      if (this.#told === undefined) this.#tell('ringing')
    })
  }

  #heard(): void {
    if (this.#isOver) return
    this.#sign()
    this.#soundless?.()
    this.#parts.on({ kind: 'heard' })
    if (this.#isAnnouncement && this.#told !== 'queued') this.#tell('announced')
  }

  #fellSilent(): void {
    this.#fork = this.#sdp = ''
    this.#soundless?.()
    this.#listener.stop()
    if (this.#next !== undefined) {
      this.#turnToNext()
      return
    }
    if (this.#told !== 'queued') this.#tell('ringing')
  }

  #tell(kind: Told): void {
    if (kind !== this.#told) this.#parts.on({ kind })
    this.#told = kind
  }

  #sign(): void {
    const { clock, grant, onNoAnswer } = this.#parts
    this.#silence?.()
    this.#silence = clock.after(grant.noAnswerSeconds * 1000, onNoAnswer)
  }
}
