import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done, fail } from '../../contract/outcome.ts'
import type {
  Finding,
  SeenDevices,
  StaffAction,
  StaffView,
  WipeRecord,
} from '../../contract/staff.ts'
import type { Policy } from '../settings/policy.ts'
import type { StaffCode } from './staff-code.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createSource } from '../platform/source.ts'

export interface Staff {
  readonly source: Source<StaffView>
  readonly handlers: Handlers['staff']
  /** From the menu of a desktop. */
  ask(): void
  stop(): void
}

interface Deps {
  /** The last wipes, the newest first. */
  readonly wipes: () => readonly WipeRecord[]
  readonly policy: Pick<Policy, 'mode' | 'staff' | 'site' | 'print'>
  readonly code: Pick<StaffCode, 'state' | 'matches'>
  readonly appVersion: string
  readonly canPrint: boolean
  readonly clock: Clock
  readonly log: Log
  readonly look: (devices: SeenDevices | null) => Promise<readonly Finding[]>
  /** The customer's visit ends before staff sees the screen. */
  readonly onOpen: () => void
  /** Answers whether it was done. */
  readonly act: (action: StaffAction, findings: readonly Finding[]) => Promise<boolean>
}

const TRIES = 5
const PAUSE_MS = 5 * 60_000
/** A question that nobody answers goes away again, in milliseconds. */
const ASKING_MS = 60_000

/**
 * The staff page.
 * ```
 *            ask                    the code
 *   closed -------> asking ----------------------> open
 *     ^  |            |                             |
 *     |  +------------|-----------------------------+  ask, where no code is needed (desktop)
 *     +---------------+-----------------------------+
 *          close, or nothing was done for a while
 * ```
 * Five wrong codes close it for five minutes. A kiosk without a code has no staff page, and neither
 * has a desktop whose code is lost.
 */
export function createStaff(deps: Deps): Staff {
  const { policy, code, clock, log } = deps
  const { closeAfterSeconds } = policy.staff
  const isKiosk = policy.mode === 'kiosk'
  const actions: StaffAction[] = [
    ...(deps.canPrint ? (['print'] as const) : []),
    ...(isKiosk ? [] : (['save', 'copy'] as const)),
    'restart',
    ...(isKiosk ? (['leave'] as const) : []),
  ]
  const source = createSource<StaffView>({
    stage: 'closed',
    checking: false,
    findings: [],
    wipes: [],
    device: [policy.site.kiosk, policy.site.store].filter((part) => part !== '').join(', '),
    appVersion: deps.appVersion,
    actions,
  })
  let wrong = 0
  let pausedUntil = -Infinity
  let opened = 0
  let isTrying = false
  let cancel = (): void => undefined

  const isOpen = (): boolean => source.view.stage === 'open'

  function rest(ms: number): void {
    cancel()
    cancel = clock.after(ms, close)
  }

  function close(): void {
    cancel()
    if (source.view.stage === 'closed') return
    if (isOpen()) log.info('staff page closed')
    opened += 1
    source.publish({
      stage: 'closed',
      findings: [],
      wipes: [],
      checking: false,
      checkedAt: undefined,
    })
  }

  function enter(): void {
    wrong = 0
    log.info('staff page opened')
    deps.onOpen()
    source.publish({ stage: 'open', wipes: deps.wipes() })
    rest(closeAfterSeconds * 1000)
  }

  function ask(): void {
    if (source.view.stage !== 'closed') return
    if (code.state === 'lost') {
      log.error('there is no staff page: staff.pin is wrong or lost; set it anew')
      return
    }
    if (code.state === 'none') {
      if (isKiosk) log.warn('there is no staff page: the policy has no staff.pin')
      else enter()
      return
    }
    source.publish({ stage: 'asking' })
    rest(ASKING_MS)
  }

  return {
    source,
    ask,
    stop: () => {
      cancel()
    },
    handlers: {
      ask() {
        ask()
        return done
      },
      async open({ pin: given }) {
        if (source.view.stage !== 'asking' || isTrying) return fail('wrong-state')
        if (clock.steady() < pausedUntil) return fail('wrong-state')
        // One at a time: the count below must see each.
        isTrying = true
        const generation = opened
        const isRight = await code.matches(given).finally(() => (isTrying = false))
        const isGone = generation !== opened
        if (!isRight) {
          wrong += 1
          log.warn('a wrong staff code', { tries: wrong })
          if (wrong >= TRIES) {
            wrong = 0
            pausedUntil = clock.steady() + PAUSE_MS
          }
          if (!isGone) rest(ASKING_MS)
          return fail('not-allowed')
        }
        if (isGone) return fail('wrong-state')
        enter()
        return done
      },
      close() {
        close()
        return done
      },
      async check({ devices }) {
        if (!isOpen() || source.view.checking) return fail('wrong-state')
        rest(closeAfterSeconds * 1000)
        const generation = opened
        source.publish({ checking: true })
        const findings = await deps.look(devices)
        // Whoever asked may have gone.
        if (generation !== opened || !isOpen()) return fail('wrong-state')
        source.publish({ checking: false, findings, wipes: deps.wipes(), checkedAt: clock.now() })
        return done
      },
      async act({ action }) {
        if (!isOpen() || !actions.includes(action)) return fail('wrong-state')
        rest(closeAfterSeconds * 1000)
        log.info('staff', { action })
        return (await deps.act(action, source.view.findings)) ? done : fail('wrong-state')
      },
    },
  }
}
