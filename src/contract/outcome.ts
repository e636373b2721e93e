/**
 * Why an intent of the customer could not be carried out: a closed union, so that the renderer can
 * hold a sentence for each code and the compiler notices a missing one. No server text, no status
 * code and no stack ever crosses the bridge: those go to the log.
 */
export type FailureCode =
  /** The input did not pass its schema; `field` names the first field at fault. */
  | 'invalid-input'
  /** The sender is not the app's own page. */
  | 'not-allowed'
  /** The intent does not fit the present state (for instance sending into an ended chat). */
  | 'wrong-state'
  /** No connection to the contact centre, or none within the time limit. */
  | 'unreachable'
  /** The contact centre does not accept the app's credentials (401). */
  | 'refused'
  /** The feature is not licensed (403). */
  | 'not-licensed'
  /** As many sessions as the contact centre allows are in progress (503 on sessions, R87). */
  | 'full'
  /** The feature is switched off (503 on availability, R189). */
  | 'disabled'
  /** The session, queue or destination is not there (any more). */
  | 'not-found'
  /** The contact centre answered, but could not do it (500, 503 elsewhere). */
  | 'centre-trouble'
  /** The answer was not what the interface describes. */
  | 'nonsense'
  /** The request may have left and no answer says what became of it (C49); never before that. */
  | 'unknown-outcome'
  /** The same was asked for before, in this visit: the customer is asked whether it is meant. */
  | 'repeated'
  /** Something of ours is broken, and nothing has left; the log says what. */
  | 'internal'

export interface Failure {
  readonly code: FailureCode
  /** Path of the field at fault, for `invalid-input` (`name`, `first.start`). */
  readonly field?: string
}

/** The answer to every call over the bridge. Nothing throws across it. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure }

export const done: Outcome<void> = { ok: true, value: undefined }

export function ok<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

export function fail(code: FailureCode, field?: string): { ok: false; error: Failure } {
  return { ok: false, error: field === undefined ? { code } : { code, field } }
}
