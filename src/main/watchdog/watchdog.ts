import type { Source, View } from '../../contract/define.ts'
import type { VisitView } from '../../contract/visit.ts'
import type { Policy } from '../settings/policy.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { AppControls, WatchdogEvents } from '../window/page-control.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { openState } from '../visit/hours.ts'
import { createMemoryBudget, type MemoryState } from './memory-budget.ts'
import { createPageSupervisor, type PageStage } from './page-supervisor.ts'
import { createRestartLimit } from './restart-limit.ts'
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

export interface Watchdog extends WatchdogEvents {
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
  /** What the self-test may show. */
  state(): WatchdogState
  /** The app ends on purpose. */
  stop(): Promise<void>
}

/** So long after a visit, in milliseconds, its session has ended at the centre. */
const SESSION_END_MS = 5000

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
 * processor that fails, memory that grows, the nightly restart, and the sign to the service manager
 * that main itself is alive. The app never restarts during a visit.
 */
export function createWatchdog(deps: Deps): Watchdog {
  const { policy, clock, log, store, rendering, serviceManager, visit } = deps
  const restartLimit = createRestartLimit(store, clock)
  const isKiosk = policy.mode === 'kiosk'
  let controls: AppControls | undefined
  let isDue = false
  let isEnding = false
  /** Before there was a window. */
  let hasWipeFailed = false
  let cancel: CancelTimer = () => undefined

  const isIdle = (): boolean => visit.view.stage === 'absent'
  const startAgain = (why: string): void => {
    if (isEnding || !controls) return
    isEnding = true
    log.info('restarting the app', { why: ours(why) })
    controls.startAgain(serviceManager.state.isThere)
  }
  const restart = (why: string): boolean => {
    if (isEnding) return true
    if (!restartLimit.take()) {
      log.error('too many automatic restarts', { why: ours(why) })
      return false
    }
    startAgain(why)
    return true
  }

  const supervisor = createPageSupervisor({
    clock,
    log,
    hangMs: policy.watchdog.hangSeconds * 1000,
    controls: {
      load: async () => await controls?.page.load(),
      showSafe: async () => await controls?.page.showSafe(),
      kill: () => controls?.page.kill(),
      isHeld: () => controls?.page.isHeld() ?? false,
    },
    restart: () => restart('the safe screen fails too'),
    onStage: report,
  })
  const budget = createMemoryBudget({
    clock,
    log,
    budget: policy.watchdog.memoryMegabytes,
    measure: () => controls?.measure() ?? 0,
    isIdle,
    reload: () => supervisor.renew(),
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
    serviceManager.status(page[supervisor.stage])
  }

  function wipeFailed(): void {
    if (!controls) hasWipeFailed = true
    else if (!restart('a visit could not be wiped')) supervisor.showSafe()
  }

  /** On a desktop memory and night do not matter: the next start by its user is early enough. */
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
    if (isIdle()) cancel = clock.after(SESSION_END_MS, whenIdle)
  })

  return {
    pulse: supervisor.pulse,
    ready() {
      supervisor.ready()
      serviceManager.ready()
    },
    answer: supervisor.answer,
    wipeFailed,
    begin(given) {
      controls = given
      if (isKiosk) {
        budget.start()
        recycle.start()
      }
      if (hasWipeFailed) wipeFailed()
      return supervisor
    },
    gpuFailed() {
      if (!rendering.failed()) return
      log.error('the GPU keeps failing: the next start renders in software')
      isDue = true
      whenIdle()
    },
    awake: recycle.look,
    state() {
      const { dueAt } = recycle
      return {
        page: { stage: supervisor.stage, faults: supervisor.faults },
        rendering: rendering.state(),
        ...(isKiosk ? { memory: budget.state() } : {}),
        ...(dueAt === undefined ? {} : { recycleAt: dueAt }),
        restarts: restartLimit.taken,
        serviceManager: serviceManager.state,
      }
    },
    async stop() {
      isEnding = true
      off()
      cancel()
      supervisor.close()
      budget.stop()
      recycle.stop()
      await serviceManager.stopping()
    },
  }
}
