import type { ManualClock } from '../kit/clock/manual-clock.ts'

/**
 * Turns the clock, a little at a time, until the work is done: for retries, with a time limit that is
 * too long to be met.
 */
export async function turning<Value>(clock: ManualClock, work: Promise<Value>): Promise<Value> {
  const state = { isDone: false }
  const mark = (): void => {
    state.isDone = true
  }
  work.then(mark, mark)
  while (!state.isDone) await clock.advance(20)
  return work
}
