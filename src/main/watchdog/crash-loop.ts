import type { Clock } from '../platform/clock.ts'

interface Options {
  readonly clock: Pick<Clock, 'now'>
  /** So many faults ... */
  readonly limit: number
  /** ... within so many milliseconds are a loop. */
  readonly withinMs: number
}

/** Counts faults: answers true when they come so thick that doing the same again will not help. */
export function createCrashLoop({ clock, limit, withinMs }: Options): () => boolean {
  let times: readonly number[] = []
  return () => {
    const now = clock.now()
    times = [...recent(times, now, withinMs), now]
    if (times.length < limit) return false
    times = []
    return true
  }
}

/** Of these times (epoch milliseconds) those of the last `withinMs`; none of the future, whatever the clock did. */
export function recent(times: readonly number[], now: number, withinMs: number): readonly number[] {
  return times.filter((at) => at <= now && now - at < withinMs)
}
