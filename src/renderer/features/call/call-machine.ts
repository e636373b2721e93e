/** Why a call is over. */
export type EndReason =
  /** The customer hung up. */
  | 'self'
  /** The agent hung up. */
  | 'agent'
  | 'busy'
  | 'declined'
  | 'no-answer'
  /** The number or the destination does not exist. */
  | 'unknown-number'
  /** The server did not let this caller through. */
  | 'refused'
  /** The visitor does not let this page reach the own network, and the server could not be reached. */
  | 'local-network'
  /** The server cannot be reached, or says nothing. */
  | 'server-down'
  /** The two sides have no sound or picture in common, or no way for it. */
  | 'no-media'
  /** The connection was lost and did not come back. */
  | 'lost'
  /** The page was reloaded during a call. */
  | 'reloaded'
  | 'failed'

export type Step =
  | 'unsupported'
  | 'closed'
  | 'instructions'
  | 'input'
  | 'devices'
  | 'dialling'
  | 'ringing'
  | 'joining'
  | 'talking'
  | 'ended'

export interface CallState {
  readonly step: Step
  /** Grows with each call: what belongs to an older one is ignored. */
  readonly attempt: number
  /** Set where `step` is `ended`. */
  readonly reason?: EndReason
  /** How far the call that ended had come. */
  readonly reached?: Step
}

export type CallEvent =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'back' }
  | { readonly kind: 'dial' }
  | { readonly kind: 'again' }
  /** The page was reloaded during a call. */
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'ringing'; readonly attempt: number }
  | { readonly kind: 'answered'; readonly attempt: number }
  | { readonly kind: 'media'; readonly attempt: number }
  | { readonly kind: 'ended'; readonly attempt: number; readonly reason: EndReason }

/** What is asked of the customer: a step without a question is left out (R240). */
export interface Way {
  readonly needsInput: boolean
}

export const closed: CallState = { step: 'closed', attempt: 0 }
export const unsupported: CallState = { step: 'unsupported', attempt: 0 }

/** Steps in which a call is under way. */
export function isCalling(step: Step): boolean {
  return step === 'dialling' || step === 'ringing' || step === 'joining' || step === 'talking'
}

/**
 * The way through (R194 to R202). An event that does not belong to the present state, or that comes
 * from an older attempt, changes nothing: the same object comes back. The first reason to end wins.
 * ```
 *  unsupported     closed <-------- close (from any step without a call)
 *                    | \--reloaded--> ended
 *                    | open
 *                    v
 *               instructions --continue--> input --continue--> devices <------- again --+
 *                    ^                    ^  |   (input is left out where nothing   |   |
 *                    +-------- back ------+  +--<-- back -- is asked)               |   |
 *                                                                          dial     |   |
 *                                                                    +--------------+   |
 *                                                                    v                  |
 *                        +------- answered ---------------------- dialling              |
 *                        |                     ringing |             | ended            |
 *                        |                             v             |                  |
 *                        |        +--- answered --- ringing --ended--+--------------> ended
 *                        v        v                                  |                  ^
 *                        joining ------------------------- ended ----+                  |
 *                           | media                                  |                  |
 *                           v                                        |                  |
 *                        talking ------------------------- ended ----+------------------+
 * ```
 */
export function transition(state: CallState, event: CallEvent, way: Way): CallState {
  const { step, attempt } = state
  if ('attempt' in event && (event.attempt !== attempt || !isCalling(step))) return state
  const to = (next: Step): CallState => ({ step: next, attempt })
  switch (event.kind) {
    case 'open':
      return step === 'closed' ? to('instructions') : state
    case 'close':
      return isCalling(step) || step === 'closed' || step === 'unsupported' ? state : to('closed')
    case 'continue':
      if (step === 'instructions') return to(way.needsInput ? 'input' : 'devices')
      return step === 'input' ? to('devices') : state
    case 'back':
      if (step === 'input') return to('instructions')
      return step === 'devices' ? to(way.needsInput ? 'input' : 'instructions') : state
    case 'dial':
      return step === 'devices' ? { step: 'dialling', attempt: attempt + 1 } : state
    case 'again':
      return step === 'ended' ? to('devices') : state
    case 'reloaded':
      return step === 'closed'
        ? { step: 'ended', attempt, reason: 'reloaded', reached: 'talking' }
        : state
    case 'ringing':
      return step === 'dialling' ? to('ringing') : state
    case 'answered':
      return step === 'dialling' || step === 'ringing' ? to('joining') : state
    case 'media':
      return step === 'joining' ? to('talking') : state
    case 'ended':
      return { step: 'ended', attempt, reason: event.reason, reached: step }
  }
}

/** Why a call is over that the other side, or the server for it, has ended. */
export function reasonOfOver(
  over: { readonly isBye: boolean; readonly status?: number; readonly isUnusable?: boolean },
  hasRung: boolean,
): EndReason {
  if (over.isBye) return 'agent'
  if (over.isUnusable === true) return 'no-media'
  return over.status === undefined ? 'failed' : reasonOfStatus(over.status, hasRung)
}

/**
 * What a final SIP answer to the INVITE means to the customer: every status of the registry (IANA, SIP response codes).
 * Those that a caller can do nothing about, and that speak of our own side, are `failed`.
 */
export function reasonOfStatus(status: number, hasRung: boolean): EndReason {
  switch (status) {
    case 486:
    case 600:
      return 'busy'
    // 607, 608: a filter of the called side took it for an unwanted call.
    case 603:
    case 607:
    case 608:
      return 'declined'
    // 300 to 380: it is somewhere else, where this page may not follow.
    case 300:
    case 301:
    case 302:
    case 305:
    case 380:
    case 404:
    case 410:
    case 416:
    case 484:
    case 485:
    case 604:
      return 'unknown-number'
    // 428 to 438, 470: it wants to know for sure who calls. 433: no anonymous callers.
    case 401:
    case 402:
    case 403:
    case 407:
    case 428:
    case 433:
    case 436:
    case 437:
    case 438:
    case 470:
      return 'refused'
    case 408:
    case 480:
    case 487:
      return hasRung || status !== 408 ? 'no-answer' : 'server-down'
    // 580: media could not be reserved.
    case 415:
    case 488:
    case 580:
    case 606:
      return 'no-media'
    // 430: the way back to this page is gone.
    case 430:
    case 502:
    case 503:
    case 504:
      return 'server-down'
    default:
      return 'failed'
  }
}
