/** A number from 0 (inclusive) to 1 (exclusive). Injected, so that tests are repeatable. */
export type Random = () => number

/** `ms` give or take `share` of it: `jitter(random, 3000, 0.1)` lies between 2700 and 3300. */
export function jitter(random: Random, ms: number, share: number): number {
  return Math.round(ms * (1 - share + 2 * share * random()))
}
