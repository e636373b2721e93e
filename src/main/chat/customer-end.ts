import type { Contents, Result } from '../centre/api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Outbox } from './outbox.ts'
import { within } from './within.ts'

export interface CustomerEnd {
  readonly clock: Clock
  readonly log: Log
  /** How long messages still on their way may take. */
  readonly graceMs: number
  readonly outbox: Pick<Outbox, 'whenIdle' | 'pause'>
  lastQuery(): Promise<Result<Contents>>
  lateQuery(): Promise<Result<Contents>>
  disconnect(): Promise<Result<void>>
  /** Shows what came; true where the transcript is complete now. */
  take(contents: Contents, startedAt: number): boolean
  /** Something else has ended the session meanwhile. */
  stopped(): boolean
  /** `readBack`: the transcript was read after the end. `ended`: the centre knows of it. */
  over(readBack: boolean, ended: boolean): void
}

/**
 * The customer's end: what is on its way may arrive, then one last query for what the agent has
 * just written (R33), DELETE, and one more query for what came between the two (C35, C56).
 */
export async function endByCustomer(end: CustomerEnd): Promise<void> {
  const { clock, log } = end
  await within(clock, end.graceMs, end.outbox.whenIdle())
  if (end.stopped()) return
  end.outbox.pause()

  const askedAt = clock.steady()
  const last = await end.lastQuery()
  if (end.stopped()) return
  if (last.ok) {
    end.take(last.value, askedAt)
  } else if (last.error.kind === 'unreachable' || last.error.kind === 'timeout') {
    // The customer does not stand there until the network is back.
    log.warn('a chat ends without the centre', { kind: last.error.kind })
    end.over(false, false)
    return
  }

  const answer = await end.disconnect()
  if (end.stopped()) return
  if (!answer.ok && answer.error.kind !== 'not-found') {
    const { kind, detail } = answer.error
    log.warn('a chat could not be ended yet', { kind, detail })
    end.over(false, false)
    return
  }
  const lateAt = clock.steady()
  const late = await end.lateQuery()
  if (end.stopped()) return
  end.over(late.ok && end.take(late.value, lateAt), true)
}
