import type { Source, View } from '../../contract/define.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import { createCrashLoop } from './crash-loop.ts'
import type { Log } from '../platform/log.ts'
import type { PageEvents, PageControls } from '../window/page-control.ts'
import { createHeartbeat } from './heartbeat.ts'
import { ours } from '../platform/said.ts'

export type PageStage = 'loading' | 'alive' | 'safe' | 'closed'

export interface PageSupervisor extends PageEvents {
  readonly stage: PageStage
  /** Faults of the page since the start of the app. */
  readonly faults: number
  /** Each revision is a beat for the page to answer. */
  readonly pulse: Source<View>
  /** The page says that its first screen can be used. */
  ready(): void
  answer(beat: number): void
  /** The page must not be used for now: the safe screen is shown, for as long as after a loop of faults. */
  showSafe(): void
  /** Nobody is there: a new process for the page, without the memory of the old one. */
  renew(): void
}

interface Options {
  readonly clock: Clock
  readonly log: Log
  readonly controls: PageControls
  /** Starts the whole app again; false where that has been done too often. */
  readonly restart: () => boolean
  /** A page that answers nothing for so long, in milliseconds, hangs. */
  readonly hangMs: number
  /** Told of each change of `stage`. */
  readonly onStage: () => void
}

/** A page that has not drawn its first screen by then, in milliseconds, never will. */
export const READY_MS = 30_000
/** A process that was told to end, in milliseconds. */
const END_MS = 2000
export const PAGE_LOOP = { limit: 5, withinMs: 180_000 }
/** The safe screen stays for so long, in milliseconds, twice as long each time. */
export const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 600_000

/**
 * Brings the page back when it dies, hangs or does not come up; what it showed lives in main.
 * ```
 *            ready                    gone, silent
 *   loading -------> alive ---------------------------------+
 *     ^  |                                                  v
 *     |  +--------- gone, not loaded, not ready ---------> fault
 *     |                                                     |
 *     +------------------ not yet a loop -------------------+
 *     |                                                     | a loop
 *     +--- the pause is over, retried --- safe <------------+
 *                                          |  gone: the whole app again, where it may
 * ```
 */
export function createPageSupervisor(options: Options): PageSupervisor {
  const { clock, log, controls, restart, hangMs, onStage } = options
  const isLoop = createCrashLoop({ clock, ...PAGE_LOOP })
  const heartbeat = createHeartbeat({
    clock,
    hangMs,
    onSilent() {
      if (controls.isHeld()) heartbeat.start()
      else end('it does not answer')
    },
  })
  let stage: PageStage = 'closed'
  let faults = 0
  let pauseMs = FIRST_PAUSE_MS
  let load = 0
  let isRenewed = false
  let cancel: CancelTimer = () => undefined

  function enter(next: PageStage): void {
    cancel()
    cancel = () => undefined
    heartbeat.stop()
    stage = next
    onStage()
  }

  function expectReady(): void {
    cancel = clock.after(READY_MS, () => {
      if (controls.isHeld()) expectReady()
      else end('it does not come up')
    })
  }

  function open(): void {
    enter('loading')
    expectReady()
    isRenewed = false
    const mine = ++load
    controls.load().catch((error: unknown) => {
      // One that was overtaken by the next has not failed.
      if (mine === load && stage === 'loading') fault('it cannot be loaded', error)
    })
  }

  /** The process is ended first, and its end is the fault; where it does not end, that is one too. */
  function end(why: string): void {
    log.warn('killing the page process', { why: ours(why) })
    heartbeat.stop()
    cancel()
    controls.kill()
    cancel = clock.after(END_MS, () => {
      fault('it does not even end')
    })
  }

  function fault(why: string, error?: unknown): void {
    faults += 1
    log.error('the page has failed', { why: ours(why), ...(error === undefined ? {} : { error }) })
    if (isLoop()) safe('the page fails again and again')
    else open()
  }

  function safe(why: string): void {
    enter('safe')
    log.error('the safe screen is shown', { why: ours(why), ms: pauseMs })
    const mine = ++load
    controls.showSafe().catch((error: unknown) => {
      if (mine !== load || stage !== 'safe') return
      log.error('the safe screen cannot be shown', { error })
      restart()
    })
    cancel = clock.after(pauseMs, open)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }

  return {
    get stage() {
      return stage
    },
    get faults() {
      return faults
    },
    pulse: heartbeat.source,
    open,
    ready() {
      if (stage === 'closed') return
      enter('alive')
      heartbeat.start()
      // It holds: the next loop, if there ever is one, is another.
      cancel = clock.after(PAGE_LOOP.withinMs, () => {
        pauseMs = FIRST_PAUSE_MS
      })
    },
    answer(beat) {
      heartbeat.answer(beat)
    },
    gone(reason) {
      if (stage === 'closed') return
      if (stage === 'safe') {
        log.error('the safe screen has crashed', { reason: ours(reason) })
        restart()
        return
      }
      if (isRenewed) open()
      else fault(reason)
    },
    retried() {
      if (stage !== 'safe') return
      enter('loading')
      expectReady()
    },
    showSafe() {
      if (stage !== 'closed' && stage !== 'safe') safe('the page must not be used')
    },
    renew() {
      if (stage !== 'alive') return
      isRenewed = true
      end('it is renewed')
    },
    close() {
      enter('closed')
    },
  }
}
