import type { Handlers } from '../../contract/contract.ts'
import { done } from '../../contract/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createLogLimit } from '../platform/log-limit.ts'
import { faultOf } from '../platform/said.ts'

interface Services {
  readonly visit: Handlers['visit']
  readonly chat: Handlers['chat']
  readonly callback: Handlers['callback']
  readonly call: Handlers['call']
  readonly desktop: Handlers['desktop']
  readonly staff: Handlers['staff']
  readonly clock: Clock
  readonly log: Log
  readonly announceReady: () => void
  /** The page has answered this beat of the pulse. */
  readonly answered: (beat: number) => void
}

/** Each group of calls goes to the service that answers it; the page's own are answered here. */
export function createHandlers({
  visit,
  chat,
  callback,
  call,
  desktop,
  staff,
  clock,
  log,
  announceReady,
  answered,
}: Services): Handlers {
  // The page limits itself too, but starts anew with each load, and a compromised page does not do it at all.
  const faults = createLogLimit({
    clock,
    aMinute: 10,
    inAll: 200,
    summary(leftOut, isLast) {
      log.error('further faults in the renderer were not logged', { leftOut, isLast })
    },
  })
  return {
    app: {
      ready() {
        announceReady()
        return done
      },
      alive({ beat }) {
        answered(beat)
        return done
      },
      fault({ message, stack }) {
        faults.take(() => {
          log.error('fault in the renderer', { fault: faultOf(message, stack) })
        })
        return done
      },
    },
    visit,
    chat,
    callback,
    call,
    desktop,
    staff,
  }
}
