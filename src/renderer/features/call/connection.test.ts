import { describe, expect, it, vi } from 'vitest'
import type { AskCall, CallGrant } from '../../../contract/call.ts'
import { fail, ok } from '../../../contract/outcome.ts'
import { Connection } from './connection.ts'
import { ManualClock } from './manual-clock.ts'
import type { Phone } from './phone-api.ts'

const ask: AskCall = { destinationKey: 'advice', customerNumber: '040' }

function phone(): Phone {
  return {
    isConnected: false,
    connect: () => Promise.resolve(),
    prepare: vi.fn(),
    dial: vi.fn(),
    sayGoodbye: () => Promise.resolve(),
    refresh: vi.fn(),
    close: vi.fn(),
  }
}

function setUp({ allowed = true } = {}) {
  const clock = new ManualClock()
  const made: Phone[] = []
  const grantOf = (): CallGrant => ({
    server: 'wss://sip.example',
    target: 'sip:5000@example',
    identity: 'sip:me@example',
    displayName: '',
    iceServers: [],
    relayOnly: false,
    startKbps: 2500,
    dtmf: 'rfc4733',
    headers: {},
    expiresAt: clock.now() + 300_000,
  })
  const connection = new Connection({
    clock,
    random: () => 0.5,
    grants: () => Promise.resolve(allowed ? ok(grantOf()) : fail('refused')),
    loadPhone: () =>
      Promise.resolve(() => {
        const one = phone()
        made.push(one)
        return one
      }),
  })
  return { clock, connection, made }
}

describe('the connection of a call', () => {
  it('has a phone at hand for the same call only, and only while its grant is good', async () => {
    const { clock, connection } = setUp()
    expect(connection.current(ask)).toBeUndefined()
    await connection.ready(ask)
    expect(connection.current({ ...ask })?.phone).toBe(connection.phone)
    expect(connection.current({ ...ask, customerNumber: '030' })).toBeUndefined()
    expect(connection.current(undefined)).toBeUndefined()
    await clock.advance(300_000)
    expect(connection.current(ask)).toBeUndefined()
  })

  it('closes the phone of an earlier call when another is asked for', async () => {
    const { connection, made } = setUp()
    await connection.ready(ask)
    await connection.ready({ ...ask, destinationKey: 'service' })
    expect(made).toHaveLength(2)
    expect(made[0]?.close).toHaveBeenCalledOnce()
    connection.close()
    expect(made[1]?.close).toHaveBeenCalledOnce()
    expect(connection.phone).toBeUndefined()
  })

  it('says why there is none', async () => {
    const { connection } = setUp({ allowed: false })
    expect(await connection.ready(ask)).toEqual({ problem: 'refused' })
  })

  it('drops a grant that comes after it was closed', async () => {
    const { connection, made } = setUp()
    const late = connection.ready(ask)
    connection.close()
    expect(await late).toEqual({ problem: 'self' })
    expect(made).toHaveLength(0)
  })
})
