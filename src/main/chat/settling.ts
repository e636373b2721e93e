import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { OutboxConfig } from './config.ts'
import type { OutboxItem } from './outbox-item.ts'

/**
 * When the absence of a message whose attempt got no answer is a proof; the argument stands in outbox.ts.
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
