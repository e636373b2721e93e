import type { CancelTimer, Clock } from '../platform/clock.ts'

/** Offers a callback to a customer who has waited for long. */
export interface Offer {
  readonly open: boolean
  /** The wait began at `since`, epoch milliseconds. */
  wait(since: number): void
  /** Somebody is there. */
  over(): void
}

export function createOffer(clock: Clock, afterSeconds: number, changed: () => void): Offer {
  let open = false
  let cancel: CancelTimer | undefined

  return {
    get open() {
      return open
    },
    wait(since) {
      cancel?.()
      cancel = clock.after(Math.max(0, since + afterSeconds * 1000 - clock.now()), () => {
        open = true
        changed()
      })
    },
    over() {
      cancel?.()
      open = false
    },
  }
}
