import type { Clock } from '../support/clock.ts'

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
    times = [...times, now].filter((at) => now - at < withinMs)
    if (times.length < limit) return false
    times = []
    return true
  }
}
