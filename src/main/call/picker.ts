import type { CancelTimer, Clock } from '../platform/clock.ts'

/** A customer who does not choose within this time has declined, milliseconds. */
const PATIENCE_MS = 60_000
/** A choice made before the page asks for the screen is good for this long, milliseconds. */
const KEEP_MS = 10_000

export interface Picker {
  /** The page asks for the screen: the id that the customer chooses, or null for none. Never fails. */
  ask(): Promise<string | null>
  /** The customer chose; null declines. Answers whether anybody waited for it. */
  choose(id: string | null): boolean
  /** Declines what is open, for instance when the page goes away. */
  cancel(): void
}

/**
 * ```
 *            ask                      choose, patience ends, cancel
 *   idle ----------> picking (asked) ------------------------------> idle
 *    |  choose                ^
 *    +--------> kept ---------+  ask: answered at once
 * ```
 */
export function createPicker(clock: Clock, onPicking: (isPicking: boolean) => void): Picker {
  let waiting: ((id: string | null) => void) | undefined
  let kept: { readonly id: string | null; readonly until: number } | undefined
  let timer: CancelTimer | undefined

  function settle(id: string | null): void {
    timer?.()
    const answer = waiting
    waiting = undefined
    if (!answer) return
    onPicking(false)
    answer(id)
  }

  return {
    ask() {
      settle(null)
      const early = kept
      kept = undefined
      if (early !== undefined && early.until > clock.now()) return Promise.resolve(early.id)
      return new Promise((resolve) => {
        waiting = resolve
        timer = clock.after(PATIENCE_MS, () => {
          settle(null)
        })
        onPicking(true)
      })
    },
    choose(id) {
      const isAwaited = waiting !== undefined
      if (isAwaited) settle(id)
      else kept = { id, until: clock.now() + KEEP_MS }
      return isAwaited
    },
    cancel() {
      kept = undefined
      settle(null)
    },
  }
}
