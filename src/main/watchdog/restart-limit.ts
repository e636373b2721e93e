import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import { recent } from './crash-loop.ts'
import type { Store } from '../platform/store.ts'

/** How often the app may start itself again, kept over those starts: what does not help is not done for ever. */
export interface RestartLimit {
  /** Takes one; false when there is none left for now. */
  take(): boolean
  /** Taken within the last hour. */
  readonly taken: number
}

const KEY = 'restarts'
const HOUR_MS = 3_600_000
const MOST = 3
const timesSchema = z.array(z.number()).max(100).catch([])

export function createRestartLimit(store: Store, clock: Pick<Clock, 'now'>): RestartLimit {
  const left = (): readonly number[] =>
    recent(timesSchema.parse(store.get(KEY)), clock.now(), HOUR_MS)
  return {
    take() {
      const times = left()
      if (times.length >= MOST) return false
      store.set(KEY, [...times, clock.now()])
      return true
    },
    get taken() {
      return left().length
    },
  }
}
