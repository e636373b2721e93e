import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChatView, Entry, HistoryPage } from '../../../contract/chat.ts'
import { done, fail, ok, type Outcome } from '../../../contract/outcome.ts'
import { Chat, type ChatCalls } from './chat.svelte.ts'
import type { News } from './news.ts'
import { entriesOf } from './transcript.ts'

const mira = { key: 'a1', name: 'Mira Lindqvist', initials: 'ML' }

function said(id: string, at = 1): Entry {
  return {
    id,
    at,
    kind: 'agent',
    person: mira,
    body: [{ kind: 'paragraph', children: [{ kind: 'text', text: `Text of ${id}` }] }],
  }
}

let revision = 0
function view(changes: Partial<ChatView> = {}): ChatView {
  revision += 1
  return {
    revision,
    phase: 'talking',
    visit: 1,
    customerName: 'Jonas',
    agents: [],
    typing: [],
    link: 'ok',
    entries: [],
    earlier: 0,
    draft: '',
    offerCallback: false,
    resumed: false,
    ...changes,
  }
}

/** A main that writes down every call and answers as it is told. */
function bridge(answers: Partial<Record<keyof ChatCalls, Outcome<unknown>>> = {}) {
  const calls: [name: string, input: unknown][] = []
  const record = (name: keyof ChatCalls) => (input: unknown) => {
    calls.push([name, input])
    const answer = answers[name]
    return Promise.resolve(answer === undefined || answer.ok ? done : answer)
  }
  const history: HistoryPage = { entries: [said('h1'), said('h2')], earlier: 3 }
  const port: ChatCalls = {
    start: record('start'),
    send: record('send'),
    draft: record('draft'),
    retry: record('retry'),
    discard: record('discard'),
    guard: record('guard'),
    end: record('end'),
    leave: record('leave'),
    callMe: record('callMe'),
    declineCallMe: record('declineCallMe'),
    showPage: record('showPage'),
    viewerBounds: record('viewerBounds'),
    printTranscript: record('printTranscript'),
    saveTranscript: record('saveTranscript'),
    piece: () => Promise.resolve({ ok: true, value: { body: [], cost: 0, goesOn: false } }),
    history: (input) => {
      calls.push(['history', input])
      const answer = answers.history
      return Promise.resolve(answer === undefined || answer.ok ? ok(history) : answer)
    },
  }
  return { port, calls }
}

function chat(answers: Parameters<typeof bridge>[0] = {}, limit = 20) {
  const { port, calls } = bridge(answers)
  const news: News[] = []
  const model = new Chat({
    calls: port,
    limit: () => limit,
    onnews: (items) => news.push(...items),
  })
  return { model, calls, news }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('views', () => {
  test('an older revision is dropped', () => {
    const { model } = chat()
    const old = view({ entries: [said('1')] })
    model.take(view({ entries: [said('1'), said('2')] }))
    model.take(old)
    expect(entriesOf(model.transcript)).toHaveLength(2)
  })

  test('new entries are announced once, in order; existing ones are not', () => {
    const { model, news } = chat()
    model.take(view({ entries: [said('1')] }))
    expect(news).toEqual([])
    model.take(view({ entries: [said('1'), said('2'), said('3')] }))
    model.take(view({ entries: [said('1'), said('2'), said('3')] }))
    expect(news).toEqual([
      { kind: 'message', name: 'Mira Lindqvist', text: 'Text of 2' },
      { kind: 'message', name: 'Mira Lindqvist', text: 'Text of 3' },
    ])
  })

  test("unread counts others' messages while the newest is out of view", () => {
    const { model } = chat()
    model.take(view({ entries: [said('1')] }))
    model.reachEnd(false)
    const own: Entry = { id: '3', at: 3, kind: 'mine', text: 'x', delivery: 'sending' }
    model.take(view({ entries: [said('1'), said('2'), own] }))
    expect(model.unread).toBe(1)
    model.reachEnd(true)
    expect(model.unread).toBe(0)
  })

  test('remembers speakers after they have left', () => {
    const { model } = chat()
    model.take(view({ agents: [mira] }))
    model.take(view({ phase: 'ended', agents: [], end: { by: 'agent', at: 5 } }))
    expect(model.people).toEqual([mira])
    model.take(view({ phase: 'idle' }))
    expect(model.people).toEqual([])
  })
})

describe('the draft', () => {
  test('returns after a restart without overwriting typing', () => {
    const { model } = chat()
    model.take(view({ draft: 'Half a sen' }))
    expect(model.draft).toBe('Half a sen')
    model.type('Half a sentence')
    model.take(view({ draft: 'Half a sen' }))
    expect(model.draft).toBe('Half a sentence')
  })

  test('main hears of it at once and then at most every 300 ms', () => {
    const { model, calls } = chat()
    model.take(view())
    for (const text of ['H', 'He', 'Hel', 'Hell', 'Hello']) model.type(text)
    expect(calls).toEqual([['draft', { text: 'H' }]])
    vi.advanceTimersByTime(300)
    expect(calls).toEqual([
      ['draft', { text: 'H' }],
      ['draft', { text: 'Hello' }],
    ])
    vi.advanceTimersByTime(5000)
    expect(calls).toHaveLength(2)
  })

  test('no late draft follows a message that was sent', async () => {
    const { model, calls } = chat()
    model.take(view())
    model.type('H')
    model.type('Hello')
    await model.send()
    vi.advanceTimersByTime(5000)
    expect(calls.map(([name]) => name)).toEqual(['draft', 'send'])
  })
})

describe('sending', () => {
  test('empties the field and sends the text without outer blanks', async () => {
    const { model, calls } = chat()
    model.take(view())
    model.type('  Hello \n')
    expect(await model.send()).toBe(true)
    expect(model.draft).toBe('')
    expect(calls).toContainEqual(['send', { text: 'Hello' }])
  })

  test.each(['', '   ', 'x'.repeat(21), '😀'.repeat(21)])('never sends %j', async (text) => {
    const { model, calls } = chat()
    model.take(view())
    model.type(text)
    expect(await model.send()).toBe(false)
    expect(calls.filter(([name]) => name === 'send')).toEqual([])
    expect(model.draft).toBe(text)
  })

  test('counts code points, as the limit does', async () => {
    const { model } = chat()
    model.take(view())
    model.type('😀'.repeat(20))
    expect(model.left).toBe(0)
    expect(await model.send()).toBe(true)
  })

  test('puts the text back, before what was typed since, if main does not take it', async () => {
    const { model } = chat({ send: fail('wrong-state') })
    model.take(view())
    model.type('First')
    const sending = model.send()
    model.type('Second')
    expect(await sending).toBe(false)
    expect(model.draft).toBe('First\nSecond')
    expect(model.problem).toBe('wrong-state')
  })

  test('is not possible in an ended chat', async () => {
    const { model, calls } = chat()
    model.take(view({ phase: 'ended' }))
    model.type('Hello')
    expect(await model.send()).toBe(false)
    expect(calls.some(([name]) => name === 'send')).toBe(false)
  })

  test('text stopped by the guard returns to the field', async () => {
    const { model, calls } = chat({}, 200)
    model.take(view())
    model.type('Card 4111 1111 1111 1111')
    await model.send()
    model.take(view({ guard: { id: 'g1', found: ['card'], masked: 'Card ****' } }))
    await model.answerGuard('edit')
    expect(calls).toContainEqual(['guard', { id: 'g1', choice: 'edit' }])
    expect(model.draft).toBe('Card 4111 1111 1111 1111')
  })
})

describe('history', () => {
  test('is put before what is known, one question at a time', async () => {
    const { model, calls } = chat()
    model.take(view({ entries: [said('1')], earlier: 5 }))
    const [first, second] = await Promise.all([model.older(), model.older()])
    expect([first, second]).toEqual([true, false])
    expect(calls).toEqual([['history', { before: '1', count: 100 }]])
    expect(entriesOf(model.transcript).map(({ id }) => id)).toEqual(['h1', 'h2', '1'])
    expect(model.transcript.earlier).toBe(3)
  })

  test('a failure can be tried again', async () => {
    const { model } = chat({ history: fail('internal') })
    model.take(view({ entries: [said('1')], earlier: 5 }))
    expect(await model.older()).toBe(false)
    expect(model.history).toBe('failed')
  })

  test('nothing is asked for where nothing is earlier', async () => {
    const { model, calls } = chat()
    model.take(view({ entries: [said('1')] }))
    expect(await model.older()).toBe(false)
    expect(calls).toEqual([])
  })
})

describe('starting', () => {
  test('a failed start can be repeated with the same answers', async () => {
    const { model, calls } = chat({ start: fail('unreachable') })
    const answers = { name: 'Jonas', message: 'Hello', consent: true }
    expect(model.canStartAgain).toBe(false)
    await model.start(answers)
    model.take(view({ phase: 'failed', failure: { code: 'unreachable' } }))
    expect(model.canStartAgain).toBe(true)
    await model.startAgain()
    expect(calls).toEqual([
      ['start', answers],
      ['start', answers],
    ])
    expect(model.problem).toBe('unreachable')
  })
})
