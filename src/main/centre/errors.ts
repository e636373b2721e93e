import type { HttpFailure, HttpResponse } from '../platform/http.ts'
import type { CentreError, CentreErrorKind, Evidence } from './api.ts'

/** The requests of the guide, by what they do. Named in the log in place of a path. */
export type Endpoint =
  | 'token'
  | 'startSession'
  | 'endSession'
  | 'queryContents'
  | 'addContent'
  | 'setTyping'
  | 'callMe'
  | 'createCallback'
  | 'callbackQueues'

type Verdict = readonly [kind: CentreErrorKind, effect: CentreError['effect']]

/** Endpoints that speak of one session: only there does 404 mean that it is gone (C52). */
const OF_A_SESSION: ReadonlySet<Endpoint> = new Set([
  'endSession',
  'queryContents',
  'addContent',
  'setTyping',
  'callMe',
])

/** The five meanings of 503 (C11). Elsewhere it is undocumented, so nothing is certain (C52). */
const UNAVAILABLE: Readonly<Partial<Record<Endpoint, Verdict>>> = {
  startSession: ['full', 'none'],
  queryContents: ['trouble', 'none'],
  addContent: ['disconnected', 'none'],
  createCallback: ['not-created', 'none'],
  callbackQueues: ['disabled', 'none'],
}

/**
 * Where 503 speaks of a lasting state, a `Retry-After` beside it gives away a proxy or a server in
 * maintenance: no session is reconnected and no feature switched on by waiting.
 */
const LASTING: ReadonlySet<Endpoint> = new Set(['addContent', 'callbackQueues'])

/** What an answer other than 2xx means. `now` (epoch milliseconds) is for a `Retry-After` date. */
export function answerError(endpoint: Endpoint, response: HttpResponse, now: number): CentreError {
  const retryAfterMs = parseRetryAfter(response.headers, now)
  const [kind, effect] = isOfProxy(response.headers)
    ? judgeProxy(response.status)
    : judge(endpoint, response.status, retryAfterMs !== undefined)
  return {
    kind,
    effect,
    status: response.status,
    seen: evidenceOf(response),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    detail: `${endpoint}: HTTP ${String(response.status)}${describe(response)}`,
  }
}

/**
 * Answers of something in between that has not passed the request on (RFC 9110, 6585, 7725): a proxy
 * that asks for a sign-in, a connection to the wrong server, a filter, a captive portal.
 */
const NOT_PASSED_ON: ReadonlySet<number> = new Set([407, 421, 451, 511])

/** 408, 425 and 429 do not judge the request either: it was too late, too early, or one too many. */
const PASSING: ReadonlySet<number> = new Set([...NOT_PASSED_ON, 408, 425, 429])

/** Whether the headers say that a proxy made the answer. */
function isOfProxy(headers: HttpResponse['headers']): boolean {
  if (headers['x-squid-error'] !== undefined) return true
  return headers['proxy-status']?.includes('error=') === true
}

/** A request that a proxy answers with 4xx was not passed on; after a 5xx the server may have acted on it. */
function judgeProxy(status: number): Verdict {
  if (status >= 400 && status < 500) return ['trouble', 'none']
  return ['trouble', NOT_PASSED_ON.has(status) ? 'none' : 'possible']
}

function judge(endpoint: Endpoint, status: number, mayRetry: boolean): Verdict {
  if (PASSING.has(status)) return ['trouble', 'none']
  if (status === 503) {
    const verdict = UNAVAILABLE[endpoint] ?? ['trouble', 'possible']
    return mayRetry && LASTING.has(endpoint) ? ['trouble', 'possible'] : verdict
  }
  if (status >= 500) return ['trouble', 'possible']
  if (status >= 400) return [refusal(endpoint, status), 'none']
  // A redirect that is not followed. These three promise that the request was not acted on.
  if (status === 301 || status === 307 || status === 308) return ['nonsense', 'none']
  return ['nonsense', 'possible']
}

function refusal(endpoint: Endpoint, status: number): CentreErrorKind {
  if (endpoint === 'token') return status === 404 ? 'rejected' : 'unauthorized'
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'not-licensed'
  if (status === 404 && OF_A_SESSION.has(endpoint)) return 'not-found'
  // The guide has no 404 for these: the application is away.
  if (status === 404 && endpoint !== 'callbackQueues') return 'trouble'
  return 'rejected'
}

/** What a request that got no answer means. `timedOut` says who aborted it: the time limit. */
export function failureError(
  endpoint: Endpoint,
  failure: HttpFailure,
  timedOut: boolean,
): CentreError {
  return {
    kind: failureKind(failure, timedOut),
    effect: failure.sent ? 'possible' : 'none',
    seen: { code: failure.code },
    detail: `${endpoint}: ${timedOut ? 'time limit' : failure.reason} (${failure.code})`,
  }
}

function failureKind(failure: HttpFailure, timedOut: boolean): CentreErrorKind {
  switch (failure.reason) {
    case 'aborted':
      return timedOut ? 'timeout' : 'aborted'
    case 'unreachable':
      return 'unreachable'
    case 'cut-short':
    case 'too-large':
    case 'not-http':
      return 'nonsense'
  }
}

/** A request that is wrong before it leaves. */
export function rejected(endpoint: Endpoint, detail: string): CentreError {
  return { kind: 'rejected', effect: 'none', detail: `${endpoint}: not sent: ${detail}` }
}

/** A 2xx answer whose body is not what the interface describes. `why` holds none of its text. */
export function unreadable(endpoint: Endpoint, response: HttpResponse, why: string): CentreError {
  return {
    kind: 'nonsense',
    effect: 'possible',
    status: response.status,
    seen: evidenceOf(response),
    detail: `${endpoint}: HTTP ${String(response.status)}${describe(response)}: ${why}`,
  }
}

function evidenceOf({ headers, text }: HttpResponse): Evidence {
  const asked = headers['www-authenticate'] ?? ''
  // One header may hold several challenges, each of which begins with its scheme.
  const schemes = /\b(?:basic|digest|bearer|negotiate|ntlm)\b(?=\s|,|$)/giu
  const challenges = asked.match(schemes)?.map((scheme) => scheme.toLowerCase()) ?? []
  return {
    ...(challenges.length === 0 ? {} : { challenges }),
    ...(headers['location'] === undefined ? {} : { location: headers['location'] }),
    ...(/^\s*</u.test(text) ? { isPage: true } : {}),
    ...(/^\s*[^\s<{["]/u.test(text) ? { isProse: true } : {}),
    ...(isOfProxy(headers) ? { isOfProxy: true } : {}),
  }
}

/** The answer's outside, never its text: a server may echo what must not reach the log. */
function describe(response: HttpResponse): string {
  const { text } = response
  if (text.trim() === '') return ''
  const given = response.headers['content-type']?.split(';')[0]?.trim() ?? 'no type'
  const type = /^[\w.+-]{1,40}\/[\w.+-]{1,40}$|^no type$/u.test(given) ? given : 'an odd type'
  const look = /^\s*</u.test(text) ? ', markup' : ''
  return ` with ${String(text.length)} characters of ${type}${look}`
}

const DAY_MS = 24 * 60 * 60 * 1000

/** `Retry-After` in milliseconds, from seconds or a date; undefined when absent or nonsense. */
function parseRetryAfter(headers: HttpResponse['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,9}$/u.test(text)) return Math.min(Number(text) * 1000, DAY_MS)
  const at = parseHttpDate(text)
  // Server's own clock is the better base: the date was made from it.
  const base = parseHttpDate(headers['date'] ?? '') ?? now
  return at === undefined ? undefined : Math.min(Math.max(at - base, 0), DAY_MS)
}

/**
 * `Sun, 06 Nov 1994 08:49:37 GMT` as epoch milliseconds; undefined for anything else, and for years
 * that no server can mean.
 */
export function parseHttpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} 2\d{3} \d{2}:\d{2}:\d{2} GMT$/u.test(text)) return
  const at = Date.parse(text)
  return Number.isNaN(at) || at >= Date.UTC(2100, 0, 1) ? undefined : at
}
