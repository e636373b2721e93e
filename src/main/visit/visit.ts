import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done, fail, type Outcome } from '../../contract/outcome.ts'
import type { Comfort, VisitView } from '../../contract/visit.ts'
import type { Policy } from '../settings/policy.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createSource } from '../platform/source.ts'

/** How a conversation bears on idleness. */
export type Engagement =
  /** Nothing is going on. */
  | 'none'
  /** The customer waits for an agent: patience is longer. */
  | 'waiting'
  /** Ringing, in a call, or somebody is typing or speaking: the visit does not end. */
  | 'engaged'

/** `touch`, `stay`, `language` and `comfort` begin a visit where nobody is there, once the last one is wiped. */
export interface Visit extends CallHandlers {
  readonly source: Source<VisitView>
  end(): Outcome<void>
  /** At the start: what a visit of an earlier run may have left is wiped before the first one begins. */
  wipeFirst(): void
  /** A conversation changed: idleness is measured anew. */
  engagementChanged(): void
  stop(): void
}

type CallHandlers = Handlers['visit']
type Answer = Outcome<void> | Promise<Outcome<void>>

interface Deps {
  readonly policy: Pick<Policy, 'mode' | 'languages' | 'visit'>
  readonly clock: Clock
  readonly log: Log
  readonly engagement: () => Engagement
  /** Begins something for a new visit, for instance a check of the channels. */
  readonly onBegin: (visit: number) => void
  /**
   * Wipes what belongs to the visit that ends (0: to one of an earlier run); resolves with whether every
   * store that matters is empty. Never rejects, and has a time limit.
   */
  readonly onEnd: (visit: number) => Promise<boolean>
  /** Called if the wipe failed: no visit begins. */
  readonly onWipeFailed: () => void
}

export const PLAIN: Comfort = { theme: 'default', textZoom: 1, reach: false }

/**
 * One customer's stay.
 * ```
 *            touch                idle too long
 *   absent ---------> present ------------------> warning
 *     ^                 | ^                        |  |
 *     |      end        | |      stay, touch       |  |
 *     +-----------------+ +------------------------+  |
 *     +-----------------------------------------------+   the warning ran down, or end
 * ```
 * A desktop has one user: idleness does not end the visit.
 *
 * No visit begins before the last one is wiped; a touch during the wipe begins one afterwards. If the wipe
 * fails no visit begins, and each touch tries the wipe again.
 */
export function createVisit(deps: Deps): Visit {
  const { policy, clock, log } = deps
  const language = policy.languages[0] ?? 'en'
  const source = createSource<VisitView>({
    stage: 'absent',
    number: 0,
    language,
    comfort: PLAIN,
  })
  let cancelTimer = (): void => undefined
  let engagement: Engagement = 'none'
  let isClean = true
  /** The wipe under way; true once it has worked. */
  let wiping: Promise<boolean> | undefined

  async function wipe(number: number): Promise<boolean> {
    isClean = await deps.onEnd(number)
    wiping = undefined
    if (!isClean) {
      log.error('no visit begins: the last one is not wiped', { visit: number })
      deps.onWipeFailed()
    }
    return isClean
  }

  function beginWipe(number: number): Promise<boolean> {
    isClean = false
    wiping = wipe(number)
    return wiping
  }

  /** Runs `task` in a visit: at once where one is there or may begin. */
  function inVisit(task: () => void): Answer {
    if (source.view.stage !== 'absent' || isClean) {
      if (source.view.stage === 'absent') begin()
      task()
      return done
    }
    return (wiping ?? beginWipe(source.view.number)).then((worked) => {
      if (!worked) return fail('wrong-state')
      return inVisit(task)
    })
  }

  function begin(): void {
    const number = source.view.number + 1
    log.info('visit begins', { visit: number })
    source.publish({ stage: 'present', number })
    deps.onBegin(number)
    arm()
  }

  function arm(): void {
    engagement = deps.engagement()
    if (source.view.stage === 'warning') {
      if (engagement !== 'engaged') return
      source.publish({ stage: 'present', endsAt: undefined, warningMs: undefined })
    }
    cancelTimer()
    if (policy.mode !== 'kiosk' || source.view.stage === 'absent') return
    if (engagement === 'engaged') return
    const seconds =
      engagement === 'waiting' ? policy.visit.waitingIdleSeconds : policy.visit.idleSeconds
    cancelTimer = clock.after(seconds * 1000, warn)
  }

  function warn(): void {
    const warningMs = policy.visit.warningSeconds * 1000
    source.publish({ stage: 'warning', endsAt: clock.now() + warningMs, warningMs })
    cancelTimer = clock.after(warningMs, () => {
      finish('idle')
    })
  }

  function finish(why: 'choice' | 'idle'): void {
    cancelTimer()
    const { number } = source.view
    log.info('visit ends', { visit: number, why })
    void beginWipe(number)
    source.publish({
      stage: 'absent',
      language,
      comfort: PLAIN,
      endsAt: undefined,
      warningMs: undefined,
    })
  }

  function present(): void {
    if (source.view.stage === 'warning') {
      source.publish({ stage: 'present', endsAt: undefined, warningMs: undefined })
    }
    arm()
  }

  return {
    source,
    touch() {
      // The warning is one large button: a stray touch beside it must not extend a stay by itself.
      if (source.view.stage === 'warning') return done
      return inVisit(present)
    },
    stay: () => inVisit(present),
    end() {
      if (source.view.stage !== 'absent') finish('choice')
      return done
    },
    language({ language: next }) {
      if (!policy.languages.includes(next)) return fail('invalid-input', 'language')
      return inVisit(() => {
        source.publish({ language: next })
      })
    },
    comfort(comfort) {
      return inVisit(() => {
        source.publish({ comfort })
      })
    },
    wipeFirst() {
      void beginWipe(0)
    },
    engagementChanged() {
      if (source.view.stage !== 'absent' && deps.engagement() !== engagement) arm()
    },
    stop() {
      cancelTimer()
    },
  }
}
