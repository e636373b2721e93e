import { describe, expect, it } from 'vitest'
import { at, chatOf, clara, fakeDesk, jonas } from './fake.ts'
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

const open = () => {
  const fake = fakeDesk()
  const off = fake.desk.connect()
  fake.hear('snapshot', fake.snapshot([chatOf('a'), chatOf('b', { priority: 9 })]))
  fake.desk.meKey = 14
  return { ...fake, off }
}

describe('the desk', () => {
  it('sorts chats by what they are to this agent', () => {
    const { desk, hear, off } = open()
    expect(desk.connected).toBe(true)
    expect(desk.waiting.map(({ id }) => id)).toEqual(['b', 'a'])
    hear('session', {
      change: 'accepted',
      session: chatOf('a', { state: 'active', agents: [clara] }),
    })
    hear('session', {
      change: 'accepted',
      session: chatOf('b', { state: 'active', agents: [jonas] }),
    })
    expect(desk.mine.map(({ id }) => id)).toEqual(['a'])
    expect(desk.others.map(({ id }) => id)).toEqual(['b'])
    hear('session', { change: 'ended', session: chatOf('a', { state: 'ended' }) })
    expect(desk.ended.map(({ id }) => id)).toEqual(['a'])
    hear('session', { change: 'removed', session: chatOf('a', { state: 'ended' }) })
    expect(desk.ended).toEqual([])
    off()
  })

  it('counts what has not been read, and keeps contents over changes', () => {
    const { desk, hear, off } = open()
    hear('content', { sessionId: 'a', content: content('one') })
    hear('session', {
      change: 'accepted',
      session: chatOf('a', { state: 'active', agents: [clara] }),
    })
    const chat = desk.chats.get('a')!
    expect(chat.contents.map(({ text }) => text)).toEqual(['one'])
    expect(desk.unread(chat)).toBe(1)
    desk.select('a')
    expect(desk.unread(chat)).toBe(0)
    hear('content', { sessionId: 'a', content: content('two') })
    expect(desk.unread(desk.chats.get('a')!)).toBe(0)
    off()
  })

  it('waits for a number until it comes', async () => {
    const { desk, hear, sent, off } = open()
    expect(await desk.act('a', 'make-a-call')).toBe(true)
    expect(sent).toEqual([
      { method: 'POST', path: '/sessions/a/make-a-call', body: { agentKey: 14 } },
    ])
    desk.awaited.add('a')
    hear('phone-number', { sessionId: 'a', agentKey: 14, phoneNumber: '+49 40 1', at: at(9) })
    expect(desk.awaited.has('a')).toBe(false)
    expect(desk.chats.get('a')?.phoneNumbers).toEqual([
      { agentKey: 14, phoneNumber: '+49 40 1', at: at(9) },
    ])
    off()
  })

  it('says what was not possible, and lets it be dismissed', async () => {
    const { desk } = fakeDesk(() =>
      Response.json({ error: 'the session is ended' }, { status: 409 }),
    )
    desk.meKey = 14
    expect(await desk.act('a', 'accept')).toBe(false)
    expect(desk.notices).toMatchObject([{ tone: 'bad', text: 'the session is ended' }])
    desk.dismiss(desk.notices[0]!.id)
    expect(desk.notices).toEqual([])
  })

  it('leaves alone what it cannot read', () => {
    const { desk, hear, off } = open()
    hear('session', { change: 'accepted', session: { id: 'a' } })
    hear('content', 'nonsense')
    hear('callback', null)
    expect(desk.waiting).toHaveLength(2)
    off()
  })

  it('follows the clock of the centre, restarts, and lost lines', () => {
    const { desk, hear, off } = open()
    hear('error', {})
    expect(desk.connected).toBe(false)
    hear('restart', { sessionsKept: true })
    expect(desk.all).toHaveLength(2)
    hear('restart', { sessionsKept: false })
    expect(desk.all).toEqual([])
    off()
  })
})
