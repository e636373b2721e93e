import { createHash } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { Http, HttpResponse } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import type { Random } from '../platform/random.ts'
import type { CallbackQueue, Centre, RequestOptions, Result } from './api.ts'
import { createAuthorized, untilAborted } from './authorized.ts'
import { DEFAULT_TIMEOUT_MS, defaultCompat, readAddress } from './config.ts'
import type { CentreConfig, Compat } from './config.ts'
import { wellFormed } from './encode.ts'
import { parseHttpDate, rejected } from './errors.ts'
import type { Endpoint } from './errors.ts'
import { callMeBody, callbackBody, contentBody, sessionBody, typingBody } from './outgoing.ts'
import type { Outgoing } from './outgoing.ts'
import { createRequests } from './request.ts'
import type { Call, RequestParts } from './request.ts'
import { createTokens } from './token.ts'
import { createNotFoundCheck } from './confirm-not-found.ts'
import { readContents, readQueues, readSessionId } from './wire.ts'
import type { Read } from './wire.ts'
import { ours } from '../platform/said.ts'

export interface CentreParts {
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly config: CentreConfig
  readonly onEnd?: RequestParts['onEnd']
}

/** What is left of a call when address, token and headers are taken care of. */
interface Operation<Value> {
  readonly endpoint: Endpoint
  readonly method: Call<Value>['method']
  /** Below `/v1`. */
  readonly path: string
  /** The session it speaks of. */
  readonly sessionId?: string
  readonly body?: Outgoing
  readonly idempotent: boolean
  readonly read: Call<Value>['read']
  readonly options: RequestOptions | undefined
}

/** Over HTTP. A wrong configuration is answered by every call as `rejected`; nothing throws. */
export function createCentre(parts: CentreParts): Centre {
  const { clock, config } = parts
  const compat: Compat = { ...defaultCompat, ...config.compat }
  const log = parts.log.child('centre')
  const address = readAddress(config)
  if (!address.ok) log.error('the address of the contact centre is wrong', { detail: address.why })

  let clockOffsetMs: number | undefined
  const requests = createRequests({
    http: parts.http,
    clock,
    random: parts.random,
    log,
    timeoutMs: config.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS,
    userAgent: config.userAgent ?? 'Callpoint',
    onEnd: parts.onEnd,
    onAnswer(response, askedAt, answeredAt) {
      clockOffsetMs = offsetOf(response, askedAt, answeredAt) ?? clockOffsetMs
    },
  })
  const tokens = createTokens(config, address.ok ? address.tokenUrl : '', clock, requests)
  const authorized = createAuthorized(tokens, requests, compat.authorizationScheme)

  async function send<Value>(operation: Operation<Value>): Promise<Result<Value>> {
    const { endpoint, sessionId, body } = operation
    if (!address.ok) return { ok: false, error: rejected(endpoint, address.why) }
    if (sessionId !== undefined && !isSegment(sessionId)) {
      return { ok: false, error: rejected(endpoint, 'empty: sessionId') }
    }
    if (body?.ok === false) return { ok: false, error: rejected(endpoint, body.why) }
    const { retry, fresh, onLeave, signal } = operation.options ?? {}
    const call: Call<Value> = {
      endpoint,
      method: operation.method,
      url: address.apiUrl + operation.path,
      headers: body ? { 'content-type': 'application/json; charset=utf-8' } : {},
      ...(body ? { body: JSON.stringify(body.body) } : {}),
      idempotent: operation.idempotent,
      read: operation.read,
      ...(sessionId === undefined ? {} : { session: ours(shortHash(sessionId)) }),
      retry,
      fresh,
      onLeave,
      signal,
    }
    return confirmNotFound(() => authorized.send(call), operation.idempotent, signal)
  }

  const confirmNotFound = createNotFoundCheck({
    renewToken: (signal) => untilAborted(tokens.renew(), signal, 'token'),
    availability: (signal) => queues({ retry: false, ...(signal && { signal }) }),
  })

  function get<Value>(
    operation: Omit<Operation<Value>, 'method' | 'idempotent'>,
  ): Promise<Result<Value>> {
    return send({ ...operation, method: 'GET', idempotent: true })
  }

  /** Never retried: each has an effect, and none returns an id to compare with (C49). */
  function post<Value>(
    operation: Omit<Operation<Value>, 'method' | 'idempotent'>,
  ): Promise<Result<Value>> {
    return send({ ...operation, method: 'POST', idempotent: false })
  }

  function endWithBody(sessionId: string, options?: RequestOptions): Promise<Result<void>> {
    return send({
      endpoint: 'endSession',
      method: 'DELETE',
      path: '/sessions',
      sessionId,
      body: { ok: true, body: { sessionId } },
      idempotent: true,
      read: done,
      options,
    })
  }

  function endInPath(sessionId: string, options?: RequestOptions): Promise<Result<void>> {
    const path = sessionPath(sessionId, '')
    const endpoint = 'endSession'
    return send({
      endpoint,
      method: 'DELETE',
      path,
      sessionId,
      idempotent: true,
      read: done,
      options,
    })
  }

  /** What this server wants `isTyping` to be, once it has shown it (C5). */
  let typingAs: Compat['typing'] | undefined

  function sendTyping(
    sessionId: string,
    typing: boolean,
    as: Compat['typing'],
    options?: RequestOptions,
  ): Promise<Result<void>> {
    const body: Outgoing = { ok: true, body: typingBody(typing, as) }
    const path = sessionPath(sessionId, '/typing')
    // A repeated notice does no harm, so it may use the kept connection; a late one is of no use, so it
    // is not retried.
    return send({
      endpoint: 'setTyping',
      method: 'POST',
      path,
      sessionId,
      body,
      idempotent: true,
      read: done,
      options: { ...options, retry: false },
    })
  }

  function queues(options?: RequestOptions): Promise<Result<readonly CallbackQueue[]>> {
    const endpoint = 'callbackQueues'
    const unit = wellFormed(config.businessUnit.trim())
    if (!isSegment(unit)) {
      return Promise.resolve({ ok: false, error: rejected(endpoint, 'empty: businessUnitName') })
    }
    const path = `/callbacks/availability/${encodeURIComponent(unit)}`
    return get({ endpoint, path, read: fromText(readQueues), options })
  }

  return {
    async authorize(options) {
      if (!address.ok) return { ok: false, error: rejected('token', address.why) }
      const token = options?.fresh === true ? tokens.renew() : tokens.get()
      const result = await untilAborted(token, options?.signal, 'token')
      return result.ok ? { ok: true, value: undefined } : result
    },

    startSession(request, options) {
      const body = sessionBody(request, config.businessUnit)
      const read = fromText(readSessionId)
      return post({ endpoint: 'startSession', path: '/sessions', body, read, options })
    },

    async endSession(sessionId, options) {
      if (compat.endInPath === 'always') return orGone(await endInPath(sessionId, options))
      const result = orGone(await endWithBody(sessionId, options))
      if (result.ok || result.error.status !== 400 || compat.endInPath === 'never') return result
      log.info('the body of a DELETE was refused: trying the path', {
        session: ours(shortHash(sessionId)),
      })
      const second = await endInPath(sessionId, options)
      // A 404 now may mean that there is no such path: it proves nothing.
      return second.ok ? second : result
    },

    queryContents(sessionId, index, options) {
      if (!Number.isSafeInteger(index) || index < 0) {
        const error = rejected('queryContents', 'the index is not a number from 0 on')
        return Promise.resolve({ ok: false, error })
      }
      const path = sessionPath(sessionId, index === 0 ? '/contents' : `/contents/${String(index)}`)
      const read = fromText((text) => readContents(text, sessionId, index))
      return get({ endpoint: 'queryContents', path, sessionId, read, options })
    },

    addContent(sessionId, content, options) {
      const path = sessionPath(sessionId, '/contents')
      const body = contentBody(content)
      return post({ endpoint: 'addContent', path, sessionId, body, read: done, options })
    },

    async setTyping(sessionId, typing, options) {
      const form = typingAs ?? compat.typing
      const result = await sendTyping(sessionId, typing, form, options)
      if (typingAs !== undefined) return result
      if (result.ok) typingAs = form
      if (result.ok || result.error.status !== 400) return result
      const other = form === 'boolean' ? 'string' : 'boolean'
      const second = await sendTyping(sessionId, typing, other, options)
      // Both refused: the form is not to blame, so the first stays and no third try is made.
      typingAs = second.ok ? other : form
      log.info('the server has shown the form of isTyping it takes', { form: typingAs })
      return second.ok ? second : result
    },

    callMe(sessionId, agentKey, phoneNumber, options) {
      const path = sessionPath(sessionId, '/call-me')
      const body = callMeBody(agentKey, phoneNumber)
      return post({ endpoint: 'callMe', path, sessionId, body, read: done, options })
    },

    createCallback(request, options) {
      const body = callbackBody(request, compat.callbackTimes)
      return post({ endpoint: 'createCallback', path: '/callbacks', body, read: created, options })
    },

    callbackQueues: queues,

    get clockOffsetMs() {
      return clockOffsetMs
    },
  }
}

function sessionPath(sessionId: string, tail: string): string {
  return `/sessions/${encodeURIComponent(wellFormed(sessionId))}${tail}`
}

/** Not empty, and not `.` or `..`, which would change the path they stand in. */
function isSegment(text: string): boolean {
  return /[^.\s]/u.test(text)
}

/** C37: who holds the id holds the session, so the log gets this. */
function shortHash(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 8)
}

function fromText<Value>(
  read: (text: string) => Read<Value>,
): (response: HttpResponse) => Read<Value> {
  return (response) => read(response.text)
}

/** Any 2xx is success, whatever its body (C36). */
function done(): Read<void> {
  return { ok: true, value: undefined }
}

/**
 * Any 2xx too, but for a page: a callback cannot be read back (C49), so the greeting of a captive
 * portal must not be taken for one.
 */
function created(response: HttpResponse): Read<void> {
  const isPage = response.status !== 201 && /^\s*</u.test(response.text)
  return isPage ? { ok: false, why: 'a page in place of an answer' } : done()
}

/** R93, C35: a session that is not there has ended. */
function orGone(result: Result<void>): Result<void> {
  return !result.ok && result.error.kind === 'not-found' ? { ok: true, value: undefined } : result
}

/**
 * Server's clock minus ours, as of `Date`: made about half the round trip before it came, and cut
 * to whole seconds, half of one on average.
 */
function offsetOf(response: HttpResponse, askedAt: number, answeredAt: number): number | undefined {
  const date = parseHttpDate(response.headers['date']?.trim() ?? '')
  const isCached = (response.headers['age'] ?? '0').trim() !== '0'
  const roundTrip = answeredAt - askedAt
  if (date === undefined || isCached || roundTrip < 0) return undefined
  return Math.round(date + 500 - (answeredAt - roundTrip / 2))
}
