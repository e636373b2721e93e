import { describe, expect, test } from 'vitest'
import { answerError, failureError, unreadable } from '../centre/errors.ts'
import type { HttpResponse } from '../platform/http.ts'
import type { ProxyAsked } from '../platform/proxy-sign-in.ts'
import { wordsIn } from '../platform/words.ts'
import { causeOf, type Asked } from './centre-cause.ts'
import type { CentreCause } from './facts.ts'

const BASE = 'https://centre.invalid/rest'
const PAGE = '<!DOCTYPE html><title>Sign in</title>'

function answered(
  status: number,
  headers: HttpResponse['headers'] = {},
  text = '',
  what: Asked = 'token',
) {
  const endpoint = what === 'token' ? 'token' : 'callbackQueues'
  return answerError(endpoint, { status, headers, text }, 0)
}

describe('the self-test concludes from an answer', () => {
  const rows: readonly [string, Asked, ReturnType<typeof answered>, string, CentreCause][] = [
    ['400 of a TLS port', 'token', answered(400, {}, PAGE), 'http://centre.invalid', 'tls'],
    ['400 in a sentence', 'token', answered(400, {}, 'Needs TLS'), 'http://centre.invalid', 'tls'],
    ['400 with nothing', 'token', answered(400), 'http://centre.invalid', 'secret'],
    ['400 in JSON', 'token', answered(400, {}, '{"error":"x"}'), 'http://centre.invalid', 'secret'],
    ['a Bearer challenge', 'token', answered(401, challenge('Bearer realm="x"')), BASE, 'inside'],
    ['a 404 page', 'token', answered(404, {}, PAGE), BASE, 'nothing'],
    ['a Basic challenge', 'token', answered(401, challenge('Basic realm="x"')), BASE, 'secret'],
    ['a bare 401', 'token', answered(401), BASE, 'secret'],
    ['407', 'token', answered(407, {}, PAGE), BASE, 'proxyAsks'],
    ['403 of squid', 'token', answered(403, { 'x-squid-error': 'X 0' }), BASE, 'proxyClosed'],
    ['301 to the same request', 'token', moved('https://new.invalid/r/oauth/token'), BASE, 'moved'],
    ['302 to a page', 'token', moved('https://portal.invalid/login?to=x'), BASE, 'portal'],
    ['a redirect to nowhere', 'token', answered(302), BASE, 'portal'],
    ['511', 'token', answered(511, {}, PAGE), BASE, 'portal'],
    ['a page with 200', 'token', page(), BASE, 'portal'],
    ['400 on availability', 'availability', answered(400, {}, '', 'availability'), BASE, 'unit'],
    ['403', 'availability', answered(403, {}, '', 'availability'), BASE, 'licence'],
    ['401 for a fresh token', 'availability', answered(401, {}, '', 'availability'), BASE, 'token'],
    ['500', 'token', answered(500), BASE, 'trouble'],
  ]
  test.each(rows)('%s', (_name, what, error, base, cause) => {
    expect(causeOf(what, error, base, undefined).cause).toBe(cause)
  })

  test("where the address redirects to, without the request's path and query", () => {
    const found = causeOf('token', moved('https://new.invalid:8443/r/oauth/token'), BASE, undefined)
    expect(found.values).toEqual({
      host: 'new.invalid:8443',
      address: 'https://new.invalid:8443/r',
    })
  })
})

describe('the self-test concludes from a failure', () => {
  const rows: readonly [string, CentreCause][] = [
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxyGone'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxyClosed'],
    ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'proxyClosed'],
    ['net::ERR_NO_SUPPORTED_PROXIES', 'proxyClosed'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'authority'],
    ['net::ERR_CERT_DATE_INVALID', 'certificate'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificate'],
    ['net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN', 'pin'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'plain'],
    ['net::ERR_INVALID_HTTP_RESPONSE', 'tls'],
    ['net::ERR_NAME_NOT_RESOLVED', 'name'],
    ['net::ERR_CONNECTION_REFUSED', 'unreachable'],
    ['net::ERR_ADDRESS_UNREACHABLE', 'unreachable'],
  ]
  test.each(rows)('%s', (code, cause) => {
    expect(causeOf('token', failed(code), BASE, undefined).cause).toBe(cause)
  })

  const asked: readonly [ProxyAsked['outcome'], CentreCause][] = [
    ['none', 'proxyAsks'],
    ['refused', 'proxyRefuses'],
    ['other', 'proxyOther'],
    ['given', 'proxyClosed'],
  ]
  test.each(asked)('no tunnel, after proxy credentials that were %s', (outcome, cause) => {
    const proxy: ProxyAsked = { proxy: 'proxy.invalid:3128', outcome }
    const error = failed('net::ERR_TUNNEL_CONNECTION_FAILED')
    expect(causeOf('token', error, BASE, proxy).cause).toBe(cause)
  })
})

test('self-test never blames the centre for a refusal by a proxy', () => {
  const words = wordsIn('en')
  const errors = [answered(407, challenge('Basic realm="x"'), PAGE)]
  errors.push(failed('net::ERR_TUNNEL_CONNECTION_FAILED'), failed('net::ERR_PROXY_AUTH_REQUESTED'))
  for (const error of errors) {
    for (const outcome of ['none', 'refused', 'other', 'given'] as const) {
      const proxy: ProxyAsked = { proxy: 'proxy.invalid:3128', outcome }
      const { cause } = causeOf('token', error, BASE, proxy)
      if (cause === 'authority') throw new Error('a proxy has no authority')
      expect(words(`doctor.centre.${cause}`)).toMatch(/proxy/u)
    }
  }
})

function challenge(text: string): HttpResponse['headers'] {
  return { 'www-authenticate': text }
}

function moved(location: string): ReturnType<typeof answered> {
  return answered(302, { location })
}

function page(): ReturnType<typeof answered> {
  return unreadable('token', { status: 200, headers: {}, text: PAGE }, 'no JSON')
}

function failed(code: string): ReturnType<typeof answered> {
  return failureError('token', { reason: 'unreachable', sent: false, code }, false)
}
