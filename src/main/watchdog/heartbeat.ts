import type { Source, View } from '../../contract/define.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import { createSource } from '../platform/source.ts'

export interface Heartbeat {
  /** Each revision is a beat, which the page answers with `app.alive`. */
  readonly source: Source<View>
  /** The page is there: from now on it is expected to answer. */
  start(): void
  /** The page has answered this beat. */
  answer(beat: number): void
  stop(): void
}

interface Options {
  readonly clock: Clock
  /** A page that answers nothing for so long, in milliseconds, hangs. */
  readonly hangMs: number
  /** Called once; `start` begins anew. */
  readonly onSilent: () => void
}

/** Beats within `hangMs`. Missed ones are counted, since after a sleep of the machine the clock says nothing. */
const BEATS = 4

/**
 * Asks the page again and again whether it still answers.
 * ```
 *   still --start--> beating --BEATS in a row without an answer--> still, onSilent
 *     ^                 |
 *     +------stop-------+
 * ```
 */
export function createHeartbeat({ clock, hangMs, onSilent }: Options): Heartbeat {
  const source = createSource({})
  let cancel: CancelTimer | undefined
  let missed = 0

  function beat(): void {
    source.publish({})
    cancel = clock.after(hangMs / BEATS, () => {
      missed += 1
      if (missed < BEATS) {
        beat()
        return
      }
      stop()
      onSilent()
    })
  }

  function stop(): void {
    cancel?.()
    cancel = undefined
    missed = 0
  }

  return {
    source,
    start() {
      stop()
      beat()
    },
    answer(beat) {
      // One of before: whoever answers late still answers, but not whoever guesses ahead.
      if (beat <= source.view.revision) missed = 0
    },
    stop,
  }
}
