import { elapsedMs, type BootClock } from '../../support/boot-clock.ts'
import type { CancelTimer, Clock } from '../../support/clock.ts'
import type { Journal } from './journal.ts'

/** How old the sign of life may be while a chat goes on, in milliseconds. */
const EVERY_MS = 5000

/**
 * Writes down that the app lives while a chat goes on, by a clock that nobody sets, so that a kiosk
 * knows after a start how long ago it stopped, and whether the machine was off in between.
 */
export interface LifeSign {
  begin(): void
  stop(): void
  /** Whether the app was alive so short a time ago, in this very boot. */
  isFresh(withinMs: number): boolean
}

export function createLifeSign({
  clock,
  boot,
  journal,
}: {
  readonly clock: Clock
  readonly boot: BootClock
  readonly journal: Journal
}): LifeSign {
  let cancel: CancelTimer = () => undefined

  function write(): void {
    cancel()
    // The chat is over, or its end is written down: there is nothing to come back to.
    if (journal.get('chat.session') === undefined) return
    journal.set('chat.alive', boot.now())
    cancel = clock.after(EVERY_MS, write)
  }

  return {
    begin: write,
    stop() {
      cancel()
    },
    isFresh(withinMs) {
      const last = journal.get('chat.alive')
      if (!last) return false
      const ms = elapsedMs(last, boot.now())
      return ms !== undefined && ms <= withinMs
    },
  }
}
