/** Bars of the ring: one for each six degrees. */
export const RING = 60

/** Whole seconds that are left, never below 0; times in epoch milliseconds. */
export function secondsLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1000))
}

/** How many bars of the ring still shine. */
export function barsLit(endsAt: number, warningMs: number, now: number): number {
  if (warningMs <= 0) return 0
  return Math.min(RING, Math.max(0, Math.ceil(((endsAt - now) / warningMs) * RING)))
}

/** The seconds that are announced: not every one, or nothing else could be heard. */
export function isSpoken(seconds: number): boolean {
  return seconds === 10 || seconds === 5
}
