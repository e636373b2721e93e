import { describe, expect, it } from 'vitest'
import type { AskCall } from '../../../contract/call.ts'
import { fail, ok } from '../../../contract/outcome.ts'
import { Connection } from './connection.ts'
import { fakeGrant, fakePhone } from './fake-phone.ts'
import { createManualClock } from '../../../../tests/kit/clock/manual-clock.ts'
import type { Phone } from './phone-api.ts'

const ask: AskCall = { destinationKey: 'advice', customerNumber: '040' }

function setUp({ allowed = true } = {}) {
  const clock = createManualClock()
  const made: Phone[] = []
  const connection = new Connection({
    clock,
    random: () => 0.5,
    grants: () => Promise.resolve(allowed ? ok(fakeGrant(clock.now() + 300_000)) : fail('refused')),
    loadPhone: () =>
      Promise.resolve(() => {
        const one = fakePhone()
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

  it('gives the reason if there is none', async () => {
    const { connection } = setUp({ allowed: false })
    expect(await connection.ready(ask)).toEqual({ problem: 'refused' })
  })

  it('drops a grant that arrives after close', async () => {
    const { connection, made } = setUp()
    const late = connection.ready(ask)
    connection.close()
    expect(await late).toEqual({ problem: 'self' })
    expect(made).toHaveLength(0)
  })
})
