import { describe, expect, it } from 'vitest'
import type { Content, Contents, ContentType } from '../centre/api.ts'
import { silentLog } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createEntries } from './entries.ts'
import { createJournal } from './journal.ts'
import { createNames, initialsOf, plainName } from './names.ts'
import { plainOf } from './plain.ts'
import { createPushed } from './pushed.ts'
import { createTranscript } from './transcript.ts'

function content(
  index: number,
  type: ContentType,
  text = '',
  more: Partial<Content> = {},
): Content {
  const agent = type.startsWith('AGENT_')
  return {
    index,
    type,
    rawType: type,
    from: agent ? '14' : type.startsWith('SYSTEM') ? '<FONT size=2>System</FONT>' : 'Jose',
    agentFirstName: agent ? 'Claudio' : '',
    agentLastName: agent ? 'Bastos' : '',
    content: text,
    pushedUrl: '',
    ...more,
  }
}

function answer(contents: readonly Content[], more: Partial<Contents> = {}): Contents {
  return {
    contents,
    newIndexKey: Math.max(0, ...contents.map((each) => each.index)) + 1,
    connected: true,
    pushUrl: '',
    redirectUrl: '',
    callMeAgentKey: 0,
    typing: [],
    ...more,
  }
}

function rig() {
  const entries = createEntries()
  const transcript = createTranscript({
    entries,
    pushed: createPushed(createJournal(createMemoryStore(), silentLog)),
    names: createNames(),
    policy: { linkHosts: ['*'], viewHosts: [], privateHosts: [], maxLength: 2048 },
    log: silentLog,
    now: () => 0,
    customerMessage: () => false,
    before: () => undefined,
    endedHere: () => false,
  })
  const shown = () =>
    entries.tail().entries.map((each) => {
      if (each.kind === 'event') return each.event
      return 'body' in each ? `${each.kind}: ${plainOf(each.body)}` : each.kind
    })
  return { entries, transcript, shown }
}

describe('transcript', () => {
  it('knows all nine types and the unknown one', () => {
    const { transcript, shown } = rig()
    transcript.apply(
      answer([
        content(1, 'CUSTOMER_MESSAGE', 'hello'),
        content(2, 'SYSTEM_MESSAGE', 'Please hold'),
        content(3, 'SYSTEM_PUSH_URL', 'look', { pushedUrl: 'https://a.example/' }),
        content(4, 'AGENT_MESSAGE', 'Hi'),
        content(5, 'AGENT_PUSH_URL', 'see', { pushedUrl: 'https://b.example/' }),
        content(6, 'AGENT_CONFERENCE_JOIN', '', {
          from: '15',
          agentFirstName: 'Ann',
          agentLastName: '',
        }),
        content(7, 'AGENT_REQUEUE'),
        content(8, 'UNKNOWN', 'new', { rawType: 'AGENT_WAVE', from: '14' }),
        content(9, 'AGENT_DISCONNECT'),
        content(10, 'CUSTOMER_DISCONNECT'),
      ]),
    )
    expect(shown()).toEqual([
      'other: hello',
      'system: Please hold',
      'page: look',
      'agent-joined',
      'agent: Hi',
      'page: see',
      'agent-joined',
      'requeued',
      'unknown: new',
      'agent-left',
      'customer-left',
    ])
  })

  it('takes each index once, whatever an answer repeats or omits', () => {
    const { transcript, shown } = rig()
    const one = content(1, 'SYSTEM_MESSAGE', 'one')
    const two = content(2, 'SYSTEM_MESSAGE', 'two')
    const three = content(3, 'SYSTEM_MESSAGE', 'three')
    transcript.apply(answer([one]))
    transcript.apply(answer([one, two, two]))
    transcript.apply(answer([], { newIndexKey: 3 }))
    expect(transcript.apply(answer([content(4, 'SYSTEM_MESSAGE', 'four')])).complete).toBe(false)
    expect(transcript.next).toBe(3)
    transcript.apply(answer([content(4, 'SYSTEM_MESSAGE', 'four'), three]))
    expect(transcript.next).toBe(5)
    expect(shown()).toEqual(['system: one', 'system: two', 'system: three', 'system: four'])
  })

  it('skips a gap that stays, and continues after it', () => {
    const { transcript, shown } = rig()
    const late = answer([content(3, 'SYSTEM_MESSAGE', 'three')])
    expect(transcript.apply(late).complete).toBe(false)
    expect(transcript.apply(late).complete).toBe(false)
    expect(transcript.apply(late).complete).toBe(true)
    transcript.apply(late)
    expect(shown()).toEqual(['system: three'])
    expect(transcript.next).toBe(4)
  })

  it('opens a pushed page once, from a content or from the answer alone (C26)', () => {
    const { transcript, entries } = rig()
    const pages = () => entries.tail().entries.filter((each) => each.kind === 'page')
    const push = content(1, 'AGENT_PUSH_URL', 'see', { pushedUrl: 'http://www.atos.net' })
    const both = transcript.apply(answer([push], { pushUrl: 'http://www.atos.net/' }))
    expect(both.turns.filter((each) => each.kind === 'page')).toHaveLength(1)
    expect(pages()).toHaveLength(1)
    // A centre that repeats the one-shot.
    transcript.apply(answer([], { newIndexKey: 2, pushUrl: 'http://www.atos.net/' }))
    expect(pages()).toHaveLength(1)
    // One that tells each new token again what a content has carried.
    transcript.apply(answer([], { newIndexKey: 2 }))
    transcript.apply(answer([], { newIndexKey: 2, pushUrl: 'http://www.atos.net/' }))
    expect(pages()).toHaveLength(1)
    // One that has the one-shot alone: what comes again later is another push.
    for (const expected of [2, 3]) {
      transcript.apply(answer([], { newIndexKey: 2, pushUrl: 'https://b.example/' }))
      expect(pages()).toHaveLength(expected)
      transcript.apply(answer([], { newIndexKey: 2 }))
    }
  })

  it('completes a content without an address from the top of the answer (C26)', () => {
    const { transcript, entries } = rig()
    const push = content(1, 'AGENT_PUSH_URL', 'see', { pushedUrl: '' })
    const { turns } = transcript.apply(answer([push], { pushUrl: 'https://b.example/' }))
    expect(turns.filter((each) => each.kind === 'page')).toHaveLength(1)
    const pages = entries.tail().entries.filter((each) => each.kind === 'page')
    expect(pages).toMatchObject([{ id: 'c1', page: { url: 'https://b.example/' } }])
  })

  it('keeps a refused address as text, without a page', () => {
    const { transcript, entries } = rig()
    const { turns } = transcript.apply(
      answer([content(1, 'AGENT_PUSH_URL', 'see', { pushedUrl: 'javascript:alert(1)' })]),
    )
    expect(turns.some((each) => each.kind === 'page')).toBe(false)
    expect(entries.get('c1')).not.toHaveProperty('page')
  })

  it('never shows a key as a name (C13)', () => {
    const { transcript, entries } = rig()
    transcript.apply(
      answer([
        content(1, 'UNKNOWN', 'x', { from: ' 014 ' }),
        content(2, 'AGENT_MESSAGE', 'x', { agentFirstName: '', agentLastName: '' }),
      ]),
    )
    const names = entries.tail().entries.flatMap((each) => {
      if ('name' in each) return [each.name]
      return each.kind === 'agent' ? [each.person.name] : []
    })
    expect(names).toEqual(['', ''])
  })
})

describe('names', () => {
  it.each([
    ['Claudio', 'Bastos', 'CB'],
    ['\u00e9lodie', '', '\u00c9'],
    ['', '', ''],
    ['\u674e', '\u5c0f\u9f99', '\u674e\u5c0f'],
    ['\u0645\u062d\u0645\u062f', '\u0639\u0644\u064a', '\u0645\u0639'],
    [
      '\u0928\u093f\u0916\u093f\u0932',
      '\u0915\u0941\u092e\u093e\u0930',
      '\u0928\u093f\u0915\u0941',
    ],
    ['(Dr.) anna', '\u2014', 'D'],
    ['\u{1f600} smile', '', 'S'],
  ])('%s %s has the initials %s', (first, last, initials) => {
    expect(initialsOf(first, last)).toBe(initials)
  })

  it('are text, one line, not too long (C24)', () => {
    expect(plainName('<FONT size=2 face=Tahoma>System</FONT>')).toBe('System')
    expect(plainName('<script>x</script>')).toBe('')
    expect(plainName('A\u202e\nB')).toBe('A B')
    expect(Array.from(plainName('x'.repeat(500)))).toHaveLength(60)
  })
})
