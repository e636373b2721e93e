import type { QualitySample } from './quality.ts'

/** Nothing arrives from the other side, milliseconds: the customer is told. */
const SILENT_MS = 5000
/** Sound arrives and none of it is played, milliseconds: the customer is told. */
const UNHEARD_MS = 3000
/** And it is asked whether it is still there, each so many milliseconds. */
const PROBE_MS = 10_000
/** No picture arrives any more, milliseconds. */
const DARK_MS = 2500

export interface PeerState {
  /** Neither sound nor picture arrives. */
  readonly isSilent: boolean
  /** Sound arrives, and none of it is played. */
  readonly isUnheard: boolean
  /** Frames arrive. */
  readonly hasPicture: boolean
  /** It is time to ask the other side whether it is there. */
  readonly shouldProbe: boolean
}

/** Finds a peer that has gone silent, by what arrives: no flag of the connection tells it. */
export class Watch {
  #bytes = -1
  #heardAt: number | undefined
  #played = -1
  #playedAt: number | undefined
  #packets = -1
  #frames = 0
  #seenAt: number | undefined
  #probedAt = 0

  /** `isExcused`: held, or the path is known to be down. */
  see(sample: QualitySample, isExcused: boolean): PeerState {
    const { at, audioBytes, videoBytes, frames, packets, played } = sample
    const bytes = audioBytes + videoBytes
    if (bytes !== this.#bytes || isExcused || this.#heardAt === undefined) this.#heardAt = at
    this.#bytes = bytes
    const isArriving = packets > this.#packets
    const isPlayed = played > this.#played
    if (!isArriving || isPlayed || isExcused || this.#playedAt === undefined) this.#playedAt = at
    this.#packets = packets
    this.#played = played
    const isUnheard = at - this.#playedAt >= UNHEARD_MS
    if (frames > this.#frames) this.#seenAt = at
    this.#frames = frames
    const quiet = at - this.#heardAt
    const isSilent = quiet >= SILENT_MS
    const shouldProbe = isSilent && at - this.#probedAt >= PROBE_MS
    if (shouldProbe) this.#probedAt = at
    const hasPicture = this.#seenAt !== undefined && at - this.#seenAt < DARK_MS
    return { isSilent, isUnheard, hasPicture, shouldProbe }
  }
}
