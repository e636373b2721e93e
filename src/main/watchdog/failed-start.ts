import { z } from 'zod'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'

/** Starts in a row that have failed, kept over them: each makes the next pause longer. */
export interface FailedStarts {
  /** One more; answers how many there are now. */
  add(): number
  /** One has succeeded. */
  forget(): void
}

const KEY = 'failedStarts'
const countSchema = z.int().min(0).max(1000).catch(0)

/** `open` throws where the device's store is what has failed: then only this run counts. */
export function createFailedStarts(open: () => Store): FailedStarts {
  return {
    add() {
      try {
        const store = open()
        const count = Math.min(countSchema.parse(store.get(KEY)) + 1, 1000)
        store.set(KEY, count)
        return count
      } catch {
        return 1
      }
    },
    forget() {
      const store = open()
      if (store.get(KEY) !== undefined) store.delete(KEY)
    },
  }
}

export interface Recovery {
  /** The pause that is under way, in milliseconds; undefined where only a touch helps. */
  readonly pauseMs: number | undefined
  /** *Try again* was touched. */
  touched(): void
  stop(): void
}

interface Options {
  readonly clock: Clock
  readonly log: Log
  /** Starts in a row that have failed, this one included. */
  readonly failed: number
  /** A kiosk tries by itself; a desktop window waits for its user. */
  readonly byItself: boolean
  /** Throws what still blocks a start, as far as that can be told from here. */
  readonly probe: () => void
  readonly restart: () => void
}

export const FIRST_PAUSE_MS = 30_000
export const LONGEST_PAUSE_MS = 600_000
/** Repeated touches of the button do not start the app more often, in milliseconds. */
export const LEAST_PAUSE_MS = 3000

/**
 * While the safe screen is shown after a failed start: tries again, at a touch or by itself.
 * The screen stays as long as another start would certainly fail too.
 * ```
 *            pause over, touched              nothing in the way
 *   waiting ---------------------> probing ----------------------> restarting
 *     ^                               |
 *     +--- pause doubled, up to a limit --- still in the way
 * ```
 */
export function createRecovery(options: Options): Recovery {
  const { clock, log, byItself, probe, restart } = options
  let lastAt = clock.steady()
  let isOver = false
  let pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, options.failed - 1), LONGEST_PAUSE_MS)
  let cancel: CancelTimer = () => undefined

  function wait(): void {
    cancel()
    if (byItself) cancel = clock.after(pauseMs, look)
  }

  function look(): void {
    cancel()
    lastAt = clock.steady()
    try {
      probe()
    } catch (error) {
      log.error('the start is still blocked', { error })
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      wait()
      return
    }
    isOver = true
    log.info('restarting after a failed start')
    restart()
  }

  wait()
  return {
    get pauseMs() {
      return byItself ? pauseMs : undefined
    },
    touched() {
      if (!isOver && clock.steady() - lastAt >= LEAST_PAUSE_MS) look()
    },
    stop() {
      isOver = true
      cancel()
    },
  }
}
