import { describe, expect, it } from 'vitest'
import { at, chatOf, clara, fakeConsole, jonas } from './fake.ts'
import type { Content } from './views.ts'

const content = (text: string, change: Partial<Content> = {}): Content => ({
  index: 1,
  type: 'CUSTOMER_MESSAGE',
  author: { kind: 'customer', name: 'Aylin Demir' },
  agentKey: null,
  text,
  format: 'text',
  pushedUrl: '',
  at: at(5),
  ...change,
})

const accepted = {
  change: 'accepted',
  session: chatOf('a', { state: 'active', agents: [clara] }),
}

const open = () => {
  const fake = fakeConsole()
  const off = fake.model.connect()
  fake.hear('snapshot', fake.snapshot([chatOf('a'), chatOf('b', { priority: 9 })]))
  fake.model.meKey = 14
  return { ...fake, off }
}

describe('the model', () => {
  it("groups chats by this agent's role", () => {
    const { model, hear, off } = open()
    expect(model.connected).toBe(true)
    expect(model.waiting.map(({ id }) => id)).toEqual(['b', 'a'])
    hear('session', {
      change: 'accepted',
      session: chatOf('a', { state: 'active', agents: [clara] }),
    })
    hear('session', {
      change: 'accepted',
      session: chatOf('b', { state: 'active', agents: [jonas] }),
    })
    expect(model.mine.map(({ id }) => id)).toEqual(['a'])
    expect(model.others.map(({ id }) => id)).toEqual(['b'])
    hear('session', { change: 'ended', session: chatOf('a', { state: 'ended' }) })
    expect(model.ended.map(({ id }) => id)).toEqual(['a'])
    hear('session', { change: 'removed', session: chatOf('a', { state: 'ended' }) })
    expect(model.ended).toEqual([])
    off()
  })

  it('counts unread contents, and keeps contents across updates', () => {
    const { model, hear, off } = open()
    hear('content', { sessionId: 'a', content: content('one') })
    hear('session', {
      change: 'accepted',
      session: chatOf('a', { state: 'active', agents: [clara] }),
    })
    const chat = model.chats.get('a')!
    expect(chat.contents.map(({ text }) => text)).toEqual(['one'])
    expect(model.unread(chat)).toBe(1)
    model.select('a')
    expect(model.unread(chat)).toBe(0)
    hear('content', { sessionId: 'a', content: content('two') })
    expect(model.unread(model.chats.get('a')!)).toBe(0)
    off()
  })

  it('waits for a number until it arrives', async () => {
    const { model, hear, sent, off } = open()
    hear('session', accepted)
    model.select('a')
    await model.askNumber('a', 'asked', 'came')
    expect(model.notices.list).toMatchObject([{ tone: 'info', text: 'asked' }])
    expect(sent).toEqual([
      { method: 'POST', path: '/sessions/a/make-a-call', body: { agentKey: 14 } },
    ])
    // A number for a colleague is not what this agent waits for.
    hear('phone-number', { sessionId: 'a', agentKey: 15, phoneNumber: '+49 40 0', at: at(8) })
    expect(model.awaited.has('a')).toBe(true)
    expect(model.notices.list).toHaveLength(1)
    hear('phone-number', { sessionId: 'a', agentKey: 14, phoneNumber: '+49 40 1', at: at(9) })
    expect(model.awaited.has('a')).toBe(false)
    expect(model.notices.list).toEqual([])
    expect(model.chats.get('a')?.phoneNumbers.slice(1)).toEqual([
      { agentKey: 14, phoneNumber: '+49 40 1', at: at(9) },
    ])
    off()
  })

  it('tells an agent who is in another chat that a number came, until that chat is opened', async () => {
    const { model, hear, pass, off } = open()
    hear('session', accepted)
    model.select('a')
    await model.askNumber('a', 'asked', 'came')
    model.select('b')
    hear('phone-number', { sessionId: 'a', agentKey: 14, phoneNumber: '+49 40 1', at: at(9) })
    pass(60)
    expect(model.notices.list).toMatchObject([{ tone: 'info', text: 'came' }])
    expect(model.unread(model.chats.get('a')!)).toBe(1)
    model.select('a')
    expect(model.notices.list).toEqual([])
    expect(model.unread(model.chats.get('a')!)).toBe(0)
    off()
  })

  it('does not count what the agent has written as unread', () => {
    const { model, hear, off } = open()
    hear('session', accepted)
    const mine = { type: 'AGENT_MESSAGE', author: { kind: 'agent' as const, name: 'Clara' } }
    hear('content', { sessionId: 'a', content: content('Hi', { ...mine, index: 1, agentKey: 14 }) })
    expect(model.unread(model.chats.get('a')!)).toBe(0)
    hear('content', { sessionId: 'a', content: content('Ho', { ...mine, index: 2, agentKey: 15 }) })
    expect(model.unread(model.chats.get('a')!)).toBe(1)
    off()
  })

  it('names the queues of destinations and callbacks, and none where the centre does not tell', async () => {
    const told = {
      destinations: [{ name: 'Advice' }, { name: 'Offers', queue: 'Sales' }],
      units: [{ callbackQueues: [{ name: 'Sales' }, { name: 'Service' }] }],
    }
    const fake = fakeConsole(({ path }) =>
      path === '/data' ? Response.json(told) : new Response(null, { status: 204 }),
    )
    const off = fake.model.connect()
    fake.hear('snapshot', fake.snapshot([]))
    await expect.poll(() => fake.model.queues).toEqual(['Advice', 'Sales', 'Service'])
    off()
    const mute = open()
    await Promise.resolve()
    expect(mute.model.queues).toEqual([])
    mute.off()
  })

  it('keeps contents that arrive before their chat', () => {
    const told = [
      { sessionId: 'new', content: content('one', { index: 1 }) },
      { sessionId: 'new', content: content('two', { index: 2 }) },
    ]
    const created = { change: 'created', session: chatOf('new') }
    for (const place of [0, 1, 2]) {
      const { model, hear, off } = open()
      const events: [string, object][] = told.map((one) => ['content', one])
      events.splice(place, 0, ['session', created])
      for (const [name, data] of events) hear(name, data)
      const texts = () => model.chats.get('new')?.contents.map(({ text }) => text)
      expect(texts()).toEqual(['one', 'two'])
      expect(model.unread(model.chats.get('new')!)).toBe(2)
      // What is told again is not there twice; those without an index always count.
      hear('content', told[0])
      for (const text of ['x', 'x']) {
        hear('content', { sessionId: 'new', content: content(text, { index: 0 }) })
      }
      expect(texts()).toEqual(['one', 'two', 'x', 'x'])
      off()
    }
  })

  it('shows what was not possible in a dismissible notice', async () => {
    const { model } = fakeConsole(() =>
      Response.json({ error: 'the session is ended' }, { status: 409 }),
    )
    model.meKey = 14
    expect(await model.act('a', 'accept')).toBe(false)
    expect(model.notices.list).toMatchObject([{ tone: 'bad', text: 'the session is ended' }])
    model.notices.dismiss(model.notices.list[0]!.id)
    expect(model.notices.list).toEqual([])
  })

  it('removes a notice when it no longer applies', async () => {
    let status = 409
    const fake = fakeConsole(() => Response.json({ error: 'no' }, { status }))
    const { model, hear } = fake
    const texts = () => model.notices.list.map(({ text }) => text)
    fake.model.connect()
    model.meKey = 14
    const begin = async () => {
      hear('snapshot', fake.snapshot([chatOf('a'), chatOf('b')]))
      hear('session', accepted)
      status = 409
      await model.act('a', 'push-url')
      // The same again does not stand there twice.
      await model.act('a', 'push-url')
      expect(texts()).toEqual(['no'])
      status = 200
    }
    // It works.
    await begin()
    await model.act('b', 'accept')
    expect(texts()).toEqual(['no'])
    await model.act('a', 'push-url')
    expect(texts()).toEqual([])
    // The chat ends, or is gone.
    for (const change of ['ended', 'removed']) {
      await begin()
      hear('session', { change, session: chatOf('a', { state: 'ended' }) })
      expect(texts()).toEqual([])
    }
    // The agent has read it and goes to another chat.
    await begin()
    model.select('a')
    expect(texts()).toEqual(['no'])
    model.select('b')
    expect(texts()).toEqual([])
    // Whoever waits for a number waits no longer once somebody else has the chat.
    for (const change of [{ state: 'ended' as const }, { agents: [jonas] }]) {
      await begin()
      model.select('a')
      model.select('b')
      await model.askNumber('a', 'asked', 'came')
      hear('content', { sessionId: 'a', content: content('still there') })
      expect(texts()).toEqual(['asked'])
      hear('session', { change: 'left', session: { ...accepted.session, ...change } })
      expect(texts()).toEqual([])
    }
  })

  it('reports a lost centre until it is back', async () => {
    const { model, hear, snapshot, api } = fakeConsole(() => {
      throw new TypeError('no line')
    })
    const off = model.connect()
    await model.notices.attempt(api.send('POST', '/faults', {}))
    expect(model.notices.list).toMatchObject([{ text: 'The centre cannot be reached.' }])
    hear('snapshot', snapshot([]))
    expect(model.notices.list).toEqual([])
    off()
  })

  it('ignores what it cannot read', () => {
    const { model, hear, off } = open()
    hear('session', { change: 'accepted', session: { id: 'a' } })
    hear('content', 'nonsense')
    hear('callback', null)
    expect(model.waiting).toHaveLength(2)
    off()
  })

  it('follows the clock of the centre, restarts, and lost lines', () => {
    const { model, hear, off } = open()
    hear('error', {})
    expect(model.connected).toBe(false)
    hear('restart', { sessionsKept: true })
    expect(model.all).toHaveLength(2)
    hear('restart', { sessionsKept: false })
    expect(model.all).toEqual([])
    off()
  })
})
