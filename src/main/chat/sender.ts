import type { FailureCode } from '../../contract/outcome.ts'
import type { CentreError, RequestOptions, Result } from '../centre/api.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { OutboxConfig } from './config.ts'
import type { OutboxItem } from './outbox-item.ts'
import type { Settling } from './settling.ts'

export interface SenderDeps {
  readonly clock: Clock
  readonly log: Log
  readonly config: OutboxConfig
  readonly settling: Settling
  /** Taken up after a crash: nothing is sent before the transcript has been read. */
  readonly resumed: boolean
  post(text: string, options: RequestOptions): Promise<Result<void>>
  /** Resolves when nothing is on its way that must not overtake a message (a typing notice). */
  beforePost(): Promise<void>
  /** The index of the next content, as far as the transcript has been read. */
  index(): number
  /** Asks for a poll that leaves at `at` or soon after. */
  readBack(at: number): void
  /** The first message that is not confirmed; one that is settling holds up the queue. */
  next(): OutboxItem | undefined
  change(item: OutboxItem, state: OutboxItem['state'], failure?: FailureCode): void
  /** Writes the queue down; false where that was not possible. */
  save(): boolean
}

/** Sends the outbox's queue, one message at a time and in order, and judges the answers. */
export interface Sender {
  /** Something may be there to send. */
  go(): void
  /** A complete answer of a poll has come: the session is there, and what it holds is known. */
  answered(): void
  /** No further message leaves; one under way may finish. */
  pause(): void
  stop(): void
}

export function createSender(deps: SenderDeps): Sender {
  const { clock, config, log, change, save } = deps
  let stopped = false
  let busy = false
  let ready = !deps.resumed
  let paused = false
  let failures = 0
  /** Set while a poll must tell first whether the session is still there. */
  let held = false
  let cancel: CancelTimer | undefined
  /** The attempt under way. */
  let attempt: { readonly item: OutboxItem; readonly abort: AbortController } | undefined

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
    if (busy || isHeldUp() || !ready || cancel !== undefined) return
    const item = deps.next()
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
      if (!isStopped()) judge(item, answer)
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
      deps.settling.begin(item, error.status === 500)
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
  function isStopped(): boolean {
    return stopped
  }

  function isHeldUp(): boolean {
    return stopped || held || paused
  }

  return {
    go: () => void pump(),
    answered() {
      ready = true
      if (!held) return
      held = false
      later(undefined)
    },
    pause() {
      paused = true
    },
    stop() {
      stopped = true
      cancel?.()
      // A request that has not left yet is not sent.
      if (attempt && !attempt.item.left) attempt.abort.abort()
    },
  }
}

function isQueued(item: OutboxItem): boolean {
  return item.state === 'queued'
}
