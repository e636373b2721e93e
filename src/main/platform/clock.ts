/** Ends a timer; harmless when it has fired. */
export type CancelTimer = () => void

/** Time as main sees it. Everything that waits takes one, so that tests control it. */
export interface Clock {
  /** Epoch milliseconds. They jump when somebody sets the clock: for what is shown or written down. */
  now(): number
  /** Milliseconds since some moment, on a clock that nobody can set: for how long something took. */
  steady(): number
  /** Runs `task` once after `ms` milliseconds. */
  after(ms: number, task: () => void): CancelTimer
}

export const systemClock: Clock = {
  now: () => Date.now(),
  // Whole milliseconds, as timers count them.
  steady: () => Number(process.hrtime.bigint() / 1_000_000n),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Resolves after `ms`, or rejects with the signal's reason when aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal))
      return
    }
    const onAbort = (): void => {
      cancel()
      reject(abortReason(signal))
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('aborted')
}
