import { describe, expect, it } from 'vitest'
import { createBench, mine } from './fixture.ts'

const EVERYTHING = ['query', 'add', 'typing', 'end', 'callMe', 'token'] as const

function leave(b: ReturnType<typeof createBench>): void {
  b.centre.chance = (operation) =>
    EVERYTHING.some((each) => each === operation) ? 'away' : undefined
}

function comeBack(b: ReturnType<typeof createBench>): void {
  b.centre.chance = undefined
}

describe('an application that is being redeployed', () => {
  it('does not end the chat: messages wait, the connection shows trouble, then the chat continues', async () => {
    const b = createBench()
    await b.begin()
    leave(b)
    b.send('hello')
    b.send('second')
    await b.clock.advance(120_000)
    expect(b.view.phase).toBe('waiting')
    expect(b.view.link).toBe('lost')
    expect(mine(b.view).map((each) => each.delivery)).toEqual(['delivered', 'sending', 'sending'])
    comeBack(b)
    b.centre.say('still here')
    await b.clock.advance(60_000)
    expect(b.view).toMatchObject({ phase: 'talking', link: 'ok' })
    expect(b.centre.session.received).toEqual(['hello', 'second'])
    expect(new Set(mine(b.view).map((each) => each.delivery))).toEqual(new Set(['delivered']))
  })

  it('does not end a session: the app retries until the application is back', async () => {
    const b = createBench()
    await b.begin()
    leave(b)
    void b.chat.handlers.end()
    await b.clock.advance(120_000)
    expect(b.view.phase).toBe('ended')
    expect(b.centre.session.connected).toBe(true)
    expect(b.store.get('chat.orphans')).toMatchObject([{ id: b.centre.session.id }])
    comeBack(b)
    await b.clock.advance(120_000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('app ends a chat at the centre even after a wrong 404', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('query', '404', '404')
    b.centre.fail('end', '500-before')
    await b.clock.advance(60_000)
    expect(b.view).toMatchObject({ phase: 'ended', end: { by: 'server' } })
    await b.clock.advance(60_000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('a phone number did not arrive, and can be sent again', async () => {
    const b = createBench()
    await b.begin()
    b.centre.session.callMeAgentKey = 14
    await b.clock.advance(6000)
    leave(b)
    const number = { number: '+49 30 1234567', country: 'DE' as const }
    const sent = b.chat.handlers.callMe(number)
    await b.clock.advance(100)
    expect(await sent).toMatchObject({ ok: false, error: { code: 'centre-trouble' } })
    expect(b.view.callMe).toMatchObject({ state: 'failed' })
    comeBack(b)
    const again = b.chat.handlers.callMe(number)
    await b.clock.advance(100)
    expect(await again).toMatchObject({ ok: true })
    expect(b.centre.session.numbers).toHaveLength(1)
  })
})
