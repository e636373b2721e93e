import type { OutboxConfig } from './config.ts'
import type { Journal } from './journal.ts'

/**
 * Whether the centre hands our messages back (question 1). The strongest sign is a posted and
 * confirmed message that a complete poll shows, or does not; it is remembered across chats, since
 * it is a property of the centre. Until one has been posted, the caption stands in: a centre that
 * keeps the customer's first words in its transcript (R126) keeps the later ones too.
 */
export interface Echo {
  expected(): boolean
  /** The caption was seen as CUSTOMER_MESSAGE. */
  captionSeen(): void
  /** A posted message was seen. */
  seen(): void
  /** A confirmed message is missing from complete polls. */
  missing(): void
}

/** So many misses in a row turn a centre that has echoed before into one that does not. */
const MISSES = 3

export function createEcho(mode: OutboxConfig['echo'], journal: Journal): Echo {
  let learnt = mode === 'auto' ? journal.get('chat.echo')?.seen : undefined
  let caption = false
  let misses = 0

  function learn(seen: boolean): void {
    if (mode !== 'auto' || learnt === seen) return
    learnt = seen
    journal.set('chat.echo', { seen })
  }

  return {
    expected: () => (mode === 'auto' ? (learnt ?? caption) : mode === 'yes'),
    captionSeen() {
      caption = true
    },
    seen() {
      misses = 0
      learn(true)
    },
    missing() {
      misses += 1
      if (learnt !== true || misses >= MISSES) learn(false)
    },
  }
}
