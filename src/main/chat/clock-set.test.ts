import { describe, expect, it } from 'vitest'
import { createBench, mine } from './fixture.ts'

const HOUR_MS = 3_600_000

describe('setting the wall clock during a chat', () => {
  it('forward does not resend a message that is still in flight', async () => {
    const b = createBench({ centre: { lateMs: 9000 } })
    await b.begin()
    b.centre.fail('add', 'late')
    b.send('hello')
    await b.clock.advance(11_000)
    await b.clock.jump(HOUR_MS)
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['hello'])
    expect(mine(b.view).at(-1)).toMatchObject({ text: 'hello', delivery: 'delivered' })
  })

  it('back does not stop the polling', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('Hello')
    await b.clock.advance(20_000)
    await b.clock.jump(-HOUR_MS)
    b.send('hello')
    b.centre.say('still here')
    await b.clock.advance(30_000)
    expect(b.view).toMatchObject({ phase: 'talking', link: 'ok' })
    expect(b.view.entries.at(-1)).toMatchObject({ kind: 'agent' })
    expect(mine(b.view).map(({ delivery }) => delivery)).toEqual(['delivered', 'delivered'])
  })

  it('back does not prevent a message from being resent', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.send('hello')
    await b.clock.advance(12_000)
    await b.clock.jump(-HOUR_MS)
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['hello'])
  })
})
