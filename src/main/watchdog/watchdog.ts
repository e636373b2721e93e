import type { Source, View } from '../../contract/define.ts'
import type { VisitView } from '../../contract/visit.ts'
import type { Policy } from '../settings/policy.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Hands, Keeping } from '../window/keeping.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { openState } from '../visit/hours.ts'
import { createMemoryBudget, type MemoryState } from './memory-budget.ts'
import { createPageKeeper, type PageStage } from './page-keeper.ts'
import { createRation } from './ration.ts'
import { createRecycle } from './recycle.ts'
import type { Rendering, RenderingState } from './rendering.ts'
import type { ServiceManager, ServiceManagerState } from './service-manager.ts'
import { ours } from '../platform/said.ts'

/** How the contact point keeps itself alive, as a technician may see it. */
export interface WatchdogState {
  readonly page: { readonly stage: PageStage; readonly faults: number }
  readonly rendering: RenderingState
  /** Absent on a desktop, which has no budget. */
  readonly memory?: MemoryState
  /** When the nightly start is due, epoch milliseconds. */
  readonly recycleAt?: number
  /** How often the app has started itself again within the last hour. */
  readonly restarts: number
  readonly serviceManager: ServiceManagerState
}

export interface Watchdog extends Keeping {
  /** Each revision is a beat for the page to answer. */
  readonly pulse: Source<View>
  /** The page says that its first screen can be used. */
  ready(): void
  answer(beat: number): void
  /**
   * A visit could not be wiped whole: the app starts again, which ends whatever held on to it, and wipes
   * first; where that has been done too often, the safe screen is shown.
   */
  wipeFailed(): void
  /** What the doctor page may show. */
  state(): WatchdogState
  /** The app ends on purpose. */
  stop(): Promise<void>
}

/** So long after a visit, in milliseconds, nothing of it is on its way any more. */
const FAREWELL_MS = 5000

interface Deps {
  readonly policy: Pick<Policy, 'mode' | 'watchdog' | 'zone' | 'hours' | 'holidays'>
  readonly clock: Clock
  readonly log: Log
  /** Of this device, and of no customer. */
  readonly store: Store
  readonly rendering: Rendering
  readonly serviceManager: ServiceManager
  readonly visit: Source<VisitView>
}

/**
 * Everything that brings the contact point back by itself: the page that dies or hangs, a graphics
 * processor that fails, memory that grows, nights that pass, and the word to the service manager
 * that main itself still lives. A start of the whole app never falls into a visit.
 */
export function createWatchdog(deps: Deps): Watchdog {
  const { policy, clock, log, store, rendering, serviceManager, visit } = deps
  const ration = createRation(store, clock)
  const isKiosk = policy.mode === 'kiosk'
  let hands: Hands | undefined
  let isDue = false
  let isEnding = false
  /** Before there was a window. */
  let hasWipeFailed = false
  let cancel: CancelTimer = () => undefined

  const isIdle = (): boolean => visit.view.stage === 'absent'
  const startAgain = (why: string): void => {
    if (isEnding || !hands) return
    isEnding = true
    log.info('the app starts again', { why: ours(why) })
    hands.startAgain(serviceManager.state.isThere)
  }
  const restart = (why: string): boolean => {
    if (isEnding) return true
    if (!ration.take()) {
      log.error('the app has started itself again too often', { why: ours(why) })
      return false
    }
    startAgain(why)
    return true
  }

  const keeper = createPageKeeper({
    clock,
    log,
    hangMs: policy.watchdog.hangSeconds * 1000,
    hands: {
      load: async () => await hands?.page.load(),
      showSafe: async () => await hands?.page.showSafe(),
      kill: () => hands?.page.kill(),
      isHeld: () => hands?.page.isHeld() ?? false,
    },
    restart: () => restart('the safe screen fails too'),
    onStage: report,
  })
  const budget = createMemoryBudget({
    clock,
    log,
    budget: policy.watchdog.memoryMegabytes,
    measure: () => hands?.measure() ?? 0,
    isIdle,
    reload: () => keeper.renew(),
    restart: () => restart('memory'),
  })
  const recycle = createRecycle({
    clock,
    log,
    at: policy.watchdog.recycleAt,
    zone: policy.zone,
    isClosed: () => !policy.hours || !openState(policy, clock.now()).open,
    isIdle,
    restart: () => {
      startAgain('night')
    },
  })

  function report(): void {
    const where = isIdle() ? 'nobody is there' : 'with a customer'
    const page = { closed: 'no window', loading: 'starting', alive: where, safe: 'safe screen' }
    serviceManager.status(page[keeper.stage])
  }

  function wipeFailed(): void {
    if (!hands) hasWipeFailed = true
    else if (!restart('a visit could not be wiped')) keeper.showSafe()
  }

  /** On a desktop nobody leaves: there the next start is early enough. */
  function whenIdle(): void {
    if (!isIdle()) return
    if (isDue) {
      isDue = !restart('graphics')
      return
    }
    if (!isKiosk) return
    budget.look()
    recycle.look()
  }

  const off = visit.subscribe(() => {
    report()
    cancel()
    // The last customer's session is still being ended.
    if (isIdle()) cancel = clock.after(FAREWELL_MS, whenIdle)
  })

  return {
    pulse: keeper.pulse,
    ready() {
      keeper.ready()
      serviceManager.ready()
    },
    answer: keeper.answer,
    wipeFailed,
    begin(given) {
      hands = given
      if (isKiosk) {
        budget.start()
        recycle.start()
      }
      if (hasWipeFailed) wipeFailed()
      return keeper
    },
    gpuFailed() {
      if (!rendering.failed()) return
      log.error('the graphics processor keeps failing: the next start does without it')
      isDue = true
      whenIdle()
    },
    awake: recycle.look,
    state() {
      const { dueAt } = recycle
      return {
        page: { stage: keeper.stage, faults: keeper.faults },
        rendering: rendering.state(),
        ...(isKiosk ? { memory: budget.state() } : {}),
        ...(dueAt === undefined ? {} : { recycleAt: dueAt }),
        restarts: ration.taken,
        serviceManager: serviceManager.state,
      }
    },
    async stop() {
      isEnding = true
      off()
      cancel()
      keeper.close()
      budget.stop()
      recycle.stop()
      await serviceManager.stopping()
    },
  }
}
