import { describe, expect, it } from 'vitest'
import { chatDefaults } from './config.ts'
import { createBench, mine } from './fixture.ts'

const last = (b: ReturnType<typeof createBench>) => mine(b.view).at(-1)

describe('delivery', () => {
  it('a message goes from sending to sent to delivered', async () => {
    const b = createBench()
    await b.begin()
    b.send('hello')
    expect(last(b)?.delivery).toBe('sending')
    await b.clock.advance(50)
    expect(last(b)?.delivery).toBe('sent')
    await b.clock.advance(6000)
    expect(last(b)?.delivery).toBe('delivered')
  })

  it('a message is saved before it is sent', async () => {
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

  it('a message that is only late is not resent', async () => {
    const b = createBench({ centre: { timeoutMs: 4000, lateMs: 9000 } })
    await b.begin()
    b.centre.fail('add', 'late')
    b.send('hello')
    b.send('second')
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['hello', 'second'])
    expect(last(b)?.delivery).toBe('delivered')
  })

  it('a lost request is repeated once it can no longer arrive', async () => {
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

  it('a lost answer is resolved once the transcript shows the message', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', 'lost-answer')
    b.send('hello')
    await b.clock.advance(6000)
    expect(last(b)?.delivery).toBe('delivered')
    expect(b.centre.count('add')).toBe(1)
  })

  it('equal texts are distinguished by their position', async () => {
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

describe('a centre that accepts no new connections for a while', () => {
  const crowded = (crowdedMs: number) => createBench({ centre: { timeoutMs: 10_000, crowdedMs } })

  it('a message that waits there is not resent, however long it takes', async () => {
    const b = crowded(90_000)
    await b.begin()
    b.centre.fail('add', 'crowded')
    b.send('hello')
    await b.clock.advance(80_000)
    // The kept connection has shown its absence all the while.
    expect(b.centre.count('query')).toBeGreaterThan(10)
    expect(b.view.link).toBe('ok')
    expect(last(b)?.delivery).toBe('sending')
    expect(b.centre.count('add')).toBe(1)
    await b.clock.advance(60_000)
    expect(b.centre.session.received).toEqual(['hello'])
    expect(last(b)?.delivery).toBe('delivered')
    expect(b.centre.mostWaiting).toBe(1)
  })

  it('a message counts as absent only in a query over a new connection, after a successful one', async () => {
    const b = createBench({ centre: { timeoutMs: 4000 } })
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.centre.fail('token', 'lost-request', 'away', 'refused')
    b.send('hello')
    await b.clock.advance(60_000)
    const { log } = b.centre
    const [first, second] = log.filter((each) => each.operation === 'add')
    const probes = log.filter((each) => each.operation === 'token')
    const proofs = log.filter((each) => each.operation === 'query' && each.fresh)
    expect(probes).toHaveLength(4)
    expect(proofs).toHaveLength(1)
    const at = proofs[0]?.at ?? 0
    expect(probes[0]?.at).toBeGreaterThanOrEqual((first?.at ?? 0) + 4000)
    expect(at).toBeGreaterThanOrEqual((probes[3]?.at ?? 0) + chatDefaults.outbox.settleMs)
    expect(second?.at).toBeGreaterThanOrEqual(at)
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('a check that gets no answer opens no further connections', async () => {
    const b = createBench({ centre: { timeoutMs: 4000 } })
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.send('hello')
    await b.clock.advance(4100)
    b.centre.fail('query', '500-before', '500-before', '500-before', '500-before')
    await b.clock.advance(90_000)
    const fresh = b.centre.log.filter((each) => each.operation === 'query' && each.fresh)
    const probes = b.centre.log.filter((each) => each.operation === 'token')
    expect(fresh.length).toBeLessThanOrEqual(probes.length)
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('a refusal of the credentials also proves that the centre answers', async () => {
    const b = createBench({ centre: { timeoutMs: 4000 } })
    await b.begin()
    b.centre.fail('add', 'lost-request')
    b.centre.fail('token', '401')
    b.send('hello')
    await b.clock.advance(60_000)
    expect(b.centre.count('token')).toBe(1)
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('a message of an earlier run may also still wait there', async () => {
    const b = crowded(60_000)
    await b.begin()
    b.centre.fail('add', 'crowded')
    b.send('hello')
    await b.clock.advance(2000)
    b.kill()
    expect(b.restart()).toBe(true)
    await b.clock.advance(120_000)
    expect(b.centre.session.received).toEqual(['hello'])
    expect(b.centre.count('add')).toBe(1)
  })
})

describe('what was not sent', () => {
  it('a message that cannot be saved is sent once saving works again', async () => {
    const b = createBench()
    await b.begin()
    const { set } = b.store
    b.store.set = (key, value) => {
      if (key === 'chat.outbox') throw new Error('no room')
      set.call(b.store, key, value)
    }
    b.send('hello')
    await b.clock.advance(5000)
    expect(last(b)?.delivery).toBe('sending')
    expect(b.centre.count('add')).toBe(0)
    b.store.set = set
    await b.clock.advance(20_000)
    expect(b.centre.session.received).toEqual(['hello'])
    expect(last(b)?.delivery).toBe('delivered')
  })

  it('a message is marked as not delivered, and never sent, once the chat has ended', async () => {
    const b = createBench()
    await b.begin()
    let leave = (): void => undefined
    const { addContent } = b.centre
    b.centre.addContent = (id, text, options) =>
      new Promise((resolve) => {
        const gone = { kind: 'aborted', effect: 'none', detail: 'before it left' } as const
        options?.signal?.addEventListener('abort', () => {
          resolve({ ok: false, error: gone })
        })
        leave = () => {
          if (options?.signal?.aborted !== true) void addContent(id, text, options).then(resolve)
        }
      })
    b.send('hello')
    await b.clock.advance(10)
    b.centre.sessions.clear()
    await b.clock.advance(30_000)
    expect(b.view.phase).toBe('ended')
    expect(last(b)?.delivery).toBe('failed')
    leave()
    expect(b.centre.count('add')).toBe(0)
  })

  it('an exception before sending is not a lost answer', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', 'throw')
    b.send('hello')
    await b.clock.advance(3000)
    expect(b.centre.session.received).toEqual(['hello'])
    expect(b.centre.count('token')).toBe(0)
  })
})

describe('a centre that does not echo', () => {
  const quiet = () =>
    createBench({
      config: { outbox: { ...chatDefaults.outbox, echo: 'no' } },
      centre: { echo: 'none', timeoutMs: 4000 },
    })

  it('gets each message at most once, and the customer decides about repeating', async () => {
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

  it('a message with an unknown outcome can be discarded', async () => {
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

  it('is recognised by the first message that does not return, and remembered', async () => {
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
  it('a 503 of a proxy does not end a live session', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', '503')
    b.send('hello')
    await b.clock.advance(20_000)
    expect(b.view.phase).toBe('waiting')
    expect(b.centre.session.received).toEqual(['hello'])
  })

  it('a message refused repeatedly is marked as failed, and the customer can retry', async () => {
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

  it('a message waits while the centre answers 401', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', '401', '401', '401')
    b.send('hello')
    await b.clock.advance(30_000)
    expect(b.centre.session.received).toEqual(['hello'])
  })
})
