import type { Clock } from '../support/clock.ts'
import type { Call } from './calls.ts'
import type { CallScript } from './schema.ts'

/**
 * Keeps a call in a queue for `queueForMs`: a 182 right after the 100 and again every `queueEveryMs`. Resolves when the
 * call's turn has come, and never for a call that ends before.
 */
export const createQueue =
  (clock: Clock, sign: (call: Call, status: number) => void) =>
  (call: Call, { queueForMs, queueEveryMs }: CallScript): Promise<void> =>
    new Promise((resolve) => {
      const until = clock.now() + queueForMs
      const wait = (): void => {
        if (call.state === 'ended') return
        sign(call, 182)
        clock.after(Math.max(0, Math.min(until - clock.now(), queueEveryMs)), goOn)
      }
      const goOn = (): void => {
        if (clock.now() < until) wait()
        else if (call.state !== 'ended') resolve()
      }
      clock.after(0, wait)
    })
