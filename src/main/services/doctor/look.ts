import type { SeenDevices } from '../../../contract/staff.ts'
import type { Centre, CentreErrorKind } from '../../centre/api.ts'
import type { Loaded, PolicyProblem } from '../../settings/load.ts'
import { linesOf } from '../../settings/origin.ts'
import type { Policy } from '../../settings/policy.ts'
import type { SecretName, Secrets } from '../../settings/secrets.ts'
import type { Trust } from '../../support/certificates.ts'
import type { Clock } from '../../support/clock.ts'
import type { KeptFacts, MachineFacts } from '../../support/machine-facts.ts'
import type { Channels } from '../channels.ts'
import type { WatchdogState } from '../watchdog/watchdog.ts'
import type { CentreFacts, Facts, VaultFacts } from './facts.ts'
import { reachRelay, reachSip } from './reach.ts'

interface Deps {
  readonly policy: Policy
  readonly loaded: Pick<Loaded, 'origin' | 'problems'>
  readonly centre: Centre | undefined
  readonly channels: Channels
  readonly vault: VaultFacts
  readonly secrets: Secrets
  readonly trust: Trust
  readonly clock: Clock
  readonly machine: () => Promise<MachineFacts>
  readonly kept: () => KeptFacts
  readonly faults: () => number
  /** Undefined before there is a window. */
  readonly watchdog: () => WatchdogState | undefined
}

/** Looks at everything there is to look at, once. Never rejects on account of what it finds. */
export function createLook(deps: Deps): (devices: SeenDevices | null) => Promise<Facts> {
  const { policy, loaded, channels, trust, clock, secrets } = deps
  const { server, enabled, destinations, iceServers } = policy.call
  const isCall = enabled && server !== undefined && destinations.length > 0
  const authorities = trust.extra.map((certificate) => certificate.toString())

  return async (devices) => {
    const [centre, machine, sip, relays] = await Promise.all([
      askCentre(deps),
      deps.machine(),
      isCall ? reachSip(server, authorities, clock) : undefined,
      Promise.all(
        (isCall ? iceServers : []).map(async (address) => ({
          address,
          reached: await reachRelay(address, clock),
        })),
      ),
    ])
    await channels.check()
    const { problems } = loaded
    const origin = linesOf(loaded.origin)
    const set = origin
      .filter(({ from }) => from === 'policy' || from === 'command line')
      .reduce((sum, { count }) => sum + count, 0)
    return {
      policy: { wrong: problems.map(problemText), set, origin },
      centre,
      channels: channels.source.view.channels,
      vault: {
        kind: deps.vault.kind,
        ...(deps.vault.problem === undefined ? {} : { problem: deps.vault.problem }),
        ...(deps.vault.advice === undefined ? {} : { advice: deps.vault.advice }),
      },
      missingSecrets: missingSecrets(policy, secrets),
      certificates: {
        extra: trust.extra.length,
        pins: Object.keys(trust.pins).length,
        wrong: problems.some(({ path }) => path === 'certificates.caFile'),
      },
      machine,
      kept: deps.kept(),
      faults: deps.faults(),
      devices,
      sip,
      relays,
      watchdog: deps.watchdog(),
    }
  }
}

/** For the technician: the key, why it is not taken, and what counts instead. */
function problemText({ path, reason, inForce }: PolicyProblem): string {
  const place = path === '' ? '' : `${path}: `
  return `${place}${reason}${inForce === undefined ? '' : ` (in force: ${IN_FORCE[inForce]})`}`
}

const IN_FORCE: Readonly<Record<NonNullable<PolicyProblem['inForce']>, string>> = {
  default: 'the default',
  policy: 'what else the policy says',
  'last good': 'the last good value',
  stricter: 'the strictest value',
  local: 'the setting of this device',
  'command line': 'the command line',
}

/** What the policy cannot do without, and nobody has stored. */
export function missingSecrets(policy: Pick<Policy, 'centre' | 'call'>, secrets: Secrets) {
  const { server, user, enabled, iceServers } = policy.call
  const isCall = enabled && server !== undefined
  const needed: readonly (readonly [SecretName, boolean])[] = [
    ['client-secret', policy.centre.baseUrl !== undefined],
    ['sip-password', isCall && user !== ''],
    ['turn-secret', isCall && iceServers.some((address) => address.startsWith('turn'))],
  ]
  return needed.flatMap(([name, isNeeded]) => (isNeeded && secrets[name] === '' ? [name] : []))
}

const STATES: Partial<Record<CentreErrorKind, CentreFacts['state']>> = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  aborted: 'unreachable',
  unauthorized: 'refused',
}

async function askCentre({ centre, policy, clock }: Deps): Promise<CentreFacts> {
  if (centre === undefined || policy.centre.baseUrl === undefined) return { state: 'none' }
  const start = clock.now()
  const authorized = await centre.authorize()
  // A token may be an old one: a question proves that the centre is there now.
  const answered = authorized.ok ? await centre.callbackQueues({ retry: false }) : authorized
  const tookMs = clock.now() - start
  const offset = centre.clockOffsetMs
  const clockFacts = offset === undefined ? {} : { offsetMs: offset }
  if (!authorized.ok) return { state: STATES[authorized.error.kind] ?? 'trouble', ...clockFacts }
  // Any other answer is one: callbacks may be switched off or not licensed.
  const state = answered.ok ? 'well' : (STATES[answered.error.kind] ?? 'well')
  return { state, tookMs, ...clockFacts }
}
