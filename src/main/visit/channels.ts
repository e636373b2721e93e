import type { Source } from '../../contract/define.ts'
import type { Failure, FailureCode } from '../../contract/outcome.ts'
import {
  LADDER,
  type Channel,
  type ChannelState,
  type ChannelsView,
} from '../../contract/settings.ts'
import type { Centre, CentreError } from '../centre/api.ts'
import type { Policy } from '../settings/policy.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { jitter, type Random } from '../platform/random.ts'
import { createSource } from '../platform/source.ts'
import { openState, type Timetable } from './hours.ts'

type Reason = NonNullable<ChannelState['reason']>

/** What Home says of each channel: opening hours, and what the centre last answered. */
export interface Channels {
  readonly source: Source<ChannelsView>
  /** Asks the centre now; a check under way is shared. Never rejects. */
  check(): Promise<void>
  /** A channel failed in use (for instance chat full): it counts as unavailable until the next check. */
  noteFailure(channel: Channel, failure: Failure | undefined): void
  stop(): void
}

interface Deps {
  readonly policy: Policy
  /** Undefined where the policy names no centre. */
  readonly centre: Centre | undefined
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** A device whose clock differs by more goes by the centre's, and its technician is told. */
const CLOCK_TOLERANCE_MS = 60_000

/** How often a centre is checked that answers, and one that does not (milliseconds). */
const HEALTHY_CHECK_MS = 5 * 60_000
const FAILING_CHECK_MS = 15_000

export function createChannels({ policy, centre, clock, random, log }: Deps): Channels {
  const troubles = new Map<Channel, Reason>()
  const source = createSource<ChannelsView>(compute())
  let running: Promise<void> | undefined
  let cancelTimer = (): void => undefined
  let stopped = false
  let isClockOff = false

  function timetable(channel: Channel): Timetable {
    return {
      hours: policy[channel].hours ?? policy.hours,
      holidays: policy.holidays,
      zone: policy.zone,
    }
  }

  function stateOf(channel: Channel, now: number): ChannelState {
    if (!policy[channel].enabled) return { channel, state: 'off' }
    if (channel === 'call' && (!policy.call.server || policy.call.destinations.length === 0)) {
      return { channel, state: 'off' }
    }
    // A callback is asked for at any hour: its own windows lie within the hours.
    const hours = channel === 'callback' ? { open: true } : openState(timetable(channel), now)
    const until = hours.until === undefined ? {} : { until: hours.until }
    if (!hours.open) return { channel, state: 'closed', ...until }
    const reason = troubles.get(channel)
    return reason ? { channel, state: 'unavailable', reason } : { channel, state: 'open', ...until }
  }

  function compute(): Omit<ChannelsView, 'revision'> {
    const now = clock.now() + (centre?.clockOffsetMs ?? 0)
    const channels = LADDER.map((channel) => stateOf(channel, now))
    const suggested = channels.find(({ state }) => state === 'open')?.channel
    const hours = openState(
      { hours: policy.hours, holidays: policy.holidays, zone: policy.zone },
      now,
    )
    return {
      now,
      channels,
      ...(suggested ? { suggested } : {}),
      ...(hours.until === undefined
        ? {}
        : hours.open
          ? { openUntil: hours.until }
          : { opensAt: hours.until }),
    }
  }

  function publish(): void {
    source.publish({
      suggested: undefined,
      openUntil: undefined,
      opensAt: undefined,
      ...compute(),
    })
    arm()
  }

  function arm(): void {
    cancelTimer()
    if (stopped) return
    const wait = jitter(random, troubles.size > 0 ? FAILING_CHECK_MS : HEALTHY_CHECK_MS, 0.2)
    const change = Math.min(
      ...source.view.channels.map(({ until }) => (until ?? Infinity) - source.view.now),
    )
    cancelTimer = clock.after(Math.max(1000, Math.min(wait, change)), () => void check())
  }

  function learn(channel: Channel, error: CentreError | undefined): void {
    if (!error || error.kind === 'aborted') {
      if (!error) troubles.delete(channel)
      return
    }
    troubles.set(channel, reasonOf(error))
    log.warn('channel unavailable', {
      channel,
      kind: error.kind,
      status: error.status,
      detail: error.detail,
    })
  }

  function judgeClock(): void {
    const offsetMs = centre?.clockOffsetMs ?? 0
    const isOff = Math.abs(offsetMs) > CLOCK_TOLERANCE_MS
    if (isOff && !isClockOff) {
      log.warn('the clock of this device is off: set it, or its time service', { offsetMs })
    }
    isClockOff = isOff
  }

  async function ask(): Promise<void> {
    if (!centre) {
      troubles.set('chat', 'trouble')
      troubles.set('callback', 'trouble')
      return
    }
    const authorized = await centre.authorize()
    judgeClock()
    if (!authorized.ok) {
      learn('chat', authorized.error)
      learn('callback', authorized.error)
      return
    }
    // Asked also where no callback is offered: only this question knows licence and tenant.
    const queues = await centre.callbackQueues()
    const failure = queues.ok ? undefined : queues.error
    learn('chat', failure !== undefined && isOfTenant(failure) ? failure : undefined)
    if (!policy.callback.enabled) {
      troubles.delete('callback')
      return
    }
    learn('callback', failure)
    if (queues.ok && queues.value.length === 0) troubles.set('callback', 'disabled')
  }

  function check(): Promise<void> {
    running ??= ask()
      .catch((error: unknown) => {
        log.error('check failed', { error })
      })
      .finally(() => {
        running = undefined
        if (!stopped) publish()
      })
    return running
  }

  return {
    source,
    check,
    noteFailure(channel, failure) {
      const reason = failure && REASONS[failure.code]
      if (!reason || troubles.get(channel) === reason) return
      troubles.set(channel, reason)
      publish()
    },
    stop() {
      stopped = true
      cancelTimer()
    },
  }
}

/** What a customer's failed attempt says of the channel; a wrong input says nothing. */
const REASONS: Readonly<Partial<Record<FailureCode, Reason>>> = {
  full: 'full',
  'not-licensed': 'not-licensed',
  disabled: 'disabled',
  unreachable: 'unreachable',
  refused: 'trouble',
  'centre-trouble': 'trouble',
  nonsense: 'trouble',
  'unknown-outcome': 'unreachable',
}

/** What is said of the licence (403) or the business unit (400) holds for chat as well. */
function isOfTenant({ kind, status }: CentreError): boolean {
  return kind === 'not-licensed' || (kind === 'rejected' && status === 400)
}

function reasonOf(error: CentreError): Reason {
  switch (error.kind) {
    case 'not-licensed':
      return 'not-licensed'
    case 'disabled':
      return 'disabled'
    case 'full':
      return 'full'
    case 'unreachable':
    case 'timeout':
      return 'unreachable'
    default:
      return 'trouble'
  }
}
