import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Journal } from './journal.ts'

/** A crash costs at most this much of what is being typed. */
const WRITE_AFTER_MS = 500

/** What the customer is typing, kept across a crash without a write for each key. */
export interface Draft {
  readonly text: string
  set(text: string): void
  clear(): void
  /** Takes what an earlier run has written. */
  restore(): void
  /** No more writes; what is written stays. */
  stop(): void
}

export function createDraft(clock: Clock, journal: Journal): Draft {
  let text = ''
  let cancel: CancelTimer | undefined

  function drop(): void {
    cancel?.()
    cancel = undefined
  }

  return {
    get text() {
      return text
    },
    set(next) {
      text = next
      cancel ??= clock.after(WRITE_AFTER_MS, () => {
        cancel = undefined
        journal.set('chat.draft', text)
      })
    },
    clear() {
      drop()
      if (text !== '') journal.delete('chat.draft')
      text = ''
    },
    restore() {
      text = journal.get('chat.draft') ?? ''
    },
    stop: drop,
  }
}
