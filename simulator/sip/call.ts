/**
 * The life of a call as the proxy sees it pass.
 *
 *              ring               answer
 *   ┌─────────┐ ───▶ ┌─────────┐ ─────▶ ┌─────────────┐
 *   │ calling │      │ ringing │        │ established │
 *   └─────────┘ ─┐   └─────────┘        └─────────────┘
 *      │  │      └─ answer ──┼───────────────▲  │
 *      │  └── ring again ◀───┘                  │ end (BYE)
 *      │ end (refused, cancelled, timed out)    ▼
 *      └──────────────────────────────────▶ ┌───────┐
 *                                           │ ended │
 *                                           └───────┘
 */
export type CallState = 'calling' | 'ringing' | 'established' | 'ended'
export type CallStep = 'ring' | 'answer' | 'end'

const edges: Readonly<Record<CallState, Partial<Record<CallStep, CallState>>>> = {
  calling: { ring: 'ringing', answer: 'established', end: 'ended' },
  ringing: { ring: 'ringing', answer: 'established', end: 'ended' },
  established: { end: 'ended' },
  ended: {},
}

/** Where a step leads, or undefined where it is not possible. */
export const transition = (state: CallState, step: CallStep): CallState | undefined =>
  edges[state][step]

export type Side = 'caller' | 'callee'

/** What the automatic agent counts in a call: proof of what arrived there. */
export interface MediaCounters {
  /** 1 or 2: which automatic agent. */
  readonly agent: number
  readonly connection: string
  readonly received: {
    /** Frames of 10 ms. */
    readonly audioFrames: number
    /** Root mean square of the last half second, 0 to 1. */
    readonly audioRms: number
    /** The strongest frequency of the last half second in Hz, 0 in silence. */
    readonly audioHz: number
    readonly videoFrames: number
    /** Frames in the last second. */
    readonly videoFps: number
    readonly width: number
    readonly height: number
    /** Average of the last frame, 0 to 255. */
    readonly luma: number
    readonly colour: { readonly red: number; readonly green: number; readonly blue: number }
    /** How much the last frame differed from the one before, 0 to 255: 0 is a still picture. */
    readonly motion: number
    /** Keys that came by SIP INFO. */
    readonly infoTones: string
    /** How often a whole picture was asked for by SIP INFO. */
    readonly pictureRequests: number
    /** Keys that came as telephone events (RFC 4733), as heard in the sound. */
    readonly audioTones: string
  }
  readonly sent: { readonly audioFrames: number; readonly videoFrames: number }
  /** Whether the agent put the customer on hold. */
  readonly holding: boolean
  /** Whether the customer put the agent on hold. */
  readonly held: boolean
}

/** What a page or test sees of a call; times are ISO 8601 in UTC. */
export interface CallView {
  readonly id: string
  readonly caller: string
  readonly pilot: string
  readonly pilotName: string
  /** The user who rings or answered; null where the centre itself answers. */
  readonly agent: string | null
  readonly state: CallState
  /** The last status that the caller was sent, 0 for none. */
  readonly status: number
  readonly startedAt: string
  readonly ringingAt: string | null
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly endedBy: Side | 'centre' | null
  /** Who put the other side on hold by the latest offer. */
  readonly heldBy: Side | null
  /** Keys seen in INFO requests. */
  readonly tones: string
  /** `X-` headers of the caller's INVITE: lower-case name to value. */
  readonly contactData: Readonly<Record<string, string>>
  /** Whether the latest offer or answer holds a picture that is sent. */
  readonly video: boolean
  readonly messages: readonly {
    readonly at: string
    readonly by: Side | 'centre'
    /** `INVITE`, `200 INVITE`, ... */
    readonly what: string
  }[]
  readonly media: MediaCounters | null
}
