import type { Result } from '../centre/api.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import { within } from './within.ts'

/**
 * The customer's typing notices (R42 to R44, C29).
 * ```
 *          a key                          stopMs after the last key
 *  quiet ---------> typing (true sent) -----------------------------> quiet (false sent)
 *    ^                |
 *    +----------------+  a message leaves: no notice, the centre clears it (R144)
 * ```
 */
export interface Typing {
  /** The draft has changed. */
  key(text: string): void
  /** A message leaves. Resolves when no notice is on its way that could arrive behind it. */
  sent(): Promise<void>
  readonly active: boolean
  stop(): void
}

/** A message does not wait longer than this for a notice on its way. */
const OVERTAKE_MS = 1000

export function createTyping(deps: {
  readonly clock: Clock
  readonly stopMs: number
  notify(typing: boolean): Promise<Result<void>>
}): Typing {
  const { clock } = deps
  let active = false
  let stopped = false
  let cancel: CancelTimer | undefined
  /** Notices leave one after the other, so that the last word is the true one. */
  let chain: Promise<unknown> | undefined

  function notify(typing: boolean): void {
    const before = chain
    const mine = (async () => {
      await before
      // What has become untrue while waiting is not sent any more.
      if (!stopped && active === typing) await deps.notify(typing)
    })()
    chain = mine
    void mine.finally(() => {
      if (chain === mine) chain = undefined
    })
  }

  return {
    key(text) {
      if (stopped) return
      if (!active) {
        // An emptied field (the app clears it after a send) begins nothing.
        if (text.trim() === '') return
        active = true
        notify(true)
      }
      cancel?.()
      cancel = clock.after(deps.stopMs, () => {
        active = false
        notify(false)
      })
    },
    async sent() {
      cancel?.()
      active = false
      if (chain) await within(clock, OVERTAKE_MS, chain)
    },
    get active() {
      return active
    },
    stop() {
      stopped = true
      active = false
      cancel?.()
    },
  }
}
