import type { Policy } from '../settings/policy.ts'
import type { Clock } from '../platform/clock.ts'
import { ofProxy } from '../platform/net-codes.ts'
import type { PageProbe, ProbePage, RelayServer } from './page-probe.ts'
import { relayCredentials } from '../call/grant.ts'
import type { Facts, Reached } from './facts.ts'

/** Nobody waits longer for an answer, in milliseconds. */
const LIMIT_MS = 6000

/** The SIP server and the relays, as the page of a call meets them: its WebSocket, its WebRTC. */
export async function reachAll(
  { call }: Pick<Policy, 'call'>,
  turnSecret: string,
  probe: PageProbe,
  clock: Clock,
): Promise<Pick<Facts, 'sip' | 'relays'>> {
  const { server, enabled, destinations, iceServers, user } = call
  if (!enabled || server === undefined || destinations.length === 0) {
    return { sip: undefined, relays: [] }
  }
  const page = await probe.open()
  try {
    const relays = iceServers.map(async (address) => {
      const isRelay = address.startsWith('turn')
      // WebRTC takes no relay without credentials, and throws.
      if (isRelay && turnSecret === '') {
        return { address, reached: { ok: false, tookMs: 0, code: 'no-secret' } }
      }
      const credentials = isRelay ? relayCredentials(turnSecret, user, clock.now()) : {}
      const reached = await reachRelay({ urls: address, ...credentials }, page, probe, clock)
      return { address, reached }
    })
    const [sip, ...reached] = await Promise.all([reachSip(server, page, probe, clock), ...relays])
    return { sip, relays: reached }
  } finally {
    page.close()
  }
}

/** Whether a SIP server takes the page's WebSocket (RFC 7118), and why not. */
export async function reachSip(
  server: string,
  page: ProbePage,
  probe: PageProbe,
  clock: Clock,
): Promise<Reached> {
  const start = clock.now()
  const seen = await page.socket(server, LIMIT_MS)
  const tookMs = clock.now() - start
  if (seen.protocol === 'sip') return { ok: true, tookMs }
  if (seen.protocol !== undefined) return { ok: false, tookMs, code: 'no-sip' }
  // A page is told 1006 and nothing else; one that waits for a proxy is told nothing at all.
  const cause = await probe.cause(server)
  const isOfProxy = ofProxy(cause) || cause === 'HTTP 407'
  return { ok: false, tookMs, code: seen.code === undefined && !isOfProxy ? 'timeout' : cause }
}

/**
 * Whether a `stun:`, `turn:` or `turns:` server serves: a relay gives an address only for right
 * credentials, `turns:` only after a TLS handshake that is trusted.
 */
export async function reachRelay(
  server: RelayServer,
  page: ProbePage,
  probe: PageProbe,
  clock: Clock,
): Promise<Reached> {
  const start = clock.now()
  const { types, errors, isComplete } = await page.relay(server, LIMIT_MS)
  const tookMs = clock.now() - start
  const isRelay = server.urls.startsWith('turn')
  if (types.includes(isRelay ? 'relay' : 'srflx')) return { ok: true, tookMs }
  // 400 to 438 are answers of the server (RFC 8656): what it refuses is the user or the password.
  if (errors.some((code) => code >= 400 && code < 500)) {
    return { ok: false, tookMs, code: 'credentials' }
  }
  if (errors.length === 0 && !isComplete) return { ok: false, tookMs, code: 'timeout' }
  // Asked from the address that the server sees, there is no other address to tell of.
  if (errors.length === 0 && !isRelay) return { ok: true, tookMs }
  const secure = /^turns:([^?]+)/u.exec(server.urls)?.[1]
  if (secure === undefined) return { ok: false, tookMs, code: 'unreachable' }
  const address = /:\d+$/u.test(secure) ? secure : `${secure}:5349`
  const cause = await probe.cause(`wss://${address}/`)
  // Whatever it said to a question by https: the handshake was well.
  const isHandshake = /^HTTP|EMPTY_RESPONSE|INVALID_HTTP|CONNECTION_(?:CLOSED|RESET)|timeout/u.test(
    cause,
  )
  return { ok: false, tookMs, code: isHandshake ? 'unreachable' : cause }
}
