import { describe, expect, it } from 'vitest'
import { chatDefaults } from './config.ts'
import { createBench, mine } from './fixture.ts'

const last = (b: ReturnType<typeof createBench>) => mine(b.view).at(-1)

describe('delivery', () => {
  it('goes sending, sent, delivered', async () => {
    const b = createBench()
    await b.begin()
    b.send('hello')
    expect(last(b)?.delivery).toBe('sending')
    await b.clock.advance(50)
    expect(last(b)?.delivery).toBe('sent')
    await b.clock.advance(6000)
    expect(last(b)?.delivery).toBe('delivered')
  })

  it('is written down before the request leaves', async () => {
    const b = createBench()
    await b.begin()
    b.send('hello')
    expect(b.store.get('chat.outbox')).toMatchObject({
      items: [{ text: 'hello', state: 'queued' }],
    })
    await b.clock.advance(1)
    expect(b.store.get('chat.outbox')).toMatchObject({
      items: [{ text: 'hello', state: 'sending' }],
    })
  })

  it('a request that is only late is not sent again', async () => {
    const b = createBench({ centre: { timeoutMs: 4000, lateMs: 9000 } })
    await b.begin()
    b.centre.fail('add', 'late')
    b.send('hello')
    b.send('second')
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['hello', 'second'])
    expect(last(b)?.delivery).toBe('delivered')
  })

  it('a lost request is sent again, after the time in which it could still arrive', async () => {
    const b = createBench({ centre: { timeoutMs: 4000 } })
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.send('hello')
    await b.clock.advance(13_500)
    expect(b.centre.count('add')).toBe(1)
    await b.clock.advance(10_000)
    expect(b.centre.count('add')).toBe(2)
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('a lost answer is settled as soon as the transcript shows the message', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', 'lost-answer')
    b.send('hello')
    await b.clock.advance(6000)
    expect(last(b)?.delivery).toBe('delivered')
    expect(b.centre.count('add')).toBe(1)
  })

  it('equal texts are told apart by their place', async () => {
    const b = createBench()
    await b.begin()
    b.send('ok')
    await b.clock.advance(8000)
    b.centre.fail('add', 'lost-request', '500-after')
    b.send('ok')
    b.send('ok')
    await b.clock.advance(90_000)
    expect(b.centre.session.received).toEqual(['ok', 'ok', 'ok'])
    expect(mine(b.view).map((each) => each.delivery)).toEqual(Array(4).fill('delivered'))
  })
})

describe('a centre that does not echo', () => {
  const quiet = () =>
    createBench({
      config: { outbox: { ...chatDefaults.outbox, echo: 'no' } },
      centre: { echo: 'none', timeoutMs: 4000 },
    })

  it('sends at most once and leaves the choice to the customer', async () => {
    const b = quiet()
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.send('hello')
    b.send('second')
    await b.clock.advance(60_000)
    expect(mine(b.view).map((each) => [each.text, each.delivery])).toEqual([
      ['Can you help me?', 'sent'],
      ['hello', 'unknown'],
      ['second', 'sent'],
    ])
    const id = mine(b.view)[1]?.id ?? ''
    expect(b.chat.handlers.retry({ id })).toMatchObject({ ok: true })
    await b.clock.advance(1000)
    expect(mine(b.view).map((each) => [each.text, each.delivery])).toEqual([
      ['Can you help me?', 'sent'],
      ['second', 'sent'],
      ['hello', 'sent'],
    ])
    expect(b.centre.session.received).toEqual(['second', 'hello'])
  })

  it('an unknown message can be taken back', async () => {
    const b = quiet()
    await b.begin()
    b.centre.fail('add', '500-before')
    b.send('hello')
    await b.clock.advance(20_000)
    const id = last(b)?.id ?? ''
    expect(b.chat.handlers.discard({ id })).toMatchObject({ ok: true })
    expect(mine(b.view)).toHaveLength(1)
    expect(b.chat.handlers.discard({ id })).toMatchObject({ error: { code: 'wrong-state' } })
  })

  it('is found out by the first message that does not come back, and remembered', async () => {
    const b = createBench({ centre: { echo: 'none', echoCaption: true, timeoutMs: 4000 } })
    await b.begin()
    b.send('one')
    await b.clock.advance(15_000)
    expect(b.store.get('chat.echo')).toEqual({ seen: false })
    b.chat.endForVisit()
    await b.begin()
    b.centre.fail('add', 'lost-answer')
    b.send('two')
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['two'])
    expect(last(b)?.delivery).toBe('unknown')
  })
})

describe('what the centre refuses', () => {
  it('a 503 of a proxy while the session lives is no end', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', '503')
    b.send('hello')
    await b.clock.advance(20_000)
    expect(b.view.phase).toBe('waiting')
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('again and again: failed, and the customer may try later', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', '503', '404', '503')
    b.send('hello')
    b.send('second')
    await b.clock.advance(60_000)
    expect(mine(b.view).map((each) => each.delivery)).toEqual(['delivered', 'failed', 'delivered'])
    const id = mine(b.view)[1]?.id ?? ''
    void b.chat.handlers.retry({ id })
    await b.clock.advance(10_000)
    expect(b.centre.session.received).toEqual(['second', 'hello'])
    expect(last(b)).toMatchObject({ text: 'hello', delivery: 'delivered' })
  })

  it('401 is waited out', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', '401', '401', '401')
    b.send('hello')
    await b.clock.advance(30_000)
    expect(b.centre.session.received).toEqual(['hello'])
  })
})
