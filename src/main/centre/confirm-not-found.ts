import type { CentreError, Result } from './api.ts'

export interface NotFoundDeps {
  /** Fetches a new token. */
  renewToken(signal: AbortSignal | undefined): Promise<Result<unknown>>
  /** One attempt. */
  availability(signal: AbortSignal | undefined): Promise<Result<unknown>>
}

/** Sends a request; the result is `not-found` only if the application itself has said so. */
export type NotFoundCheck = <Value>(
  send: () => Promise<Result<Value>>,
  repeatable: boolean,
  signal: AbortSignal | undefined,
) => Promise<Result<Value>>

/** Refusals of the application itself: unknown tenant, no licence, callbacks switched off. */
const OF_THE_APPLICATION: ReadonlySet<number | undefined> = new Set([400, 403, 503])

/**
 * "No such session" is told from "no such application" by requests that name no session. While an
 * application is being replaced, the servlet container answers every path with a 404 of its own, as do
 * portals and misconfigured proxies. Proof is a token, which nobody else can issue, and the availability
 * of callbacks, which is served by the same application. Without that proof, a 404 is trouble.
 */
export function createNotFoundCheck(deps: NotFoundDeps): NotFoundCheck {
  async function isThere(signal: AbortSignal | undefined): Promise<boolean> {
    const token = await deps.renewToken(signal)
    if (!token.ok) return false
    const answer = await deps.availability(signal)
    if (answer.ok) return true
    // `Retry-After` is sent on behalf of an application that is away.
    const { status, retryAfterMs } = answer.error
    return retryAfterMs === undefined && OF_THE_APPLICATION.has(status)
  }

  return async (send, repeatable, signal) => {
    const first = await send()
    if (first.ok || first.error.kind !== 'not-found') return first
    if (!(await isThere(signal))) return away(first.error)
    // The application may have come back only now: what may be repeated is sent once more.
    if (!repeatable) return first
    const second = await send()
    if (second.ok || first.error.effect === 'none') return second
    return { ok: false, error: { ...second.error, effect: 'possible' } }
  }
}

function away(error: CentreError): { readonly ok: false; readonly error: CentreError } {
  const detail = `${error.detail}; nothing shows that the application is there`
  return { ok: false, error: { ...error, kind: 'trouble', detail } }
}
