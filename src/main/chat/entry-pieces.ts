import type { Entry } from '../../contract/chat.ts'
import { costOf, longMessage, type LongMessage, type Piece } from '../../contract/pieces.ts'

interface Shown {
  readonly entry: Entry
  readonly cost: number
  readonly long: LongMessage | undefined
}

const known = new WeakMap<Entry, Shown>()

function shown(entry: Entry): Shown {
  const before = known.get(entry)
  if (before !== undefined) return before
  const long = 'body' in entry ? longMessage(entry.body) : undefined
  const short: Entry =
    long !== undefined && 'body' in entry
      ? { ...entry, body: long.beginning, more: long.rest.length }
      : entry
  const now = { entry: short, cost: 1 + ('body' in short ? costOf(short.body) : 0), long }
  known.set(entry, now)
  return now
}

/** An entry as it is sent to the screen: of a long message only the beginning. */
export function shownEntry(entry: Entry): Entry {
  return shown(entry).entry
}

/** What that entry costs to send and to draw, as `contract/pieces.ts` counts. */
export function shownCost(entry: Entry): number {
  return shown(entry).cost
}

/** A piece of what follows the beginning, from 0; undefined where there is none. */
export function pieceOf(entry: Entry, at: number): Piece | undefined {
  return shown(entry).long?.rest[at]
}
