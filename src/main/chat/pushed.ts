import type { Journal, PushedRecord } from './journal.ts'

/**
 * Addresses that came at the top of an answer. Each comes only once (R106), so it is written down
 * before it is used (C26): after a crash it is shown in its place again, and opens by itself if the
 * customer may not have seen it.
 */
export interface Pushed {
  /** The latest that belonged to no content; empty if there was none. */
  readonly latest: string
  /** The address for a content that named none. */
  forContent(index: number): PushedRecord | undefined
  /** Those of an earlier run that came before the content of this index; each is returned once. */
  before(index: number): readonly PushedRecord[]
  note(url: string, index: number, forContent: boolean): void
  /** Everything noted so far has been on the screen. */
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
