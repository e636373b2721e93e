import type { Centre } from '../centre/api.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Journal } from './journal.ts'

/**
 * Ends sessions that nobody needs any more, so that no ghost counts against the centre's limit:
 * chats left by a wipe, a crash or a start whose answer came too late. The list survives restarts.
 */
export interface Reaper {
  /** Writes the session down; with `later`, whoever calls tries first and reports with `done`. */
  add(sessionId: string, later?: boolean): void
  done(sessionId: string): void
  /** This session is to be ended: nobody may take it up any more. */
  has(sessionId: string): boolean
  /** Takes up what an earlier run has left. */
  start(): void
  stop(): void
  /** How many are left. */
  readonly count: number
}

export interface ReaperDeps {
  readonly centre: Centre
  readonly clock: Clock
  readonly log: Log
  readonly journal: Journal
  readonly forMs: number
}

const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 60_000

export function createReaper(deps: ReaperDeps): Reaper {
  const { centre, clock, journal, log } = deps
  const timers = new Map<string, CancelTimer>()
  const active = new Set<string>()
  let stopped = false

  function orphans(): { id: string }[] {
    return journal.get('chat.orphans') ?? []
  }

  function done(id: string): void {
    timers.get(id)?.()
    timers.delete(id)
    active.delete(id)
    const left = orphans().filter((each) => each.id !== id)
    if (left.length === 0) journal.delete('chat.orphans')
    else journal.set('chat.orphans', left)
  }

  /** `tried`: for how long this run has been trying, in milliseconds. */
  async function attempt(id: string, wait: number, tried = 0): Promise<void> {
    if (stopped || active.has(id)) return
    active.add(id)
    const answer = await centre.endSession(id, { retry: false })
    active.delete(id)
    if (isStopped() || !orphans().some((each) => each.id === id)) return
    if (answer.ok || answer.error.kind === 'not-found') {
      done(id)
      return
    }
    const { kind, detail, retryAfterMs } = answer.error
    // C7: a proxy that refuses the request will go on refusing it. The wall clock does not tell how long
    // we have tried: on a machine that starts without a network it jumps once there is one.
    if (kind === 'rejected' || kind === 'not-licensed' || tried > deps.forMs) {
      log.warn('a session could not be ended and is left to expire', { kind, detail })
      done(id)
      return
    }
    const pause = Math.max(wait, retryAfterMs ?? 0)
    timers.set(
      id,
      clock.after(pause, () => {
        timers.delete(id)
        void attempt(id, Math.min(LONGEST_WAIT_MS, wait * 2), tried + pause)
      }),
    )
  }

  function isStopped(): boolean {
    return stopped
  }

  return {
    add(id, later = false) {
      const known = orphans()
      if (!known.some((each) => each.id === id)) journal.set('chat.orphans', [...known, { id }])
      if (!later && !timers.has(id)) void attempt(id, FIRST_WAIT_MS)
    },
    done,
    has: (id) => orphans().some((each) => each.id === id),
    start() {
      for (const { id } of orphans()) {
        if (!timers.has(id)) void attempt(id, FIRST_WAIT_MS)
      }
    },
    stop() {
      stopped = true
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
    get count() {
      return orphans().length
    },
  }
}
