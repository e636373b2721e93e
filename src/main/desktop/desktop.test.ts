import { describe, expect, test } from 'vitest'
import type { ChatView, Entry } from '../../contract/chat.ts'
import { silentLog, type Log } from '../platform/log.ts'
import { wordsIn } from '../platform/words.ts'
import { createUnreadMessages, firstWords, type Notice } from './unread-messages.ts'
import { linkOnLine, readLink } from './link.ts'
import { createLinks } from './links.ts'
import { placeOf } from './place.ts'

const anna = { key: '1', name: 'Anna', initials: 'A' }
const said = (id: string, text: string): Entry => ({
  id,
  at: 0,
  kind: 'agent',
  person: anna,
  body: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }],
})
const mine: Entry = { id: 'm', at: 0, kind: 'mine', text: 'hello', delivery: 'sent' }

function setUp(wanted: 'words' | 'name' | 'off' = 'words') {
  const notices: Notice[] = []
  const counts: number[] = []
  const messages = createUnreadMessages({
    wanted,
    words: () => wordsIn('en'),
    onUnread: (count) => counts.push(count),
    onNotice: (notice) => notices.push(notice),
  })
  const show = (entries: readonly Entry[], phase: ChatView['phase'] = 'talking'): void => {
    messages.chatChanged({ phase, entries })
  }
  return { messages, notices, counts, show }
}

describe('messages', () => {
  test('in the background are counted and notified with their first words, until the window is shown', () => {
    const { messages, notices, counts, show } = setUp()
    show([said('a', 'old')])
    messages.focusChanged(false)
    show([said('a', 'old'), mine, said('b', 'Guten  Tag')])
    show([said('a', 'old'), mine, said('b', 'Guten  Tag')])
    expect(notices).toEqual([{ title: 'Anna has written', body: 'Guten Tag' }])
    expect(counts).toEqual([1])
    messages.focusChanged(true)
    expect(counts).toEqual([1, 0])
    show([said('b', 'Guten Tag'), said('c', 'seen')])
    expect(notices).toHaveLength(1)
    expect(messages.unread).toBe(0)
  })

  test('are notified with the sender only, or not at all, as the policy says; they are still counted', () => {
    const name = setUp('name')
    name.show([])
    name.messages.focusChanged(false)
    name.show([said('a', 'secret words')])
    expect(name.notices).toEqual([{ title: 'Anna has written', body: '' }])
    const off = setUp('off')
    off.show([])
    off.messages.focusChanged(false)
    off.show([said('a', 'secret words')])
    expect(off.notices).toEqual([])
    expect(off.messages.unread).toBe(1)
  })

  test('an agent who joins is announced, and the end of a chat clears the count', () => {
    const { messages, notices, show } = setUp()
    show([], 'waiting')
    messages.focusChanged(false)
    show([{ id: 'j', at: 0, kind: 'event', event: 'agent-joined', person: anna }])
    expect(notices).toEqual([{ title: 'Anna is here for you', body: '' }])
    show([said('x', 'hi')])
    expect(messages.unread).toBe(1)
    show([], 'idle')
    expect(messages.unread).toBe(0)
  })

  test('previews are cut between words', () => {
    expect(firstWords('a '.repeat(100))).toMatch(/^(a ){20,}a?\u2026$|^(a )+a\u2026$/u)
    expect(firstWords('kurz')).toBe('kurz')
    expect(Array.from(firstWords('\u{1f600}'.repeat(200)))).toHaveLength(121)
  })
})

describe('a link', () => {
  const topics = ['Sales', 'My order']
  test.each([
    ['callpoint://chat', { link: { channel: 'chat' } }],
    ['CALLPOINT://chat/?topic=Sales', { link: { channel: 'chat', topic: 'Sales' } }],
    ['callpoint://chat?topic=My%20order', { link: { channel: 'chat', topic: 'My order' } }],
    ['callpoint://callback', { link: { channel: 'callback' } }],
    ['callpoint://call', { link: { channel: 'call' } }],
    ['callpoint://chat?topic=Nothing', { refused: 'no-such-topic' }],
    ['callpoint://chat?topic=Sales&topic=Sales', { refused: 'unknown' }],
    ['callpoint://chat?topic=Sales&send=1', { refused: 'unknown' }],
    ['callpoint://chat?channel=call', { refused: 'unknown' }],
    ['callpoint://chat/../call', { refused: 'unknown' }],
    ['callpoint://user@chat', { refused: 'unknown' }],
    ['callpoint://chat#x', { refused: 'unknown' }],
    ['callpoint://call?topic=Sales', { refused: 'unknown' }],
    ['callpoint://settings', { refused: 'unknown' }],
    ['callpoint:', { refused: 'unknown' }],
    ['https://chat', { refused: 'not-a-link' }],
    ['chat', { refused: 'not-a-link' }],
    [`callpoint://chat?topic=${'x'.repeat(600)}`, { refused: 'not-a-link' }],
  ])('%s', (address, wanted) => {
    expect(readLink(address, topics)).toEqual(wanted)
  })

  test('is found on a command line, and kept until its screen is shown', () => {
    expect(linkOnLine(['app', '--config=x', '--', 'callpoint://chat'])).toBe('callpoint://chat')
    expect(linkOnLine(['app', '--kiosk'])).toBeUndefined()
    const links = createLinks({ mode: 'desktop', topics, log: silentLog })
    expect(links.take('callpoint://chat?topic=Sales')).toBe(true)
    const { link } = links.source.view
    expect(link).toEqual({ channel: 'chat', topic: 'Sales', number: 1 })
    links.show({ channel: 'call' })
    void links.handlers.followed({ number: 1 })
    expect(links.source.view.link?.channel).toBe('call')
    void links.handlers.followed({ number: 2 })
    expect(links.source.view.link).toBeUndefined()
  })

  test('that is refused is logged without its content; a kiosk follows no links', () => {
    const lines: string[] = []
    const log: Log = {
      ...silentLog,
      warn: (message, fields) => lines.push(`${message} ${JSON.stringify(fields)}`),
    }
    expect(createLinks({ mode: 'kiosk', topics, log }).take('callpoint://chat')).toBe(false)
    createLinks({ mode: 'desktop', topics, log }).take('callpoint://chat?topic=Geheim')
    expect(lines).toEqual([
      'a link was refused {"why":"kiosk"}',
      'a link was refused {"why":"no-such-topic"}',
    ])
  })
})

describe('the window position', () => {
  const one = { x: 0, y: 0, width: 1920, height: 1040 }
  const two = { x: 1920, y: 0, width: 1280, height: 800 }
  const least = { width: 360, height: 480 }
  const was = { x: 2000, y: 50, width: 420, height: 720, maximized: false }

  test('is restored on any screen', () => {
    expect(placeOf(was, [one, two], least)).toEqual(was)
  })
  test('is the centre of the primary screen if its own has gone', () => {
    expect(placeOf(was, [one], least)).toEqual({ ...was, x: 750, y: 160 })
  })
  test('keeps the title bar within reach, and the size within the screen', () => {
    expect(placeOf({ ...was, x: 100, y: -500 }, [one], least)?.y).toBe(0)
    expect(placeOf({ ...was, x: 100, y: 1035 }, [one], least)?.y).toBe(160)
    const huge = placeOf({ ...was, x: 0, y: 0, width: 9000, height: 9000 }, [two], least)
    expect(huge).toMatchObject({ width: 1280, height: 800 })
    expect(placeOf({ ...was, x: 5, y: 5, width: 10, height: 10 }, [one], least)).toMatchObject(
      least,
    )
  })
  test('is not restored from invalid values', () => {
    for (const nonsense of [undefined, null, 'x', {}, { ...was, x: 'a' }, { ...was, width: 0 }]) {
      expect(placeOf(nonsense, [one], least)).toBeUndefined()
    }
    expect(placeOf(was, [], least)).toBeUndefined()
  })
})
