import type { Centre } from './api.ts'
import type { Clock } from '../platform/clock.ts'

/** A device whose clock is off by more goes by the centre's clock, milliseconds (channels.ts tells the technician). */
const CLOCK_TOLERANCE_MS = 60_000

/** Epoch milliseconds, by the clock of the centre where this device's is wrong. */
export function trueNow(clock: Clock, { clockOffsetMs }: Pick<Centre, 'clockOffsetMs'>): number {
  const offset = clockOffsetMs ?? 0
  return clock.now() + (Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : 0)
}
