import type { Entry } from '../../contract/chat.ts'
import type { Content } from '../centre/api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Entries } from './entries.ts'
import { deliveryOf, type OutboxItem } from './outbox-item.ts'
import type { Outbox } from './outbox.ts'
import { customerText } from './plain.ts'

/** The entry that stands for a message of the customer's own. */
export function entryOf(item: OutboxItem): Entry {
  const { id, at, text, failure } = item
  const entry = { id, at, kind: 'mine' as const, text, delivery: deliveryOf(item) }
  return failure === undefined ? entry : { ...entry, failure: { code: failure } }
}

/** Keeps the customer's messages in their place among what the centre's transcript brings. */
export interface OwnMessages {
  /** Shows what is not shown yet and was sent before the content of this index. */
  showBefore(index: number): void
  showAll(): void
  /** A CUSTOMER_MESSAGE: true where it is one of ours, and shown as such. */
  received(content: Content): boolean
  nextId(): string
}

export function createOwnMessages(
  clock: Clock,
  entries: Entries,
  outbox: () => Outbox,
): OwnMessages {
  let count = 0

  function show(which: (item: OutboxItem) => boolean): void {
    for (const item of outbox().items) {
      if (!entries.has(item.id) && which(item)) entries.append(entryOf(item))
    }
  }

  return {
    showBefore(index) {
      // Whatever was sent, was sent after them.
      if (outbox().firstWordsFollow) return
      show((item) => item.base !== undefined && item.base <= index)
    },
    showAll() {
      show(() => true)
    },
    received(content) {
      const match = outbox().match(content)
      if (match.kind === 'other') return false
      if (match.kind === 'history') {
        const id = `h${String(content.index)}`
        const text = customerText(content.content)
        entries.append({ id, at: clock.now(), kind: 'mine', text, delivery: 'delivered' })
      } else if (!entries.has(match.item.id)) {
        entries.append(entryOf(match.item))
      }
      return true
    },
    nextId() {
      for (;;) {
        count += 1
        const id = `m${String(clock.now())}-${String(count)}`
        // After a crash within the same millisecond the first one is taken.
        if (!entries.has(id)) return id
      }
    },
  }
}
