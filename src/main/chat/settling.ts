import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { OutboxConfig } from './config.ts'
import type { OutboxItem } from './outbox-item.ts'

/**
 * When the absence of a message whose attempt got no answer is a proof.
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
 *
 * Times are those of the steady clock: a wall clock that is set forward would end the wait too early.
 * ```
 *            no answer               probe answered           settleMs
 *  sending ------------> waiting to ----------------> accepted --------> a fresh query decides
 *     |                 be accepted <-------------------------------------------+
 *     |                      | ^  no answer: again later         it got no answer
 *     |                      +-+
 *     +--- answered with 500: settleAnsweredMs ---------------> a fresh query decides
 * ```
 */
export interface Settling {
  /** The attempt has ended; `answered`: with an answer of the centre, which has finished with it. */
  begin(item: OutboxItem, answered: boolean): void
  /** A query that leaves now should leave over a new connection: its answer can decide. */
  isDue(item: OutboxItem): boolean
  /** That query got no answer: whether the centre accepts connections must be probed again. */
  doubt(item: OutboxItem): void
  /** Whether absence from an answer whose query left at `startedAt` is a proof. */
  proves(item: OutboxItem, startedAt: number, fresh: boolean): boolean
  stop(): void
}

export function createSettling(deps: {
  readonly clock: Clock
  readonly config: OutboxConfig
  /** Sends a harmless request over a new connection; true if the centre itself answers. */
  probe(): Promise<boolean>
  /** Asks for a query that leaves at `at` or soon after. */
  readBack(at: number): void
}): Settling {
  const { clock, config } = deps
  let stopped = false
  let cancel: CancelTimer | undefined

  function accept(item: OutboxItem, ms: number): void {
    item.passed = true
    item.settleAt = clock.steady() + ms
    deps.readBack(item.settleAt)
  }

  async function probe(item: OutboxItem, failures: number): Promise<void> {
    const isAccepted = await deps.probe()
    if (isStopped() || item.state !== 'settling') return
    if (isAccepted) {
      accept(item, config.settleMs)
      return
    }
    const wait = Math.min(config.backoffMaxMs, config.backoffMs * 2 ** Math.min(failures, 8))
    cancel = clock.after(wait, () => {
      void probe(item, failures + 1)
    })
  }

  /** Read through a function, since awaits change it. */
  function isStopped(): boolean {
    return stopped
  }

  return {
    begin(item, answered) {
      item.passed = false
      if (answered) accept(item, config.settleAnsweredMs)
      else void probe(item, 0)
    },
    isDue: (item) => item.state === 'settling' && item.passed && clock.steady() >= item.settleAt,
    doubt(item) {
      item.passed = false
      void probe(item, 0)
    },
    proves: (item, startedAt, fresh) => fresh && item.passed && startedAt >= item.settleAt,
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
