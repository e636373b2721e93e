import { describe, expect, test } from 'vitest'
import { policySchema } from '../settings/policy.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import type { PageProbe, RelaySeen, SocketSeen } from './page-probe.ts'
import { reachAll } from './reach.ts'

const call = {
  server: 'wss://sip.invalid/sip',
  user: 'kiosk',
  destinations: [{ key: 'a', label: 'A', pilotNumber: '1' }],
}

/** A page that has seen this; real ones are in tests/peers/doctor.spec.ts. */
function probeOf(socket: SocketSeen, relay: RelaySeen, cause = ''): PageProbe & { closed: number } {
  const probe = {
    closed: 0,
    open: () =>
      Promise.resolve({
        socket: () => Promise.resolve(socket),
        relay: () => Promise.resolve(relay),
        close: () => {
          probe.closed += 1
        },
      }),
    cause: () => Promise.resolve(cause),
  }
  return probe
}

async function look(iceServers: readonly string[], probe: PageProbe, secret = 'relay-secret') {
  const policy = policySchema.parse({ call: { ...call, iceServers } })
  return await reachAll(policy, secret, probe, createManualClock())
}

const nothing: RelaySeen = { types: [], errors: [], isComplete: false }
const open: SocketSeen = { protocol: 'sip' }

describe('the call server', () => {
  const rows: readonly [SocketSeen, string, string | undefined][] = [
    [open, '', undefined],
    [{ protocol: '' }, '', 'no-sip'],
    [{}, 'net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    [{}, 'net::ERR_TUNNEL_CONNECTION_FAILED', 'net::ERR_TUNNEL_CONNECTION_FAILED'],
    [{}, 'HTTP 407', 'HTTP 407'],
    [{ code: 1006 }, 'net::ERR_CERT_AUTHORITY_INVALID', 'net::ERR_CERT_AUTHORITY_INVALID'],
  ]
  test.each(rows)('%o with the cause "%s" is reported as %s', async (socket, cause, code) => {
    const probe = probeOf(socket, nothing, cause)
    const { sip } = await look([], probe)
    expect(sip?.code).toBe(code)
    expect(sip?.ok).toBe(code === undefined)
    expect(probe.closed).toBe(1)
  })
})

describe('a relay', () => {
  test('without a stored secret is not tested, since WebRTC needs credentials', async () => {
    const probe = probeOf(open, { types: ['relay'], errors: [], isComplete: true })
    const { relays } = await look(['turns:r.invalid', 'turn:r.invalid'], probe, '')
    expect(relays.map(({ reached }) => reached)).toEqual([
      { ok: false, tookMs: 0, code: 'no-secret' },
      { ok: false, tookMs: 0, code: 'no-secret' },
    ])
  })

  const done = { isComplete: true }
  const rows: readonly [string, RelaySeen, string, string | undefined][] = [
    ['turn:r.invalid', { types: ['relay'], errors: [], ...done }, '', undefined],
    ['turn:r.invalid', { types: [], errors: [401], ...done }, '', 'credentials'],
    ['turn:r.invalid', nothing, '', 'timeout'],
    ['turn:r.invalid', { types: [], errors: [701], ...done }, '', 'unreachable'],
    ['stun:s.invalid', { types: ['host', 'srflx'], errors: [], ...done }, '', undefined],
    ['stun:s.invalid', { types: ['host'], errors: [], ...done }, '', undefined],
    ['stun:s.invalid', { types: ['host'], errors: [], isComplete: false }, '', 'timeout'],
    ['turns:r.invalid', { types: [], errors: [701], ...done }, 'net::ERR_CERT_DATE_INVALID', ''],
    [
      'turns:r.invalid',
      { types: [], errors: [701], ...done },
      'net::ERR_EMPTY_RESPONSE',
      'unreachable',
    ],
  ]
  test.each(rows)('%s with %o and the cause "%s"', async (address, relay, cause, code) => {
    const { relays } = await look([address], probeOf(open, relay, cause))
    expect(relays[0]?.reached.code).toBe(code === '' ? cause : code)
  })
})

test('self-test opens no page if calls are not configured', async () => {
  const probe: PageProbe = {
    open: () => Promise.reject(new Error('nobody asked for it')),
    cause: () => Promise.resolve(''),
  }
  const policy = policySchema.parse({})
  expect(await reachAll(policy, '', probe, createManualClock())).toEqual({
    sip: undefined,
    relays: [],
  })
})
