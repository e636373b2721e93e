import { z } from 'zod'
import type {
  AskCall,
  CallGrant,
  CallPhase,
  CallView,
  DeviceChoice,
  ScreenSource,
} from '../../contract/call.ts'
import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done, fail, ok, type Outcome } from '../../contract/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Random } from '../platform/random.ts'
import { createSource } from '../platform/source.ts'
import type { Store } from '../platform/store.ts'
import { grantFor, type GrantPolicy } from './grant.ts'
import { createPicker, type Picker } from './picker.ts'
import { foreign, ours } from '../platform/said.ts'

export type ScreenKind = ScreenSource['kind']

interface Deps {
  readonly policy: GrantPolicy
  /** Of the SIP account and the relay: out of the vault, or out of the policy. */
  readonly secrets: () => { readonly password: string; readonly turnSecret: string }
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Remembers the devices of this machine, not of a customer. */
  readonly store: Store
  /** The sources that may be shared, with pictures; may be slow. */
  readonly screens: (kinds: readonly ScreenKind[]) => Promise<readonly ScreenSource[]>
  /** BCP 47 tag of the visit. */
  readonly language: () => string
  /** ISO 3166 code of the place. */
  readonly country: () => string
}

export interface Call {
  readonly source: Source<CallView>
  readonly handlers: Handlers['call']
  readonly picker: Picker
  /** Where the call stands: the visit does not end while it rings or goes on. */
  readonly phase: CallPhase
  /** Runs after each change of `phase`; answers the function that ends it. */
  onPhase(listener: (phase: CallPhase) => void): () => void
  /** The machine woke up or its network changed. */
  nudge(): void
  /** The page that made the call is no more, and the call with it. */
  pageGone(): void
  endForVisit(): void
}

/** On a kiosk there is nothing to share but the app itself, unless the policy says otherwise. */
const DESKTOP_KINDS: readonly ScreenKind[] = ['screen', 'window']

const DEVICES = 'call.devices'
const choiceSchema = z
  .object({
    audioInput: z.string().optional(),
    audioOutput: z.string().optional(),
    videoInput: z.string().optional(),
  })
  .catch({})

/** The call channel of main: grants, devices of the machine, the picker, the phase. */
export function createCall(deps: Deps): Call {
  const { policy, clock, random, log, store } = deps
  const allowed = policy.call.screenShare ?? (policy.mode === 'kiosk' ? [] : DESKTOP_KINDS)
  const source = createSource<CallView>({
    devices: readChoice(store),
    screenShare: allowed,
    picking: false,
    nudge: 0,
    ...(policy.call.askNumber && { country: deps.country() }),
  })
  const picker = createPicker(clock, (picking) => {
    source.publish({ picking })
  })
  const listeners = new Set<(phase: CallPhase) => void>()
  let phase: CallPhase = 'idle'
  let offered: ReadonlySet<string> = new Set()

  function setPhase(next: CallPhase): void {
    if (next === phase) return
    phase = next
    log.info('phase', { phase })
    for (const listener of [...listeners]) listener(phase)
  }

  function grant(ask: AskCall): Outcome<CallGrant> {
    const outcome = grantFor(ask, policy, {
      ...deps.secrets(),
      now: clock.now(),
      random: random(),
      language: deps.language(),
      country: deps.country(),
    })
    if (outcome.ok) log.info('grant', { destination: ours(ask.destinationKey) })
    else
      log.warn('no grant', {
        destination: foreign(ask.destinationKey),
        code: outcome.error.code,
      })
    return outcome
  }

  function end(): void {
    picker.cancel()
    setPhase('idle')
  }

  return {
    source,
    picker,
    get phase() {
      return phase
    },
    onPhase(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    nudge() {
      source.publish({ nudge: source.view.nudge + 1 })
    },
    pageGone: end,
    endForVisit: end,
    handlers: {
      grant,
      report({ phase: next }) {
        setPhase(next)
        if (next === 'idle' || next === 'ended') picker.cancel()
        return done
      },
      devices(choice) {
        store.set(DEVICES, choice)
        source.publish({ devices: choice })
        return done
      },
      async screens() {
        if (allowed.length === 0) return fail('disabled')
        try {
          const sources = (await deps.screens(allowed)).filter(({ kind }) => allowed.includes(kind))
          offered = new Set(sources.map(({ id }) => id))
          return ok(sources)
        } catch (error) {
          log.warn('the screens could not be listed', { error })
          return fail('internal')
        }
      },
      pickScreen({ id }) {
        if (id !== null && !offered.has(id)) return fail('not-found')
        picker.choose(id)
        return done
      },
    },
  }
}

function readChoice(store: Store): DeviceChoice {
  const { audioInput, audioOutput, videoInput } = choiceSchema.parse(store.get(DEVICES))
  return {
    ...(audioInput === undefined ? {} : { audioInput }),
    ...(audioOutput === undefined ? {} : { audioOutput }),
    ...(videoInput === undefined ? {} : { videoInput }),
  }
}
