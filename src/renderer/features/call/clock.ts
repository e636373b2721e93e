/** Ends a timer; harmless when it has fired. */
export type CancelTimer = () => void

/** The clock of a call, which tests can control. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs `task` once after `ms` milliseconds. */
  after(ms: number, task: () => void): CancelTimer
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Resolves after `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}

/** What `promise` comes to, or `otherwise` after `ms` milliseconds. A rejection comes through. */
export function within<T, U>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  otherwise: U,
): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      resolve(otherwise)
    })
    promise.then(resolve, reject).finally(cancel)
  })
}
