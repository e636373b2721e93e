import { describe, expect, it } from 'vitest'
import type { Fault } from './fake-network.ts'
import { createBench, type Bench } from './fixture.ts'

const number = { number: '030 901820', country: 'DE' } as const

async function asked(): Promise<Bench> {
  const b = createBench({ centre: { timeoutMs: 4000 } })
  await b.begin()
  b.centre.session.callMeAgentKey = 14
  await b.clock.advance(6000)
  return b
}

describe('a phone number has an unknown outcome only if it may have been sent', () => {
  it.each<readonly [Fault, 'failed' | 'unknown', string, number]>([
    ['refused', 'failed', 'unreachable', 0],
    ['throw', 'failed', 'centre-trouble', 0],
    ['404', 'failed', 'not-found', 0],
    ['401', 'failed', 'refused', 0],
    ['away', 'failed', 'centre-trouble', 0],
    ['lost-request', 'unknown', 'unknown-outcome', 0],
    ['lost-answer', 'unknown', 'unknown-outcome', 1],
    ['500-before', 'unknown', 'unknown-outcome', 0],
    ['500-after', 'unknown', 'unknown-outcome', 1],
  ])('%s: %s', async (fault, state, code, arrived) => {
    const b = await asked()
    b.centre.fail('callMe', fault)
    const answer = b.chat.handlers.callMe(number)
    await b.clock.advance(5000)
    expect(await answer).toMatchObject({ ok: false, error: { code } })
    expect(b.view.callMe).toMatchObject({ state, number: '+49 30 901820' })
    expect(b.centre.session.numbers).toHaveLength(arrived)
    // Both may be sent again.
    const again = b.chat.handlers.callMe(number)
    await b.clock.advance(100)
    expect(await again).toMatchObject({ ok: true })
    expect(b.view.callMe).toMatchObject({ state: 'sent' })
  })

  it('a crash during sending leaves the outcome unknown; the customer may decline', async () => {
    const b = await asked()
    b.centre.fail('callMe', 'slow')
    void b.chat.handlers.callMe(number)
    await b.clock.advance(100)
    expect(b.restart()).toBe(true)
    expect(b.view.callMe).toMatchObject({ state: 'unknown' })
    expect(b.chat.handlers.declineCallMe()).toMatchObject({ ok: true })
    expect(b.view.callMe).toMatchObject({ state: 'declined' })
  })

  it('a number that cannot be saved is sent anyway', async () => {
    const b = await asked()
    const { set } = b.store
    b.store.set = (key, value) => {
      if (key === 'chat.callMe') throw new Error('no room')
      set.call(b.store, key, value)
    }
    const answer = b.chat.handlers.callMe(number)
    await b.clock.advance(100)
    expect(await answer).toMatchObject({ ok: true })
    expect(b.centre.session.numbers).toHaveLength(1)
  })
})

describe('the start of a chat has an unknown outcome only if the request may have been sent', () => {
  it.each<readonly [readonly Fault[], string]>([
    [['refused', 'refused'], 'unreachable'],
    [['throw', 'throw'], 'centre-trouble'],
    [['503'], 'full'],
    [['500-before', '500-before'], 'unknown-outcome'],
    [['lost-request', 'lost-request'], 'unknown-outcome'],
    // The first of the two may have opened one.
    [['lost-answer', 'refused'], 'unknown-outcome'],
    [['refused', 'lost-answer'], 'unknown-outcome'],
  ])('%j: %s', async (faults, code) => {
    const b = createBench({ centre: { timeoutMs: 4000 } })
    b.centre.fail('start', ...faults)
    const started = b.chat.handlers.start({ name: 'Jose', message: 'Hello', consent: true })
    await b.clock.advance(30_000)
    expect(await started).toMatchObject({ ok: false, error: { code } })
    expect(b.view).toMatchObject({ phase: 'failed', failure: { code } })
  })
})

describe('the end of a chat', () => {
  it('succeeds, and is reported, if nothing can be saved', async () => {
    const b = createBench()
    await b.begin()
    b.store.set = () => {
      throw new Error('no room')
    }
    b.store.delete = () => {
      throw new Error('no room')
    }
    const ended = b.chat.handlers.end()
    await b.clock.advance(10_000)
    expect(await ended).toMatchObject({ ok: true })
    expect(b.view).toMatchObject({ phase: 'ended', end: { by: 'customer' } })
    expect(b.centre.session.connected).toBe(false)
  })
})
