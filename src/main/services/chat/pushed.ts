import type { Journal, PushedRecord } from './journal.ts'

/**
 * Addresses that came at the top of an answer. Each comes once only (R106), so it is written down
 * before anything is done with it (C26): after a crash it is in its place again, and opens by itself
 * if it may not have been seen.
 */
export interface Pushed {
  /** The latest that stood for itself; empty before one. */
  readonly latest: string
  /** The one that came for a content which named none. */
  forContent(index: number): PushedRecord | undefined
  /** Those of an earlier run which came before the content of this index; each is answered once. */
  before(index: number): readonly PushedRecord[]
  note(url: string, index: number, forContent: boolean): void
  /** What has been noted so far has been on the screen. */
  seen(): void
}

export function createPushed(journal: Journal): Pushed {
  let records: readonly PushedRecord[] = journal.get('chat.pushed') ?? []
  let waiting = records.filter((each) => !each.forContent)

  function save(next: readonly PushedRecord[]): void {
    records = next
    journal.set('chat.pushed', [...next])
  }

  return {
    get latest() {
      return records.filter((each) => !each.forContent).at(-1)?.url ?? ''
    },
    forContent: (index) => records.find((each) => each.forContent && each.index === index),
    before(index) {
      const due = waiting.filter((each) => each.index <= index)
      waiting = waiting.filter((each) => each.index > index)
      return due
    },
    note(url, index, forContent) {
      save([...records, { url, index, forContent, seen: false }])
    },
    seen() {
      if (records.some((each) => !each.seen)) {
        save(records.map((each) => (each.seen ? each : { ...each, seen: true })))
      }
    },
  }
}
