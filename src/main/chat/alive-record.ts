import { elapsedMs, type BootClock } from '../platform/boot-clock.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Journal } from './journal.ts'

/** How often the sign of life is written during a chat, in milliseconds. */
const EVERY_MS = 5000

/**
 * Records during a chat that the app is alive, by a clock that nobody can set, so that a kiosk knows after
 * a start how long ago the app stopped and whether the machine was off in between.
 */
export interface AliveRecord {
  begin(): void
  stop(): void
  /** Whether the app was alive at most that long ago, in this boot. */
  isFresh(withinMs: number): boolean
}

export function createAliveRecord({
  clock,
  boot,
  journal,
}: {
  readonly clock: Clock
  readonly boot: BootClock
  readonly journal: Journal
}): AliveRecord {
  let cancel: CancelTimer = () => undefined

  function write(): void {
    cancel()
    // The chat is over, or its end is written down: there is nothing to resume.
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
