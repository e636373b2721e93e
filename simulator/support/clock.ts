/** Stops a timer; calling it again, or after the timer ran, does nothing. */
export type Cancel = () => void

/** The only source of time in the simulator, so that tests can own it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Runs `run` once, `ms` milliseconds from now. */
  after(ms: number, run: () => void): Cancel
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Resolves `ms` milliseconds from now, on the given clock. */
export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (ms <= 0) resolve()
    else clock.after(ms, resolve)
  })

/** A clock which remembers its timers, so that its owner can stop them all at once. */
export interface ScopedClock extends Clock {
  cancelAll(): void
}

/** Wraps a clock; after `cancelAll` no timer of this scope runs any more, later ones neither. */
export const scopedClock = (clock: Clock): ScopedClock => {
  const running = new Set<Cancel>()
  let closed = false
  return {
    now: () => clock.now(),
    after: (ms, run) => {
      if (closed) return () => undefined
      const cancel = clock.after(ms, () => {
        running.delete(stop)
        run()
      })
      const stop = (): void => {
        running.delete(stop)
        cancel()
      }
      running.add(stop)
      return stop
    },
    cancelAll: () => {
      closed = true
      for (const stop of [...running]) stop()
    },
  }
}

/** Time that moves only on request. */
export interface ManualClock extends Clock {
  /** Moves time on, running each timer at its own instant and letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** Timers that still wait. */
  pending(): number
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A clock for tests; `start` is milliseconds since 1970, by default the guide's own sample day. */
export const manualClock = (start = Date.UTC(2020, 0, 7, 11, 19)): ManualClock => {
  let now = start
  let serial = 0
  const timers = new Map<number, { due: number; run: () => void }>()
  const next = (limit: number): [number, { due: number; run: () => void }] | undefined => {
    let found: [number, { due: number; run: () => void }] | undefined
    for (const entry of timers) {
      if (entry[1].due <= limit && (found === undefined || entry[1].due < found[1].due)) {
        found = entry
      }
    }
    return found
  }
  return {
    now: () => now,
    after: (ms, run) => {
      serial += 1
      const id = serial
      timers.set(id, { due: now + Math.max(0, ms), run })
      return () => {
        timers.delete(id)
      }
    },
    advance: async (ms) => {
      const target = now + ms
      await settle()
      for (let timer = next(target); timer !== undefined; timer = next(target)) {
        timers.delete(timer[0])
        now = Math.max(now, timer[1].due)
        timer[1].run()
        await settle()
      }
      now = target
      await settle()
    },
    pending: () => timers.size,
  }
}
