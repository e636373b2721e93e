import type { Entry, HistoryPage } from '../../../contract/chat.ts'

export type Side = 'me' | 'agent' | 'other' | 'system' | 'line'

/** What one sender said in one go: one avatar, tight corners, one word on delivery. */
export interface Turn {
  /** Id of its first entry. */
  readonly key: string
  readonly side: Side
  readonly entries: readonly Entry[]
}

/** A stretch of the transcript that is drawn, or left out, as a whole. */
export interface Page {
  /** Id of its first entry. */
  readonly key: string
  readonly turns: readonly Turn[]
  readonly entries: readonly Entry[]
}

/**
 * What the screen holds of the conversation: a gapless stretch up to the newest entry. Whatever did
 * not change keeps its identity from one transcript to the next, so that old bubbles are not drawn
 * again when a message arrives.
 */
export interface Transcript {
  readonly pages: readonly Page[]
  /** Entries before the first page, to be read with `chat.history`. */
  readonly earlier: number
}

export const emptyTranscript: Transcript = { pages: [], earlier: 0 }

/** A page is closed at the first change of turn after so many entries: few enough to be drawn within a frame. */
const PAGE_ENTRIES = 30
/** A turn of one sender is at most so long, so that no page grows without end. */
const TURN_ENTRIES = 15
/** A pause after which the same sender begins a new turn, in milliseconds. */
const PAUSE_MS = 5 * 60_000

/** Appends the newest entries of a view; starts over if they do not fit. */
export function withTail(known: Transcript, tail: readonly Entry[], earlier: number): Transcript {
  const first = tail[0]
  if (first === undefined) return emptyTranscript
  const at = earlier > 0 ? placeOf(known, first.id) : undefined
  const kept = at === undefined ? [] : known.pages.slice(0, at.page)
  if (at === undefined || known.earlier + count(kept) + at.index !== earlier) {
    return { pages: divide(reuse(tail, known.pages), known.pages), earlier }
  }
  const changing = known.pages.slice(at.page)
  const rest = [...(changing[0]?.entries.slice(0, at.index) ?? []), ...reuse(tail, changing)]
  return { pages: [...kept, ...divide(rest, changing)], earlier: known.earlier }
}

/** Puts a page of history before what is known; a late answer to an older question is dropped. */
export function withHistory(known: Transcript, beforeId: string, history: HistoryPage): Transcript {
  if (known.pages[0]?.key !== beforeId) return known
  return {
    pages: [...divide(history.entries, []), ...known.pages],
    earlier: history.entries.length === 0 ? 0 : history.earlier,
  }
}

/** Lets go of the oldest pages once there are more than `most` entries, but keeps at least `keep`. */
export function trimmed(known: Transcript, most: number, keep: number): Transcript {
  let total = count(known.pages)
  if (total <= most) return known
  let drop = 0
  for (const page of known.pages) {
    if (total - page.entries.length < keep) break
    total -= page.entries.length
    drop += 1
  }
  if (drop === 0) return known
  const dropped = known.pages.slice(0, drop)
  return { pages: known.pages.slice(drop), earlier: known.earlier + count(dropped) }
}

/** All entries, the oldest first. */
export function entriesOf(transcript: Transcript): readonly Entry[] {
  return transcript.pages.flatMap((page) => page.entries)
}

/** Entries of the newer transcript that come after the newest of the older one. */
export function arrivals(older: Transcript, newer: Transcript): readonly Entry[] {
  const known = new Set<string>()
  for (const page of older.pages.slice(-3)) for (const entry of page.entries) known.add(entry.id)
  const fresh: Entry[] = []
  for (const page of newer.pages.slice(-3).reverse()) {
    for (const entry of page.entries.slice().reverse()) {
      if (known.has(entry.id)) return fresh.reverse()
      fresh.push(entry)
    }
  }
  return fresh.reverse()
}

function count(pages: readonly Page[]): number {
  return pages.reduce((sum, page) => sum + page.entries.length, 0)
}

function placeOf(known: Transcript, id: string): { page: number; index: number } | undefined {
  for (let page = known.pages.length - 1; page >= 0; page -= 1) {
    const index = known.pages[page]?.entries.findIndex((entry) => entry.id === id) ?? -1
    if (index >= 0) return { page, index }
  }
  return undefined
}

/** Old objects for entries that have not changed (each view is a fresh copy). */
function reuse(tail: readonly Entry[], pages: readonly Page[]): readonly Entry[] {
  const old = new Map(pages.flatMap((page) => page.entries.map((entry) => [entry.id, entry])))
  return tail.map((entry) => {
    const before = old.get(entry.id)
    return before !== undefined && same(before, entry) ? before : entry
  })
}

/** An entry's text never changes under its id; its delivery and its sender's name may. */
function same(a: Entry, b: Entry): boolean {
  if (a.kind !== b.kind || a.at !== b.at) return false
  if (a.kind === 'mine') {
    return b.kind === 'mine' && a.delivery === b.delivery && a.failure?.code === b.failure?.code
  }
  return nameOf(a) === nameOf(b)
}

function nameOf(entry: Entry): string | undefined {
  if ('person' in entry) return entry.person.name
  return 'name' in entry ? entry.name : undefined
}

function divide(entries: readonly Entry[], old: readonly Page[]): readonly Page[] {
  const oldTurns = new Map(old.flatMap((page) => page.turns.map((turn) => [turn.key, turn])))
  const oldPages = new Map(old.map((page) => [page.key, page]))
  const pages: Page[] = []
  let turns: Turn[] = []
  let size = 0
  for (const turn of turnsOf(entries)) {
    const before = oldTurns.get(turn.key)
    turns.push(before !== undefined && sameTurn(before, turn) ? before : turn)
    size += turn.entries.length
    if (size < PAGE_ENTRIES) continue
    pages.push(pageOf(turns, oldPages))
    turns = []
    size = 0
  }
  if (turns.length > 0) pages.push(pageOf(turns, oldPages))
  return pages
}

function sameTurn(a: Turn, b: Turn): boolean {
  return a.side === b.side && sameItems(a.entries, b.entries)
}

function pageOf(turns: readonly Turn[], old: ReadonlyMap<string, Page>): Page {
  const key = turns[0]?.key ?? ''
  const before = old.get(key)
  if (before !== undefined && sameItems(before.turns, turns)) return before
  return { key, turns, entries: turns.flatMap((turn) => turn.entries) }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

function turnsOf(entries: readonly Entry[]): Turn[] {
  const turns: Turn[] = []
  let open: Entry[] = []
  let last: Entry | undefined
  for (const entry of entries) {
    const joins = last !== undefined && open.length < TURN_ENTRIES && belongTogether(last, entry)
    if (!joins) {
      open = []
      turns.push({ key: entry.id, side: sideOf(entry), entries: open })
    }
    open.push(entry)
    last = entry
  }
  return turns
}

function belongTogether(a: Entry, b: Entry): boolean {
  const side = sideOf(a)
  if (side !== sideOf(b) || side === 'line' || side === 'system') return false
  return speaker(a) === speaker(b) && Math.abs(b.at - a.at) < PAUSE_MS
}

function speaker(entry: Entry): string {
  if ('person' in entry) return entry.person.key
  return 'name' in entry ? entry.name : ''
}

function sideOf(entry: Entry): Side {
  switch (entry.kind) {
    case 'mine':
      return 'me'
    case 'agent':
      return 'agent'
    case 'other':
      return 'other'
    case 'page':
      return entry.person === undefined ? 'system' : 'agent'
    case 'system':
    case 'unknown':
      return 'system'
    case 'event':
      return 'line'
  }
}
