/** Ends a timer; harmless when it has fired. */
export type CancelTimer = () => void

export interface Timer {
  at: number
  readonly order: number
  readonly task: () => void
}

/** Timers of a clock that somebody turns: first those that are due first, then those that were set first. */
export interface Timers {
  add(at: number, task: () => void): CancelTimer
  /** Takes out the first that is due by `until`. */
  take(until: number): Timer | undefined
  /** All are due `ms` later. */
  shift(ms: number): void
  clear(): void
  readonly size: number
}

export function createTimers(): Timers {
  const sorted: Timer[] = []
  let order = 0

  /** Where it is, or belongs. */
  function placeOf(timer: Timer): number {
    let from = 0
    let to = sorted.length
    while (from < to) {
      const middle = (from + to) >>> 1
      const there = sorted[middle]
      const isBefore =
        there !== undefined &&
        (there.at < timer.at || (there.at === timer.at && there.order < timer.order))
      if (isBefore) from = middle + 1
      else to = middle
    }
    return from
  }

  return {
    add(at, task) {
      order += 1
      const timer: Timer = { at, order, task }
      sorted.splice(placeOf(timer), 0, timer)
      return () => {
        const place = placeOf(timer)
        if (sorted[place] === timer) sorted.splice(place, 1)
      }
    },
    take(until) {
      const [first] = sorted
      return first !== undefined && first.at <= until ? sorted.shift() : undefined
    },
    shift(ms) {
      for (const timer of sorted) timer.at += ms
    },
    clear() {
      sorted.length = 0
    },
    get size() {
      return sorted.length
    },
  }
}
