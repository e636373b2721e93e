import { sleep } from '../platform/clock.ts'
import type { Clock } from '../platform/clock.ts'
import type { Http, HttpRequest, HttpResponse } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import { jitter } from '../platform/random.ts'
import type { Random } from '../platform/random.ts'
import type { CentreError, Result } from './api.ts'
import { answerError, failureError, unreadable } from './errors.ts'
import type { Endpoint } from './errors.ts'
import type { Read } from './wire.ts'
import { ours } from '../platform/said.ts'

export interface Call<Value> {
  readonly endpoint: Endpoint
  readonly method: HttpRequest['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Sending it twice is as good as once: the stack may resend it, and it may be retried. */
  readonly idempotent: boolean
  /** False: one attempt, though idempotent. */
  readonly retry?: boolean | undefined
  readonly fresh?: boolean | undefined
  readonly onLeave?: (() => void) | undefined
  /** Makes a value of a 2xx answer. */
  readonly read: (response: HttpResponse) => Read<Value>
  /** For the log: a hash of the session's id. */
  readonly session?: string
  readonly signal?: AbortSignal | undefined
}

export interface Requests {
  send<Value>(call: Call<Value>): Promise<Result<Value>>
}

export interface RequestParts {
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** For one attempt, from its start to the last byte of the answer. */
  readonly timeoutMs: number
  readonly userAgent: string
  /** Told how each request ended, after its last attempt; undefined for well. */
  readonly onEnd?: ((endpoint: Endpoint, error: CentreError | undefined) => void) | undefined
  /** Told of every answer, with the epoch milliseconds at which it was asked for and there. */
  readonly onAnswer: (response: HttpResponse, askedAt: number, answeredAt: number) => void
}

/** The longest answer that is read: some 2,000 long messages with their legacy HTML. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/** Waits before the second and the third attempt. */
const BACK_OFF_MS: readonly number[] = [400, 1200]

/** How far a wait may stray, as a share of it, so that a fleet does not knock in step. */
const STRAY = 0.4

interface Attempt<Value> {
  readonly result: Result<Value>
  /** Whether another attempt soon may go better. */
  readonly passing: boolean
}

/** Time limit, abort and retries around single exchanges over `http`. */
export function createRequests(parts: RequestParts): Requests {
  const { clock, log } = parts

  async function attempt<Value>(call: Call<Value>): Promise<Attempt<Value>> {
    const limit = new AbortController()
    const onAbort = (): void => {
      limit.abort()
    }
    let timedOut = false
    const cancelTimer = clock.after(parts.timeoutMs, () => {
      timedOut = true
      limit.abort()
    })
    if (call.signal?.aborted === true) limit.abort()
    call.signal?.addEventListener('abort', onAbort, { once: true })
    const askedAt = clock.now()
    try {
      const outcome = await parts.http.request(onWire(call, parts.userAgent, limit.signal))
      if (!outcome.ok) {
        const { reason } = outcome.failure
        const error = failureError(call.endpoint, outcome.failure, timedOut)
        return {
          result: { ok: false, error },
          passing: reason === 'unreachable' || reason === 'cut-short',
        }
      }
      const answeredAt = clock.now()
      parts.onAnswer(outcome.response, askedAt, answeredAt)
      return judge(call, outcome.response, answeredAt)
    } finally {
      cancelTimer()
      call.signal?.removeEventListener('abort', onAbort)
    }
  }

  return {
    async send<Value>(call: Call<Value>): Promise<Result<Value>> {
      const mayRepeat = call.idempotent && call.retry !== false && call.fresh !== true
      const waits = mayRepeat ? BACK_OFF_MS : []
      let effect: CentreError['effect'] = 'none'
      for (let turn = 0; ; turn += 1) {
        const askedAt = clock.now()
        const { result, passing } = await attempt(call)
        const fields = {
          call: call.endpoint,
          ...(call.session === undefined ? {} : { session: ours(call.session) }),
          ms: clock.now() - askedAt,
          turn,
        }
        if (result.ok) {
          log.debug('request done', fields)
          parts.onEnd?.(call.endpoint, undefined)
          return result
        }
        // An earlier attempt may have been acted on, whatever the last one says.
        if (result.error.effect === 'possible') effect = 'possible'
        const error: CentreError = { ...result.error, effect }
        const { seen: _, ...logged } = error
        if (error.kind !== 'aborted') log.warn('request failed', { ...fields, ...logged })
        const wait = waits[turn]
        if (wait === undefined || !passing) {
          parts.onEnd?.(call.endpoint, error)
          return { ok: false, error }
        }
        try {
          await sleep(clock, jitter(parts.random, wait, STRAY), call.signal)
        } catch {
          const detail = `${call.endpoint}: aborted between two attempts`
          return { ok: false, error: { kind: 'aborted', effect, detail } }
        }
      }
    },
  }
}

function onWire<Value>(call: Call<Value>, userAgent: string, signal: AbortSignal): HttpRequest {
  return {
    method: call.method,
    url: call.url,
    headers: {
      accept: 'application/json, text/plain, */*',
      'user-agent': userAgent,
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: call.body }),
    idempotent: call.idempotent,
    fresh: call.fresh,
    onLeave: call.onLeave,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  }
}

function judge<Value>(call: Call<Value>, response: HttpResponse, now: number): Attempt<Value> {
  if (response.status < 200 || response.status > 299) {
    const error = answerError(call.endpoint, response, now)
    // Not where the server says when to come back, or that too many came.
    const mayCome = error.retryAfterMs === undefined && error.status !== 429
    return { result: { ok: false, error }, passing: error.kind === 'trouble' && mayCome }
  }
  const read = call.read(response)
  return read.ok
    ? { result: read, passing: false }
    : {
        result: { ok: false, error: unreadable(call.endpoint, response, read.why) },
        passing: true,
      }
}
