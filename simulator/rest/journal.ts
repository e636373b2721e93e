import type { RouteName } from '../faults/schema.ts'

/** One request to the REST service, as tests and the control page see it. No secret is in it. */
export interface JournalEntry {
  readonly serial: number
  /** Milliseconds since 1970, on the centre's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly route: RouteName
  /** The parsed body, where there was one; never that of the token request. */
  body: unknown
  /** 0 until answered, and for ever where a fault left the request without an answer. */
  status: number
  /** Why it was refused; not part of the response. */
  reason: string
  /** Kinds of the faults that struck it. */
  readonly faults: string[]
}

export interface Journal {
  open(entry: Pick<JournalEntry, 'at' | 'method' | 'path' | 'route'>): JournalEntry
  /** Notifies waiters that a fault was applied to an entry or that it was answered. */
  changed(entry: JournalEntry): void
  /** The latest entries, oldest first. */
  list(): readonly JournalEntry[]
  /** How many requests there were of a route, or of all. */
  count(route?: RouteName): number
  on(listener: (entry: JournalEntry) => void): () => void
  clear(): void
}

const kept = 1000

/** A journal which remembers the last thousand requests and counts all. */
export const createJournal = (): Journal => {
  let entries: JournalEntry[] = []
  let counts = new Map<RouteName, number>()
  let serial = 0
  const listeners = new Set<(entry: JournalEntry) => void>()
  return {
    open: (fields) => {
      serial += 1
      const entry: JournalEntry = {
        serial,
        ...fields,
        body: undefined,
        status: 0,
        reason: '',
        faults: [],
      }
      entries.push(entry)
      if (entries.length >= kept * 2) entries = entries.slice(-kept)
      counts.set(fields.route, (counts.get(fields.route) ?? 0) + 1)
      return entry
    },
    changed: (entry) => {
      for (const listener of listeners) listener(entry)
    },
    list: () => entries.slice(-kept),
    count: (route) => {
      if (route !== undefined) return counts.get(route) ?? 0
      let total = 0
      for (const count of counts.values()) total += count
      return total
    },
    on: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    clear: () => {
      entries = []
      counts = new Map()
    },
  }
}
