import type { Delivery } from '../../contract/chat.ts'
import type { FailureCode } from '../../contract/outcome.ts'
import type { Content } from '../centre/api.ts'
import type { ItemRecord } from './journal.ts'
import { isSameText, ownText, type OwnText } from './plain.ts'

export interface OutboxItem {
  readonly id: string
  readonly text: string
  readonly at: number
  readonly caption: boolean
  state: ItemRecord['state'] | 'delivered'
  /** The index that the next content had when it was first sent: its echo cannot be before. */
  base: number | undefined
  /** Its request may have left; until then it cannot have arrived. */
  left: boolean
  /** The centre has accepted every connection that was waiting when the attempt ended (settling.ts). */
  passed: boolean
  /** From then on absence is a proof, if `passed`. */
  settleAt: number
  confirmedAt: number | undefined
  suspicions: number
  failure: FailureCode | undefined
  own: OwnText | undefined
}

export function createItem(id: string, text: string, at: number): OutboxItem {
  return {
    id,
    text,
    at,
    caption: false,
    state: 'queued',
    base: undefined,
    left: false,
    passed: false,
    settleAt: 0,
    confirmedAt: undefined,
    suspicions: 0,
    failure: undefined,
    own: undefined,
  }
}

/** The session's first message: the centre has it since it answered with the session id. */
export function captionRecord(id: string, text: string, at: number): ItemRecord {
  return { id, text, at, state: 'sent', base: 1, caption: true }
}

/**
 * `seen` is the index behind our last message in the transcript. Messages leave in order, so what
 * waits for its echo belongs behind it, on the screen too: when it was sent, less had been read. A message
 * recorded as queued may have been sent all the same, if the disk could not be written: its echo is looked
 * for from `next` on, the first index that had not been read then.
 */
export function restoreItem(record: ItemRecord, seen: number, next: number): OutboxItem {
  const { id, text, at, caption, state, base } = record
  const isInOrder = !caption && state !== 'failed' && state !== 'unknown'
  return {
    ...createItem(id, text, at),
    caption,
    state,
    base:
      base === undefined && state === 'queued'
        ? Math.max(1, next)
        : base !== undefined && isInOrder
          ? Math.max(base, seen)
          : base,
  }
}

export function recordOf(item: OutboxItem): ItemRecord {
  const { id, text, at, caption, base } = item
  // A delivered item has left the list before it is written.
  const state = item.state === 'delivered' ? 'sent' : item.state
  return base === undefined
    ? { id, text, at, state, caption }
    : { id, text, at, state, caption, base }
}

/** Whether a content at or behind the place where the item was sent carries its text. */
export function textMatches(item: OutboxItem, content: Content): boolean {
  if (item.base === undefined || content.index < item.base) return false
  if (item.state === 'failed') return false
  item.own ??= ownText(item.text)
  return isSameText(item.own, content.content)
}

export function deliveryOf(item: OutboxItem): Delivery {
  return item.state === 'queued' || item.state === 'settling' ? 'sending' : item.state
}
