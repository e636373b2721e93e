import type { Clock } from '../platform/clock.ts'

/** Resolves when `work` has settled, or after `ms` milliseconds; never rejects, leaves no timer. */
export function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel()
      resolve()
    }
    const cancel = clock.after(ms, finish)
    work.then(finish, finish)
  })
}
