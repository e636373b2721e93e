import { createTimers, type CancelTimer } from './timers.ts'

/** Declared here, since pages have no such thing, and their tests run in Node all the same. */
declare function setImmediate(task: () => void): unknown

/** A clock that stands still until a test turns it, for main and for pages. */
export interface ManualClock {
  now(): number
  steady(): number
  after(ms: number, task: () => void): CancelTimer
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
  const timers = createTimers()
  let now = start
  let jumped = 0

  return {
    now: () => now,
    steady: () => now - jumped,
    after: (ms, task) => timers.add(now + Math.max(0, ms), task),
    async advance(ms) {
      const until = now + ms
      await settle()
      for (let timer = timers.take(until); timer; timer = timers.take(until)) {
        now = Math.max(now, timer.at)
        timer.task()
        await settle()
      }
      now = until
    },
    async jump(ms) {
      now += ms
      jumped += ms
      timers.shift(ms)
      await settle()
    },
    get pending() {
      return timers.size
    },
  }
}
