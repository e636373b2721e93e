import type { CancelTimer, Clock } from './clock.ts'

export interface LogLimit {
  /** Runs `write` while there is room; afterwards it only counts. */
  take(write: () => void): void
}

interface Options {
  readonly clock: Clock
  /** Lines a minute, and lines in one run of the app. */
  readonly aMinute: number
  readonly inAll: number
  /** One line for those that were left out; `isLast`: from now on nothing more is written. */
  readonly summary: (leftOut: number, isLast: boolean) => void
}

const MINUTE_MS = 60_000

/**
 * A limit for log lines that a page can cause at will: so many a minute, so many in all, then one line that
 * says how many were left out.
 */
export function createLogLimit({ clock, aMinute, inAll, summary }: Options): LogLimit {
  let inMinute = 0
  let total = 0
  let leftOut = 0
  let isSpent = false
  let cancel: CancelTimer | undefined

  function begin(): void {
    cancel ??= clock.after(MINUTE_MS, () => {
      cancel = undefined
      inMinute = 0
      const count = leftOut
      leftOut = 0
      if (count > 0) summary(count, false)
    })
  }

  return {
    take(write) {
      if (isSpent) return
      if (total >= inAll) {
        isSpent = true
        cancel?.()
        summary(leftOut + 1, true)
        return
      }
      begin()
      if (inMinute >= aMinute) {
        leftOut += 1
        return
      }
      inMinute += 1
      total += 1
      write()
    },
  }
}
