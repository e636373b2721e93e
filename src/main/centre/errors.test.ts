import { describe, expect, test } from 'vitest'
import type { CentreErrorKind } from './api.ts'
import { isNotSent } from '../platform/net-codes.ts'
import { answerError, type Endpoint } from './errors.ts'

type Row = readonly [
  status: number,
  headers: Readonly<Record<string, string>>,
  kind: CentreErrorKind,
  effect: 'none' | 'possible',
  why: string,
]

/** What a message's POST may be answered by somebody in between, and what that proves. */
const rows: readonly Row[] = [
  [407, {}, 'trouble', 'none', 'a proxy wants a sign-in first'],
  [407, { 'retry-after': '5' }, 'trouble', 'none', 'the same'],
  [408, {}, 'trouble', 'none', 'the request had not arrived whole'],
  [421, {}, 'trouble', 'none', 'the connection led to another server'],
  [425, {}, 'trouble', 'none', 'too early to be acted on'],
  [429, {}, 'trouble', 'none', 'one of too many'],
  [451, {}, 'trouble', 'none', 'a filter does not pass it on'],
  [511, {}, 'trouble', 'none', 'a portal wants a sign-in first'],
  [
    403,
    { 'x-squid-error': 'ERR_ACCESS_DENIED 0' },
    'trouble',
    'none',
    'the proxy, not the licence',
  ],
  [404, { 'proxy-status': 'edge; error=dns_error' }, 'trouble', 'none', 'the proxy, not a session'],
  [503, { 'x-squid-error': 'ERR_CONNECT_FAIL 111' }, 'trouble', 'possible', 'no end of a session'],
  [
    504,
    { 'x-squid-error': 'ERR_READ_TIMEOUT 0' },
    'trouble',
    'possible',
    'the server may have acted',
  ],
  [431, {}, 'rejected', 'none', 'our own headers are too long: no better the next time'],
  [413, {}, 'rejected', 'none', 'too long for whoever has refused it'],
  [502, {}, 'trouble', 'possible', 'the server may have acted and then been lost'],
  [504, {}, 'trouble', 'possible', 'the server may act yet'],
  [500, {}, 'trouble', 'possible', 'undocumented'],
  [503, {}, 'disconnected', 'none', 'R143'],
  [503, { 'retry-after': '5' }, 'trouble', 'possible', 'no session is reconnected by waiting'],
  [401, {}, 'unauthorized', 'none', 'R140'],
  [403, {}, 'not-licensed', 'none', 'R141'],
  [404, {}, 'not-found', 'none', 'R141'],
]

describe('an error response to a message', () => {
  test.each(rows)('%i %o is %s, effect %s: %s', (status, headers, kind, effect) => {
    const error = answerError('addContent', { status, headers, text: '' }, 0)
    expect(error).toMatchObject({ kind, effect, status })
  })
})

test('a 407 means the same for every request, including the token request', () => {
  const all: readonly Endpoint[] = [
    ...(['token', 'startSession', 'endSession', 'queryContents', 'addContent'] as const),
    ...(['setTyping', 'callMe', 'createCallback', 'callbackQueues'] as const),
  ]
  for (const endpoint of all) {
    const error = answerError(endpoint, { status: 407, headers: {}, text: '' }, 0)
    expect(error, endpoint).toMatchObject({ kind: 'trouble', effect: 'none' })
  }
})

/** Chromium's own errors on the way through a proxy: none of them comes after a request was passed on. */
const notSent = [
  ...['PROXY_CONNECTION_FAILED', 'PROXY_AUTH_UNSUPPORTED', 'PROXY_AUTH_REQUESTED'],
  ...['PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION', 'PROXY_CERTIFICATE_INVALID'],
  ...['PROXY_HTTP_1_1_REQUIRED', 'PROXY_UNABLE_TO_CONNECT_TO_DESTINATION'],
  ...['TUNNEL_CONNECTION_FAILED', 'HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT'],
  ...['UNEXPECTED_PROXY_AUTH', 'NO_SUPPORTED_PROXIES', 'MANDATORY_PROXY_CONFIGURATION_FAILED'],
  ...['SOCKS_CONNECTION_FAILED', 'SOCKS_CONNECTION_HOST_UNREACHABLE', 'PAC_SCRIPT_FAILED'],
  ...['MISSING_AUTH_CREDENTIALS', 'INVALID_AUTH_CREDENTIALS', 'UNSUPPORTED_AUTH_SCHEME'],
  ...['CERT_AUTHORITY_INVALID', 'SSL_PINNED_KEY_NOT_IN_CERT_CHAIN', 'NAME_NOT_RESOLVED'],
  ...['CONNECTION_REFUSED', 'UNSAFE_PORT'],
]
const perhapsSent = [
  ...['CONNECTION_RESET', 'CONNECTION_CLOSED', 'EMPTY_RESPONSE', 'SSL_PROTOCOL_ERROR'],
  ...['TIMED_OUT', 'NETWORK_CHANGED', 'INVALID_HTTP_RESPONSE', 'CONTENT_LENGTH_MISMATCH', 'FAILED'],
]

test.each(notSent)('net::ERR_%s proves that the request was not sent', (name) => {
  expect(isNotSent(`net::ERR_${name}`)).toBe(true)
})

test.each(perhapsSent)('net::ERR_%s leaves the effect unknown', (name) => {
  expect(isNotSent(`net::ERR_${name}`)).toBe(false)
})
