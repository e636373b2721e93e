import { createTimers, type CancelTimer } from './timers.ts'

/**
 * A clock that runs faster than the machine's while real requests go over real sockets: the centre
 * and all its customers live on it. Each turn of the event loop moves it on by one small step, so
 * that it never leaps over a request that a busy machine has not come to yet.
 */
export interface FastClock {
  now(): number
  /** Nobody sets this clock. */
  steady(): number
  after(ms: number, task: () => void): CancelTimer
  /** No timer fires from here on. */
  stop(): void
}

/** `stepMs` of its time pass in each turn, and a turn takes a millisecond at least. */
export function createFastClock(stepMs: number, start = Date.UTC(2026, 0, 15, 9)): FastClock {
  const timers = createTimers()
  let now = start

  function turn(): void {
    const until = now + stepMs
    for (let timer = timers.take(until); timer; timer = timers.take(until)) {
      now = Math.max(now, timer.at)
      timer.task()
    }
    now = until
  }

  const pulse = setInterval(turn, 1)
  return {
    now: () => now,
    steady: () => now,
    after: (ms, task) => timers.add(now + Math.max(0, ms), task),
    stop() {
      clearInterval(pulse)
      timers.clear()
    },
  }
}
