import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { addDays, dateIn, instantIn } from '../platform/wall-clock.ts'

export interface Recycle {
  start(): void
  /** The machine has slept, or a visit has ended: looked at at once. */
  look(): void
  /** When it is due next, epoch milliseconds; undefined where the policy wants none. */
  readonly dueAt: number | undefined
  stop(): void
}

interface Options {
  readonly clock: Clock
  readonly log: Log
  /** `HH:MM` in `zone`, or `never`. */
  readonly at: string
  /** IANA zone. */
  readonly zone: string
  /** Whether the business is closed, or never closes. */
  readonly isClosed: () => boolean
  /** Whether nobody is there. */
  readonly isIdle: () => boolean
  readonly restart: () => void
}

/** Looked at again at least so often, in milliseconds, for a clock that was set. */
const AT_MOST_MS = 15 * 60_000
/** Somebody is there, or the business is open: checked again after so long, in milliseconds. */
const LATER_MS = 60_000

/**
 * Restarts the whole app once a night, so that nothing accumulates for weeks. Due at a time of day,
 * done at the first moment from then on at which the business is closed and nobody is there.
 */
export function createRecycle(options: Options): Recycle {
  const { clock, log, at, zone, isClosed, isIdle, restart } = options
  let dueAt: number | undefined
  let cancel: CancelTimer = () => undefined

  function look(): void {
    if (dueAt === undefined) return
    cancel()
    const wait = dueAt - clock.now()
    if (wait > 0) {
      cancel = clock.after(Math.min(wait, AT_MOST_MS), look)
    } else if (isClosed() && isIdle()) {
      dueAt = undefined
      log.info('nightly restart')
      restart()
    } else {
      cancel = clock.after(LATER_MS, look)
    }
  }

  return {
    start() {
      if (at === 'never') return
      dueAt = nextAt(clock.now(), at, zone)
      look()
    },
    look,
    get dueAt() {
      return dueAt
    },
    stop() {
      cancel()
      dueAt = undefined
    },
  }
}

/** The next instant after `now` (epoch milliseconds) at which it is `time` (`HH:MM`) in `zone`. */
export function nextAt(now: number, time: string, zone: string): number {
  const today = dateIn(zone, now)
  const instants = [0, 1, 2].map((days) => instantIn(zone, addDays(today, days), time))
  return instants.find((instant) => instant > now) ?? now + 24 * 3_600_000
}
