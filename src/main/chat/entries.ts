import { CHAT_TAIL, type Entry, type HistoryPage } from '../../contract/chat.ts'
import { shownCost, shownEntry } from './entry-pieces.ts'

/**
 * Every entry of one chat in the order shown. Views get the tail only, so that a push costs the
 * same after ten thousand messages as after two hundred.
 */
export interface Entries {
  append(entry: Entry): void
  /** Puts a new state in place; unknown ids are ignored. */
  replace(entry: Entry): void
  remove(id: string): void
  clear(): void
  has(id: string): boolean
  get(id: string): Entry | undefined
  tail(): HistoryPage
  all(): readonly Entry[]
  /** At most `count` entries before the one named; undefined where that is not known. */
  before(id: string, count: number): HistoryPage | undefined
}

/** Long messages make a page of the transcript shorter: it is sent, and drawn, as a whole. */
const PAGE_COST = 2000

export function createEntries(): Entries {
  const list: Entry[] = []
  const places = new Map<string, number>()

  /** At most `count` entries before a place, as the screen gets them; at least one where there is one. */
  function pageBefore(end: number, count: number): HistoryPage {
    let start = end
    let cost = 0
    while (start > Math.max(0, end - count)) {
      const entry = list[start - 1]
      if (entry !== undefined) cost += shownCost(entry)
      if (cost > PAGE_COST && start < end) break
      start -= 1
    }
    return { entries: list.slice(start, end).map(shownEntry), earlier: start }
  }

  return {
    append(entry) {
      places.set(entry.id, list.length)
      list.push(entry)
    },
    replace(entry) {
      const at = places.get(entry.id)
      if (at !== undefined) list[at] = entry
    },
    remove(id) {
      const at = places.get(id)
      if (at === undefined) return
      places.delete(id)
      list.splice(at, 1)
      for (let each = at; each < list.length; each += 1) {
        const moved = list[each]
        if (moved) places.set(moved.id, each)
      }
    },
    clear() {
      list.length = 0
      places.clear()
    },
    has: (id) => places.has(id),
    get(id) {
      const at = places.get(id)
      return at === undefined ? undefined : list[at]
    },
    tail: () => pageBefore(list.length, CHAT_TAIL),
    all: () => [...list],
    before(id, count) {
      const end = places.get(id)
      if (end === undefined) return undefined
      return pageBefore(end, Math.max(1, Math.min(count, CHAT_TAIL)))
    },
  }
}
