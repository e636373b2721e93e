import type { FailureCode } from '../../contract/outcome.ts'
import type { Content } from '../centre/api.ts'
import type { Echo } from './echo.ts'
import type { Journal, OutboxRecord } from './journal.ts'
import { createItem, recordOf, restoreItem, textMatches, type OutboxItem } from './outbox-item.ts'
import { createSender, type SenderDeps } from './sender.ts'
import { createSettling } from './settling.ts'

export interface OutboxDeps extends Omit<SenderDeps, 'settling' | 'next' | 'change' | 'save'> {
  readonly journal: Journal
  readonly echo: Echo
  /** Sends a harmless request over a new connection; true if the centre itself answers. */
  probe(): Promise<boolean>
  changed(item: OutboxItem): void
}

/** Whose a CUSTOMER_MESSAGE of the transcript is. */
export type Match =
  | { readonly kind: 'mine'; readonly item: OutboxItem }
  /** Ours from before a restart, shown from the transcript alone. */
  | { readonly kind: 'history' }
  | { readonly kind: 'other' }

/**
 * Messages of the customer, sent exactly once over an interface that has neither a key to make a
 * POST repeatable nor an id to ask for it (C49).
 * ```
 *            pump                201                   seen in the transcript
 *  queued --------> sending ------------> sent ------------------------------> delivered
 *    ^  ^              |  |                                                        ^
 *    |  | effect none  |  | effect possible                      seen              |
 *    |  +--------------+  +-----------------------> settling ----------------------+
 *    |                 |    absent, settled, echo    |    |                        |
 *    +-----------------|-----------------------------+    | absent, no echo        |
 *    |                 |                                  v        seen late       |
 *    +--- retry -------|------------------------------ unknown --------------------+
 *    |                 v
 *    +--- retry --- failed <-- refused for good, or the chat ended
 * ```
 * One message is on its way at a time and it is written down before its request leaves, so order
 * is kept, and after a crash `sending` means the same as an answer that never came (settling.ts).
 */
export interface Outbox {
  readonly items: readonly OutboxItem[]
  add(id: string, text: string): OutboxItem
  /** A failed or unknown message goes to the end of the queue; undefined where it may not. */
  retry(id: string): OutboxItem | undefined
  discard(id: string): boolean
  match(content: Content): Match
  /** The customer's first words are still to come in the transcript: they were seen there before a restart. */
  readonly firstWordsFollow: boolean
  /** A query that leaves now should leave over a new connection (`fresh`): its answer can decide. */
  readonly wantsFresh: boolean
  /** A query over a new connection got no answer. */
  doubt(): void
  /** A complete answer has been matched; its query left at `startedAt`. */
  answered(startedAt: number, fresh: boolean): void
  /** Resolves when nothing is waiting or on its way. */
  whenIdle(): Promise<void>
  /** No further message leaves; one under way may finish. */
  pause(): void
  /** No more requests. `readBack`: the last transcript has been read after the end. */
  close(readBack: boolean): void
  /** No more requests and no more changes; what is written down stays. */
  stop(): void
}

/**
 * Stands in for a record that cannot be read: whatever the transcript holds of the customer's by now
 * is theirs.
 */
export const LOST_OUTBOX: OutboxRecord = { items: [], next: 0, others: [], seen: 0, isLost: true }

/** Messages written down at most, beside those that still wait for something. */
const KEPT = 200

export function createOutbox(deps: OutboxDeps, saved?: OutboxRecord): Outbox {
  const { clock, config, echo, journal } = deps
  let items: OutboxItem[] = []
  const others: number[] = [...(saved?.others ?? [])]
  let historyBefore = saved?.isLost === true ? Infinity : (saved?.next ?? 0)
  const foreign = new Set(others)
  let handled = saved?.next ?? 0
  let seen = saved?.seen ?? 0
  let sawCustomer = false
  let dirty = false
  let closed = false
  const settling = createSettling(deps)
  const sender = createSender({
    ...deps,
    settling,
    next: () => items.find((each) => each.state === 'queued' || each.state === 'settling'),
    change,
    save,
  })
  let waiters: (() => void)[] = []

  function save(): boolean {
    dirty = false
    const next = Math.max(handled, deps.index())
    // Where nothing is echoed, what was sent is kept for the screen alone: the newest will do.
    const surplus = items.length - KEPT
    const kept =
      surplus > 0
        ? items.filter((item, at) => at >= surplus || !isPast(item) || item.caption)
        : items
    const record = { items: kept.map(recordOf), next, others, seen }
    return journal.set(
      'chat.outbox',
      historyBefore === Infinity ? { ...record, isLost: true } : record,
    )
  }

  function change(item: OutboxItem, state: OutboxItem['state'], failure?: FailureCode): void {
    item.state = state
    item.failure = failure
    deps.changed(item)
    if (waiters.length > 0 && isIdle()) {
      const ready = waiters
      waiters = []
      for (const each of ready) each()
    }
  }

  function isIdle(): boolean {
    return !items.some((item) => isOpen(item))
  }

  const outbox: Outbox = {
    get items() {
      return items
    },
    add(id, text) {
      const item = createItem(id, text, clock.now())
      items.push(item)
      save()
      sender.go()
      return item
    },
    retry(id) {
      const item = items.find((each) => each.id === id)
      if (closed || !item || (item.state !== 'failed' && item.state !== 'unknown')) return undefined
      const again = createItem(id, item.text, clock.now())
      items = [...items.filter((each) => each !== item), again]
      save()
      sender.go()
      return again
    },
    discard(id) {
      const item = items.find((each) => each.id === id)
      if (!item || (item.state !== 'failed' && item.state !== 'unknown')) return false
      items = items.filter((each) => each !== item)
      if (!closed) save()
      return true
    },
    match(content) {
      const first = !sawCustomer
      sawCustomer = true
      if (content.index < historyBefore) {
        if (foreign.has(content.index)) return { kind: 'other' }
        echo.captionSeen()
        return { kind: 'history' }
      }
      handled = Math.max(handled, content.index + 1)
      dirty = true
      const item =
        items.find((each) => textMatches(each, content)) ??
        // R126: the first words of the customer are the caption, whatever became of them.
        (first ? items.find((each) => each.caption) : undefined)
      if (!item) {
        others.push(content.index)
        return { kind: 'other' }
      }
      items = items.filter((each) => each !== item)
      seen = content.index + 1
      if (item.caption) echo.captionSeen()
      else echo.seen()
      change(item, 'delivered')
      return { kind: 'mine', item }
    },
    get firstWordsFollow() {
      return !sawCustomer && !items.some((item) => item.caption)
    },
    get wantsFresh() {
      return !closed && items.some((item) => settling.isDue(item))
    },
    doubt() {
      if (closed) return
      for (const item of items) if (settling.isDue(item)) settling.doubt(item)
    },
    answered(startedAt, fresh) {
      if (closed) return
      sender.answered()
      if (historyBefore === Infinity) historyBefore = deps.index()
      for (const item of items) {
        if (item.state === 'settling') {
          if (!settling.proves(item, startedAt, fresh)) continue
          change(item, echo.expected() ? 'queued' : 'unknown')
          dirty = true
        } else if (item.state === 'sent' && !item.caption && item.confirmedAt !== undefined) {
          if (startedAt < item.confirmedAt + config.echoGraceMs) continue
          item.confirmedAt = undefined
          echo.missing()
        }
      }
      if (dirty) save()
      sender.go()
    },
    whenIdle() {
      if (isIdle()) return Promise.resolve()
      return new Promise((resolve) => waiters.push(resolve))
    },
    pause: () => sender.pause(),
    close(readBack) {
      if (closed) return
      outbox.stop()
      for (const item of items) {
        const isHere = item.state === 'queued' || (item.state === 'sending' && !item.left)
        if (isHere) change(item, 'failed', 'not-found')
        else if (item.state === 'sending' || item.state === 'settling') {
          if (readBack && echo.expected()) change(item, 'failed', 'not-found')
          else change(item, 'unknown')
        }
      }
    },
    stop() {
      closed = true
      sender.stop()
      settling.stop()
    },
  }

  // What was on its way when the process died is as good as an answer that never came.
  for (const record of saved?.items ?? []) {
    const item = restoreItem(record, seen, saved?.next ?? 0)
    items.push(item)
    if (item.state !== 'sending' && item.state !== 'settling') continue
    item.state = 'settling'
    settling.begin(item, false)
  }
  return outbox
}

function isPast(item: OutboxItem): boolean {
  return item.state === 'sent'
}

function isOpen(item: OutboxItem): boolean {
  return item.state === 'queued' || item.state === 'sending' || item.state === 'settling'
}
