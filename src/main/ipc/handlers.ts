import type { Handlers } from '../../contract/contract.ts'
import { done } from '../../contract/outcome.ts'
import type { Visit } from '../services/visit.ts'
import type { Log } from '../support/log.ts'

interface Services {
  readonly visit: Visit
  readonly chat: Handlers['chat']
  readonly callback: Handlers['callback']
  readonly call: Handlers['call']
  readonly desktop: Handlers['desktop']
  readonly staff: Handlers['staff']
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
  log,
  announceReady,
  answered,
}: Services): Handlers {
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
      fault(fault) {
        log.error('fault in the renderer', { fault: fault.message, stack: fault.stack })
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
