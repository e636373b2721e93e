import type { CancelTimer, Clock } from './clock.ts'

interface Timer {
  at: number
  readonly order: number
  readonly task: () => void
}

/** A clock that stands still until a test turns it. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, firing each timer at its time and letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** Somebody sets the wall clock: no timer fires sooner or later for it. */
  jump(ms: number): Promise<void>
  /** Timers not yet fired: a leak check. */
  readonly pending: number
}

/** Lets every promise that can settle without a timer do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  await new Promise<void>((resolve) => setImmediate(resolve))
}

export function createManualClock(start = Date.UTC(2026, 0, 15, 9, 0, 0)): ManualClock {
  let now = start
  let jumped = 0
  let order = 0
  const timers = new Set<Timer>()

  function next(until: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers) {
      if (timer.at > until) continue
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
        first = timer
      }
    }
    return first
  }

  return {
    now: () => now,
    steady: () => now - jumped,
    after(ms, task): CancelTimer {
      order += 1
      const timer: Timer = { at: now + Math.max(0, ms), order, task }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        now = Math.max(now, timer.at)
        timer.task()
        await settle()
      }
      now = until
    },
    async jump(ms) {
      now += ms
      jumped += ms
      for (const timer of timers) timer.at += ms
      await settle()
    },
    get pending() {
      return timers.size
    },
  }
}
