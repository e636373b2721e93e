import type { CancelTimer, Clock } from '../../support/clock.ts'
import type { Journal } from './journal.ts'

/** A crash costs at most this much of what is being typed. */
const WRITE_AFTER_MS = 500

/** What the customer is typing, kept across a crash without a write for each key. */
export function createDraft(clock: Clock, journal: Journal) {
  let text = ''
  let cancel: CancelTimer | undefined

  function drop(): void {
    cancel?.()
    cancel = undefined
  }

  return {
    get text(): string {
      return text
    },
    set(next: string): void {
      text = next
      cancel ??= clock.after(WRITE_AFTER_MS, () => {
        cancel = undefined
        journal.set('chat.draft', text)
      })
    },
    clear(): void {
      drop()
      if (text !== '') journal.delete('chat.draft')
      text = ''
    },
    restore(): void {
      text = journal.get('chat.draft') ?? ''
    },
    /** No more writes; what is written stays. */
    stop: drop,
  }
}
