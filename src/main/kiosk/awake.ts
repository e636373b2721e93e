import type { CancelTimer, Clock } from '../platform/clock.ts'

/** As Electron's `powerSaveBlocker`. */
export interface SleepBlocker {
  start(kind: 'prevent-display-sleep'): number
  stop(id: number): unknown
}

interface Options {
  readonly blocker: SleepBlocker
  readonly clock: Clock
  /** Whether the business is open, and until when (epoch milliseconds; absent where it does not change). */
  readonly openState: () => { readonly open: boolean; readonly until?: number }
}

/** Looked at again at least this often, for a clock that was set or a machine that slept. */
const AT_MOST_MS = 15 * 60_000

/** Keeps the display awake while the business is open, and lets it sleep otherwise. */
export function holdAwake({ blocker, clock, openState }: Options): CancelTimer {
  let id: number | undefined
  let cancel: CancelTimer = () => undefined

  function look(): void {
    const { open, until } = openState()
    if (open && id === undefined) id = blocker.start('prevent-display-sleep')
    if (!open) release()
    const wait = Math.min(AT_MOST_MS, Math.max(1000, (until ?? Infinity) - clock.now()))
    cancel = clock.after(wait, look)
  }

  function release(): void {
    if (id !== undefined) blocker.stop(id)
    id = undefined
  }

  look()
  return () => {
    cancel()
    release()
  }
}
