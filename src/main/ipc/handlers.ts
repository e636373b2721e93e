import type { Handlers } from '../../contract/contract.ts'
import { done } from '../../contract/outcome.ts'
import type { Visit } from '../services/visit.ts'
import type { Clock } from '../support/clock.ts'
import type { Log } from '../support/log.ts'
import { createRation } from '../support/rationed-log.ts'
import { faultOf } from '../support/said.ts'

interface Services {
  readonly visit: Visit
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

/** One flat list: transport only. What a call means is in the service it names. */
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
  // The page counts as well, and forgets with each load; whoever has taken it over does not count.
  const faults = createRation({
    clock,
    aMinute: 10,
    inAll: 200,
    summary(leftOut, isLast) {
      log.error('more faults in the renderer', { leftOut, isLast })
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
    visit: {
      touch: () => visit.touch(),
      stay: () => visit.stay(),
      end: () => visit.end(),
      language: ({ language }) => visit.setLanguage(language),
      comfort: (comfort) => visit.setComfort(comfort),
    },
    chat,
    callback,
    call,
    desktop,
    staff,
  }
}
