import type { CentreError, Result } from './api.ts'
import type { Compat } from './config.ts'
import type { Endpoint } from './errors.ts'
import type { Call, Requests } from './request.ts'
import type { Tokens } from './token.ts'

/**
 * Sends with the token (R54), and once more with a fresh one where the server refused it (C18). A
 * 401 is an answer: the request was not acted on, so the replay is safe for a POST too.
 */
export function createAuthorized(
  tokens: Tokens,
  requests: Requests,
  scheme: Compat['authorizationScheme'],
): Requests {
  async function once<Value>(
    call: Call<Value>,
  ): Promise<{ result: Result<Value>; token?: string }> {
    const token = await untilAborted(tokens.get(), call.signal, call.endpoint)
    if (!token.ok) {
      // Without a token the request itself has not been sent, however the token request ended. A 404
      // to the token request does not judge it either: the application may be away.
      const kind = token.error.status === 404 ? 'trouble' : token.error.kind
      return { result: { ok: false, error: { ...token.error, kind, effect: 'none' } } }
    }
    const headers = { ...call.headers, authorization: `${scheme} ${token.value}` }
    return { result: await requests.send({ ...call, headers }), token: token.value }
  }

  return {
    async send(call) {
      const first = await once(call)
      if (first.token === undefined || !isRefusal(first.result)) return first.result
      tokens.refuse(first.token)
      const second = await once(call)
      if (second.token !== undefined && isRefusal(second.result)) tokens.refuse(second.token)
      return withEffectOf(second.result, first.result)
    },
  }
}

/** Ends the waiting, not the request for a token: others may wait for that too. */
export async function untilAborted<Value>(
  work: Promise<Result<Value>>,
  signal: AbortSignal | undefined,
  endpoint: Endpoint,
): Promise<Result<Value>> {
  const error: CentreError = {
    kind: 'aborted',
    effect: 'none',
    detail: `${endpoint}: aborted while waiting for a token`,
  }
  if (!signal) return work
  if (signal.aborted) return { ok: false, error }
  let onAbort = (): void => undefined
  const aborted = new Promise<Result<Value>>((resolve) => {
    onAbort = () => {
      resolve({ ok: false, error })
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function isRefusal<Value>(result: Result<Value>): boolean {
  return !result.ok && result.error.status === 401
}

/** A query may have been acted on by an attempt before the one that got the 401. */
function withEffectOf<Value>(result: Result<Value>, before: Result<Value>): Result<Value> {
  if (result.ok || before.ok || before.error.effect === 'none') return result
  return { ok: false, error: { ...result.error, effect: 'possible' } }
}
