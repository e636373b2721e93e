import type { CentreError, Result } from './api.ts'

export interface ThereDeps {
  /** A token asked for from now on. */
  renewToken(signal: AbortSignal | undefined): Promise<Result<unknown>>
  /** One attempt. */
  availability(signal: AbortSignal | undefined): Promise<Result<unknown>>
}

/** Refusals of the application itself: unknown tenant, no licence, callbacks switched off. */
const OF_THE_APPLICATION: ReadonlySet<number | undefined> = new Set([400, 403, 503])

/**
 * Whether the application answers for itself, told by requests that name no session. While it is
 * being replaced, the servlet container answers every path with a 404 of its own; so do portals and
 * proxies that have lost their way. Proof is a token, which nobody else can make, together with the
 * availability of callbacks, which lies where the sessions lie.
 */
export function createThere(
  deps: ThereDeps,
): (signal: AbortSignal | undefined) => Promise<boolean> {
  return async (signal) => {
    const token = await deps.renewToken(signal)
    if (!token.ok) return false
    const answer = await deps.availability(signal)
    if (answer.ok) return true
    // With `Retry-After` somebody speaks for an application that is away.
    const { status, retryAfterMs } = answer.error
    return retryAfterMs === undefined && OF_THE_APPLICATION.has(status)
  }
}

/** A 404 that does not speak of the session: it passes. */
export function notThere(error: CentreError): { readonly ok: false; readonly error: CentreError } {
  const detail = `${error.detail}; nothing shows that the application is there`
  return { ok: false, error: { ...error, kind: 'trouble', detail } }
}
