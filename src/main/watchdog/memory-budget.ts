import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

export interface MemoryState {
  /** As last measured, MB. */
  readonly megabytes: number
  readonly budget: number
}

export interface MemoryBudget {
  /** Begins to look, each minute. */
  start(): void
  /** A visit has ended: a good moment. */
  look(): void
  state(): MemoryState
  stop(): void
}

interface Options {
  readonly clock: Clock
  readonly log: Log
  /** MB that all processes of the app may take together. */
  readonly budget: number
  /** MB that they take now. */
  readonly measure: () => number
  /** Whether nobody is there. */
  readonly isIdle: () => boolean
  readonly reload: () => void
  /** False where the app has started itself again too often. */
  readonly restart: () => boolean
}

const EVERY_MS = 60_000
/** What was let go is not free at once, milliseconds. */
export const SETTLE_MS = 5000
/** Where neither helped it is tried again after so long, milliseconds. */
const HOPELESS_MS = 3_600_000

/**
 * Keeps the app within its memory, between visits only.
 * ```
 *             over, nobody there             still over, nobody there
 *   within ------------------------> reloaded ------------------------> the app starts again
 *     ^                                |   |
 *     +----------- within -------------+   +--- it may not: looked at again after an hour
 * ```
 */
export function createMemoryBudget(options: Options): MemoryBudget {
  const { clock, log, budget, measure, isIdle, reload, restart } = options
  let megabytes = 0
  let isReloaded = false
  let isTold = false
  let hopelessUntil = 0
  let cancel: CancelTimer | undefined

  function next(ms: number): void {
    cancel?.()
    cancel = clock.after(ms, look)
  }

  function look(): void {
    megabytes = Math.round(measure())
    if (megabytes <= budget) {
      isReloaded = false
      isTold = false
      next(EVERY_MS)
      return
    }
    if (!isTold) log.warn('over the memory budget', { megabytes, budget })
    isTold = true
    if (!isIdle()) {
      next(EVERY_MS)
    } else if (!isReloaded) {
      isReloaded = true
      log.info('over the memory budget: the page is loaded anew')
      reload()
      next(SETTLE_MS)
    } else if (restart()) {
      log.info('over the memory budget: starting again')
    } else {
      log.error('over the memory budget, and starting again did not help', { megabytes, budget })
      isReloaded = false
      hopelessUntil = clock.steady() + HOPELESS_MS
      next(HOPELESS_MS)
    }
  }

  return {
    start() {
      next(EVERY_MS)
    },
    look() {
      if (cancel !== undefined && clock.steady() >= hopelessUntil) look()
    },
    state: () => ({ megabytes, budget }),
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
