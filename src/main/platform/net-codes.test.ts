import { expect, it } from 'vitest'
import { isNotSent } from './net-codes.ts'

it.each([
  'NAME_NOT_RESOLVED',
  'ADDRESS_UNREACHABLE',
  'INTERNET_DISCONNECTED',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'CERT_DATE_INVALID',
  'SSL_VERSION_OR_CIPHER_MISMATCH',
  'PROXY_CONNECTION_FAILED',
  'TUNNEL_CONNECTION_FAILED',
  'NO_SUPPORTED_PROXIES',
  'MANDATORY_PROXY_CONFIGURATION_FAILED',
  'NETWORK_ACCESS_DENIED',
  'UNSAFE_PORT',
  'BLOCKED_BY_ADMINISTRATOR',
])('nothing was sent before ERR_%s', (name) => {
  expect(isNotSent(`net::ERR_${name}`)).toBe(true)
})

it.each([
  'CONNECTION_RESET',
  'CONNECTION_CLOSED',
  'CONNECTION_ABORTED',
  'EMPTY_RESPONSE',
  'NETWORK_CHANGED',
  'NETWORK_IO_SUSPENDED',
  'TIMED_OUT',
  'FAILED',
  'ABORTED',
  'SSL_PROTOCOL_ERROR',
  'SSL_BAD_RECORD_MAC_ALERT',
  // Judged by the answer, which the request must have brought about.
  'BLOCKED_BY_RESPONSE',
  'BLOCKED_BY_ORB',
  'INVALID_HTTP_RESPONSE',
])('bytes may have been sent before ERR_%s', (name) => {
  expect(isNotSent(`net::ERR_${name}`)).toBe(false)
})

it('an error without a code leaves the effect unknown', () => {
  expect(isNotSent('UNKNOWN')).toBe(false)
})
