/** Ends a timer; harmless when it has fired. */
type Cancel = () => void

/**
 * A clock that runs faster than the machine's while real requests go over real sockets: the centre
 * and all its customers live on it. Each turn of the event loop moves it on by one small step, so
 * that it never leaps over a request that a busy machine has not come to yet.
 */
export interface FastClock {
  now(): number
  /** Nobody sets this clock. */
  steady(): number
  after(ms: number, task: () => void): Cancel
  /** No timer fires from here on. */
  stop(): void
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly task: () => void
}

/** `stepMs` of its time pass in each turn, and a turn takes a millisecond at least. */
export function createFastClock(stepMs: number, start = Date.UTC(2026, 0, 15, 9)): FastClock {
  const timers = new Set<Timer>()
  let now = start
  let order = 0

  function turn(): void {
    const until = now + stepMs
    for (let due = dueBy(until); due.length > 0; due = dueBy(until)) {
      for (const timer of due) {
        // One that ran before it may have ended it.
        if (!timers.delete(timer)) continue
        now = Math.max(now, timer.at)
        timer.task()
      }
    }
    now = until
  }

  function dueBy(until: number): readonly Timer[] {
    return [...timers]
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at || a.order - b.order)
  }

  const pulse = setInterval(turn, 1)
  return {
    now: () => now,
    steady: () => now,
    after(ms, task) {
      order += 1
      const timer = { at: now + Math.max(0, ms), order, task }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    stop() {
      clearInterval(pulse)
      timers.clear()
    },
  }
}
