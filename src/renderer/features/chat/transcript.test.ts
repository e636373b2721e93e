import { describe, expect, test } from 'vitest'
import type { Entry } from '../../../contract/chat.ts'
import {
  arrivals,
  emptyTranscript,
  entriesOf,
  trimmed,
  withHistory,
  withTail,
  type Transcript,
} from './transcript.ts'

const mira = { key: 'a1', name: 'Mira Lindqvist', initials: 'ML' }
const minute = 60_000

function agent(id: number, at = id * 1000): Entry {
  return {
    id: `e${id}`,
    at,
    kind: 'agent',
    person: mira,
    body: [{ kind: 'paragraph', children: [{ kind: 'text', text: `Agent ${id}` }] }],
  }
}

function mine(id: number, delivery: 'sending' | 'sent' | 'failed' = 'sent', at = id * 1000): Entry {
  return { id: `e${id}`, at, kind: 'mine', text: `Mine ${id}`, delivery }
}

/** Turns of three, by turns agent and customer. */
function talk(from: number, to: number): Entry[] {
  const entries: Entry[] = []
  for (let id = from; id < to; id += 1) {
    entries.push(Math.floor(id / 3) % 2 === 0 ? agent(id) : mine(id))
  }
  return entries
}

/** A view of main: a fresh copy of the newest 200 of `total`. */
function view(total: number): [Entry[], number] {
  const from = Math.max(0, total - 200)
  return [structuredClone(talk(from, total)), from]
}

function ids(transcript: Transcript): string[] {
  return entriesOf(transcript).map((entry) => entry.id)
}

describe('withTail', () => {
  test('groups consecutive messages of a sender', () => {
    const told = withTail(emptyTranscript, [agent(1), agent(2), mine(3), agent(4)], 0)
    const turns = told.pages[0]?.turns ?? []
    expect(turns.map((turn) => [turn.side, turn.entries.length])).toEqual([
      ['agent', 2],
      ['me', 1],
      ['agent', 1],
    ])
  })

  test('a pause, another agent and a system message begin a new turn', () => {
    const other: Entry = { ...agent(3), kind: 'agent', person: { ...mira, key: 'a2' }, body: [] }
    const system: Entry = { id: 'e4', at: 4000, kind: 'system', name: 'System', body: [] }
    const late = agent(5, 4000 + 6 * minute)
    const told = withTail(emptyTranscript, [agent(1), agent(2), other, system, late], 0)
    expect(told.pages[0]?.turns.map((turn) => turn.key)).toEqual(['e1', 'e3', 'e4', 'e5'])
  })

  test('keeps the identity of everything that has not changed', () => {
    const first = withTail(emptyTranscript, ...view(160))
    const second = withTail(first, ...view(161))
    expect(second.pages[0]).toBe(first.pages[0])
    const [before, after] = [first.pages.at(-1)?.turns ?? [], second.pages.at(-1)?.turns ?? []]
    expect(before.length).toBeGreaterThan(2)
    for (const [index, turn] of before.entries()) {
      expect(after[index] === turn).toBe(index < before.length - 1 || before.length < after.length)
    }
  })

  test('a change of delivery renews that entry and its turn only', () => {
    const first = withTail(emptyTranscript, [agent(1), mine(2, 'sending'), agent(3)], 0)
    const second = withTail(first, [agent(1), mine(2, 'sent'), agent(3)], 0)
    const [one, two, three] = second.pages[0]?.turns ?? []
    expect(one).toBe(first.pages[0]?.turns[0])
    expect(two).not.toBe(first.pages[0]?.turns[1])
    expect(three).toBe(first.pages[0]?.turns[2])
  })

  test('what slides out of the view stays, page borders stay, nothing is lost or doubled', () => {
    let told = withTail(emptyTranscript, ...view(150))
    const keys = told.pages[0]?.key
    for (let total = 151; total <= 900; total += 1) told = withTail(told, ...view(total))
    expect(ids(told)).toEqual(talk(0, 900).map((entry) => entry.id))
    expect(told.earlier).toBe(0)
    expect(told.pages[0]?.key).toBe(keys)
    for (const page of told.pages) expect(page.entries.length).toBeLessThan(150)
  })

  test('a view with a gap starts over', () => {
    const first = withTail(emptyTranscript, ...view(150))
    const second = withTail(first, ...view(1000))
    expect(ids(second)).toHaveLength(200)
    expect(second.earlier).toBe(800)
  })

  test('a message that was discarded disappears, also the very first', () => {
    const first = withTail(emptyTranscript, [mine(1, 'failed'), agent(2), mine(3)], 0)
    expect(ids(withTail(first, [agent(2), mine(3)], 0))).toEqual(['e2', 'e3'])
    const old = withTail(emptyTranscript, [agent(2), mine(3, 'failed'), agent(4)], 10)
    expect(ids(withTail(old, [agent(2), agent(4)], 10))).toEqual(['e2', 'e4'])
  })

  test('one discarded before the tail is noticed by the count', () => {
    const first = withTail(emptyTranscript, ...view(300))
    const [tail, earlier] = view(301)
    const shorter = withTail(first, tail, earlier - 1)
    expect(ids(shorter)).toEqual(tail.map((entry) => entry.id))
    expect(shorter.earlier).toBe(earlier - 1)
  })

  test('an empty view empties it', () => {
    expect(withTail(withTail(emptyTranscript, ...view(10)), [], 0)).toEqual(emptyTranscript)
  })
})

describe('withHistory and trimmed', () => {
  test('older pages are prepended, and the tail continues', () => {
    let told = withTail(emptyTranscript, ...view(1000))
    told = withHistory(told, 'e800', { entries: talk(700, 800), earlier: 700 })
    told = withHistory(told, 'e700', { entries: talk(600, 700), earlier: 600 })
    told = withTail(told, ...view(1001))
    expect(ids(told)).toEqual(talk(600, 1001).map((entry) => entry.id))
    expect(told.earlier).toBe(600)
  })

  test('a late answer to an older question is dropped', () => {
    const told = withTail(emptyTranscript, ...view(1000))
    expect(withHistory(told, 'e750', { entries: talk(700, 750), earlier: 700 })).toBe(told)
  })

  test('an empty page ends the asking', () => {
    const told = withTail(emptyTranscript, ...view(1000))
    expect(withHistory(told, 'e800', { entries: [], earlier: 800 }).earlier).toBe(0)
  })

  test('trimming drops whole old pages and counts them as earlier', () => {
    let told = withTail(emptyTranscript, ...view(1000))
    told = withHistory(told, 'e800', { entries: talk(400, 800), earlier: 400 })
    const less = trimmed(told, 500, 300)
    const held = entriesOf(less).length
    expect(held).toBeGreaterThanOrEqual(300)
    expect(held).toBeLessThan(450)
    expect(less.earlier + held).toBe(1000)
    expect(trimmed(less, 500, 300)).toBe(less)
    expect(ids(withTail(less, ...view(1001))).at(-1)).toBe('e1000')
  })
})

describe('arrivals', () => {
  test('names what is new, in order, and nothing twice', () => {
    const first = withTail(emptyTranscript, ...view(300))
    const second = withTail(first, ...view(303))
    expect(arrivals(first, second).map((entry) => entry.id)).toEqual(['e300', 'e301', 'e302'])
    expect(arrivals(second, second)).toEqual([])
  })

  test('history that is read is no arrival', () => {
    const first = withTail(emptyTranscript, ...view(1000))
    const second = withHistory(first, 'e800', { entries: talk(700, 800), earlier: 700 })
    expect(arrivals(first, second)).toEqual([])
  })

  test('all is new in a new conversation', () => {
    expect(arrivals(emptyTranscript, withTail(emptyTranscript, ...view(2)))).toHaveLength(2)
  })
})
