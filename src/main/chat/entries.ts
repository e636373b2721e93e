import { CHAT_TAIL, type Entry, type HistoryPage } from '../../contract/chat.ts'

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

export function createEntries(): Entries {
  const list: Entry[] = []
  const places = new Map<string, number>()

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
    tail: () => ({
      entries: list.slice(-CHAT_TAIL),
      earlier: Math.max(0, list.length - CHAT_TAIL),
    }),
    all: () => [...list],
    before(id, count) {
      const end = places.get(id)
      if (end === undefined) return undefined
      const start = Math.max(0, end - Math.max(1, Math.min(count, CHAT_TAIL)))
      return { entries: list.slice(start, end), earlier: start }
    },
  }
}
