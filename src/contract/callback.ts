import type { GuardQuestion } from './chat.ts'
import type { Given, View } from './define.ts'
import type { callbackHandover, callbackWindow, paperSlip, requestCallback } from './inputs.ts'
import type { Failure } from './outcome.ts'
import type { UnknownZone } from './settings.ts'
import type { Zone } from './zone.ts'

/** A queue that takes callbacks (R181 to R183), as the customer's topic. */
export interface CallbackTopic {
  readonly key: number
  readonly name: string
  readonly description: string
}

/** A span in which the centre tries to call; epoch milliseconds, whole minutes. */
export type CallbackWindow = Given<typeof callbackWindow>

/** A day of the customer's calendar. Nothing is said of taken times: the centre does not tell (R184). */
export interface CallbackDay {
  /** `YYYY-MM-DD` in the customer's zone. */
  readonly date: string
  readonly windows: readonly (CallbackWindow & {
    /** `past`: gone, or too soon to be prepared. */
    readonly state: 'open' | 'past'
  })[]
}

export type RequestCallback = Given<typeof requestCallback>

/** What is carried over from a chat that could not start or waited too long, or from a failed call. */
export type CallbackHandover = Given<typeof callbackHandover>

/** Everything on it, as it was sent. */
export interface CallbackSlip {
  readonly topic: string
  readonly first: CallbackWindow
  readonly second?: CallbackWindow
  readonly name: string
  /** With the country's code: `+49 40 5550142`. */
  readonly number: string
  /** Dialled after the answer. */
  readonly extension?: string
  /** E.164, read out digit by digit. */
  readonly international: string
  readonly comment: string
  /** For each time an iCalendar file of its own, small enough for a QR code: the first, then the second. */
  readonly codes: readonly string[]
}

/** The slip on paper, in the customer's words; main adds the codes. */
export type PaperSlip = Given<typeof paperSlip>

/**
 * ```
 * idle --request--> sending --created--------> done
 *  ^                   | \---certainly not---> failed   (request again: nothing typed is lost)
 *  |                   +-----no answer-------> unclear  (request again, knowingly)
 *  +---- leave, end of the visit ---- from everywhere but sending
 * ```
 */
export type CallbackPhase = 'idle' | 'sending' | 'done' | 'failed' | 'unclear'

export interface CallbackView extends View {
  readonly phase: CallbackPhase
  readonly availability:
    | 'unknown'
    | 'checking'
    | 'open'
    /** Switched off (R189). */
    | 'disabled'
    /** No queue takes callbacks (R180). */
    | 'empty'
    | 'not-licensed'
    | 'unreachable'
    | 'trouble'
  readonly topics: readonly CallbackTopic[]
  readonly days: readonly CallbackDay[]
  /** Days and windows are shown in the customer's zone, the centre's is named where it differs. */
  readonly zone: Zone
  readonly centreZone: Zone
  /** Whose zone nobody knows: the other one's is used for both, and the customer is told. */
  readonly unknownZone?: UnknownZone
  /** Now, by the clock the planning goes by; epoch milliseconds. */
  readonly now: number
  readonly country: string
  readonly askConsent: boolean
  readonly handover: CallbackHandover
  /** The guard holds a request back until the customer decides; the texts are those with the findings masked. */
  readonly guard?: GuardQuestion & { readonly name: string; readonly comment: string }
  readonly slip?: CallbackSlip
  readonly failure?: Failure
}
