import type { CentreError } from '../centre/api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Store } from '../platform/store.ts'
import type { Lately } from './facts.ts'

/** What the centre answered while customers were served: the doctor sees it only here. */
export interface CentreHistory {
  /** Undefined where the request was answered well. */
  note(endpoint: string, error: CentreError | undefined): void
  /** 503s of the last hour that have a meaning of their own. */
  lately(now: number): readonly Lately[]
  /** Whether the newest attempt to begin a chat was refused as wrong (400); kept over a start. */
  readonly sessionRefused: boolean
}

const HOUR_MS = 60 * 60 * 1000
const REFUSED = 'doctor.session-refused'
const TOLD: readonly Lately[] = ['queryContents', 'addContent', 'createCallback']

/** `store` is of this device: no content and no customer goes there. */
export function createCentreHistory(clock: Clock, store: Store): CentreHistory {
  const seen = new Map<Lately, number>()
  return {
    note(endpoint, error) {
      const told = TOLD.find((each) => each === endpoint)
      if (told !== undefined && error?.status === 503) seen.set(told, clock.now())
      if (endpoint !== 'startSession') return
      if (error === undefined) {
        if (store.get(REFUSED) === true) store.delete(REFUSED)
      } else if (error.status === 400) store.set(REFUSED, true)
    },
    lately: (now) => TOLD.filter((each) => now - (seen.get(each) ?? -Infinity) < HOUR_MS),
    get sessionRefused() {
      return store.get(REFUSED) === true
    },
  }
}
