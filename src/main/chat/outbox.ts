import type { FailureCode } from '../../contract/outcome.ts'
import type { CentreError, Content, RequestOptions, Result } from '../centre/api.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { OutboxConfig } from './config.ts'
import type { Echo } from './echo.ts'
import type { Journal, OutboxRecord } from './journal.ts'
import { createItem, recordOf, restoreItem, textMatches, type OutboxItem } from './outbox-item.ts'
import { createSettling } from './settling.ts'

export interface OutboxDeps {
  readonly clock: Clock
  readonly log: Log
  readonly journal: Journal
  readonly config: OutboxConfig
  readonly echo: Echo
  /** Taken up after a crash: nothing is sent before the transcript has been read. */
  readonly resumed: boolean
  post(text: string, options: RequestOptions): Promise<Result<void>>
  /** Sends a harmless request over a new connection; true if the centre itself answers. */
  probe(): Promise<boolean>
  /** Resolves when nothing is on its way that must not overtake a message (a typing notice). */
  beforePost(): Promise<void>
  /** The index of the next content, as far as the transcript has been read. */
  index(): number
  /** Asks for a poll that leaves at `at` or soon after. */
  readBack(at: number): void
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
 * is kept, and after a crash `sending` means the same as an answer that never came.
 *
 * Why the read-back is a proof. An answer that is lost leaves three cases: the request never arrived,
 * it has been carried out, or it is still on its way. The first two are told apart by reading; the
 * third looks like the first and would double the message if we sent it again. Presence counts at
 * once. Absence counts only in an answer whose query left over a connection of its own, after these:
 *
 * 1. The attempt has ended and our side has closed its connection: no more of its bytes can leave.
 * 2. The server has accepted its connection. A busy server leaves connections in its accept queue,
 *    where a request whose client has gone waits and is carried out later, while a connection that
 *    was accepted before goes on showing its absence. That queue is first in, first out: a new
 *    connection that gets an answer (`probe`) was behind the attempt.
 * 3. `settleMs` have passed since: the longest that the centre works on one request.
 *
 * Where something in between accepts connections itself, (2) shows that this has accepted the
 * attempt, not that the centre has: a proxy with a pool of its own (it may forward our new connection
 * over an old one), one that repeats requests or queues them, a balancer in front of several nodes
 * (query and attempt may be in two queues). There only (3) protects, and only if it is longer than
 * such a proxy holds a request whose client has gone.
 *
 * Until then the message is not sent again, so that no more than one attempt is ever unproven. A
 * plain 500 comes from the centre itself, which has finished with the request: it has been accepted,
 * and `settleAnsweredMs` is enough. Answers of gateways count as no answer.
 *
 * Where the centre does not echo, absence proves nothing: then a message is sent at most once, and
 * the customer decides about an unknown one. The queue waits all the same, so that a request that
 * was only late cannot be overtaken by the next message.
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
  const { clock, config, echo, journal, log } = deps
  let items: OutboxItem[] = []
  const others: number[] = [...(saved?.others ?? [])]
  let historyBefore = saved?.isLost === true ? Infinity : (saved?.next ?? 0)
  const foreign = new Set(others)
  let handled = saved?.next ?? 0
  let seen = saved?.seen ?? 0
  let sawCustomer = false
  let dirty = false
  let closed = false
  let busy = false
  let ready = !deps.resumed
  let paused = false
  let failures = 0
  /** Set while a poll must tell first whether the session is still there. */
  let held = false
  let cancel: CancelTimer | undefined
  /** The attempt under way. */
  let attempt: { readonly item: OutboxItem; readonly abort: AbortController } | undefined
  const settling = createSettling(deps)
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

  function later(error: CentreError | undefined): void {
    failures += 1
    const backoff = Math.min(config.backoffMaxMs, config.backoffMs * 2 ** Math.min(failures - 1, 8))
    cancel?.()
    cancel = clock.after(Math.max(backoff, error?.retryAfterMs ?? 0), () => {
      cancel = undefined
      void pump()
    })
  }

  async function pump(): Promise<void> {
    if (busy || closed || held || paused || !ready || cancel !== undefined) return
    const item = items.find((each) => each.state === 'queued' || each.state === 'settling')
    if (item?.state !== 'queued') return
    busy = true
    try {
      await deps.beforePost()
      if (isHeldUp() || !isQueued(item)) return
      item.base ??= deps.index()
      change(item, 'sending')
      if (!save()) {
        // After a crash a message that is not written down would be sent again: it stays in the queue.
        change(item, 'queued')
        later(undefined)
        return
      }
      const answer = await post(item)
      if (!isClosed()) judge(item, answer)
    } finally {
      busy = false
      attempt = undefined
    }
    void pump()
  }

  function post(item: OutboxItem): Promise<Result<void>> {
    const abort = new AbortController()
    attempt = { item, abort }
    item.left = false
    return deps.post(item.text, {
      signal: abort.signal,
      onLeave() {
        item.left = true
      },
    })
  }

  function judge(item: OutboxItem, answer: Result<void>): void {
    // The transcript may have shown it before the answer came.
    if (item.state !== 'sending') {
      failures = 0
    } else if (answer.ok) {
      failures = 0
      item.confirmedAt = clock.steady()
      change(item, 'sent')
      save()
    } else {
      troubled(item, answer.error)
    }
  }

  function troubled(item: OutboxItem, error: CentreError): void {
    log.info('a message was not confirmed', {
      kind: error.kind,
      effect: error.effect,
      status: error.status,
      detail: error.detail,
    })
    if (error.effect === 'possible') {
      change(item, 'settling')
      settling.begin(item, error.status === 500)
    } else if (error.kind === 'rejected' || error.kind === 'not-licensed') {
      change(item, 'failed', error.kind === 'rejected' ? 'centre-trouble' : 'not-licensed')
    } else if (error.kind === 'disconnected' || error.kind === 'not-found') {
      // The poller finds out whether the session is gone; a proxy may have answered in its place.
      item.suspicions += 1
      if (item.suspicions >= 3) {
        change(item, 'failed', 'not-found')
      } else {
        change(item, 'queued')
        held = true
        deps.readBack(clock.steady())
      }
    } else {
      change(item, 'queued')
      later(error)
    }
    save()
  }

  // Read through functions, since awaits change what they answer.
  function isClosed(): boolean {
    return closed
  }

  function isHeldUp(): boolean {
    return closed || held || paused
  }

  const outbox: Outbox = {
    get items() {
      return items
    },
    add(id, text) {
      const item = createItem(id, text, clock.now())
      items.push(item)
      save()
      void pump()
      return item
    },
    retry(id) {
      const item = items.find((each) => each.id === id)
      if (closed || !item || (item.state !== 'failed' && item.state !== 'unknown')) return undefined
      const again = createItem(id, item.text, clock.now())
      items = [...items.filter((each) => each !== item), again]
      save()
      void pump()
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
      ready = true
      if (historyBefore === Infinity) historyBefore = deps.index()
      if (held) {
        held = false
        later(undefined)
      }
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
      void pump()
    },
    whenIdle() {
      if (isIdle()) return Promise.resolve()
      return new Promise((resolve) => waiters.push(resolve))
    },
    pause() {
      paused = true
    },
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
      cancel?.()
      settling.stop()
      // A request that has not left yet is not sent.
      if (attempt && !attempt.item.left) attempt.abort.abort()
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

function isQueued(item: OutboxItem): boolean {
  return item.state === 'queued'
}

function isPast(item: OutboxItem): boolean {
  return item.state === 'sent'
}

function isOpen(item: OutboxItem): boolean {
  return item.state === 'queued' || item.state === 'sending' || item.state === 'settling'
}
