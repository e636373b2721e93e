import type { SeenDevices } from '../../contract/staff.ts'
import type { Loaded } from '../settings/load.ts'
import { linesOf } from '../settings/origin.ts'
import type { OwnZone } from '../settings/own-zone.ts'
import type { Policy } from '../settings/policy.ts'
import type { SecretName, Secrets } from '../settings/secrets.ts'
import type { Trust } from '../platform/certificates.ts'
import type { StorageFacts, MachineFacts } from './machine-facts.ts'
import type { PageProbe } from './page-probe.ts'
import { readZone, systemZoneVersion } from '../platform/zone-files.ts'
import type { Channels } from '../visit/channels.ts'
import type { WatchdogState } from '../watchdog/watchdog.ts'
import type { Facts, VaultFacts } from './facts.ts'
import { askCentre, type CentreDeps } from './look-centre.ts'
import { reachAll } from './reach.ts'
import type { CentreHistory } from './centre-history.ts'
import { compareZones } from './zone-facts.ts'

interface Deps extends CentreDeps {
  readonly policy: Policy
  readonly ownZone: Pick<OwnZone, 'zone'>
  readonly loaded: Pick<Loaded, 'origin' | 'problems'>
  readonly channels: Channels
  readonly vault: VaultFacts
  readonly secrets: Secrets
  readonly trust: Trust
  readonly probe: PageProbe
  readonly centreHistory: CentreHistory
  readonly machine: () => Promise<MachineFacts>
  readonly kept: () => StorageFacts
  readonly faults: () => number
  /** Undefined before there is a window. */
  readonly watchdog: () => WatchdogState | undefined
}

/** Looks at everything there is to look at, once. Never rejects on account of what it finds. */
export function createLook(deps: Deps): (devices: SeenDevices | null) => Promise<Facts> {
  const { policy, loaded, channels, trust, clock, secrets } = deps

  return async (devices) => {
    const [centre, machine, reached] = await Promise.all([
      askCentre(deps),
      deps.machine(),
      reachAll(policy, secrets['turn-secret'], deps.probe, clock),
    ])
    await channels.check()
    const { problems } = loaded
    const origin = linesOf(loaded.origin)
    const set = origin
      .filter(({ from }) => from === 'policy' || from === 'command line')
      .reduce((sum, { count }) => sum + count, 0)
    return {
      policy: { wrong: problems, set, origin },
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
      zones: compareZones({
        zones: [policy.zone, deps.ownZone.zone.name],
        now: clock.now(),
        system: systemZoneVersion(),
        read: readZone,
      }),
      kept: deps.kept(),
      faults: deps.faults(),
      devices,
      ...reached,
      proxy: deps.signIn.asked,
      refusedLanguages: centre.cause === 'well' ? await refusedLanguages(deps) : [],
      lately: deps.centreHistory.lately(clock.now()),
      watchdog: deps.watchdog(),
    }
  }
}

/** What the policy cannot do without, and nobody has stored. */
export function missingSecrets(
  policy: Pick<Policy, 'centre' | 'call' | 'proxy'>,
  secrets: Secrets,
) {
  const { server, user, enabled, iceServers } = policy.call
  const isCall = enabled && server !== undefined
  const needed: readonly (readonly [SecretName, boolean])[] = [
    ['client-secret', policy.centre.baseUrl !== undefined],
    ['sip-password', isCall && user !== ''],
    ['turn-secret', isCall && iceServers.some((address) => address.startsWith('turn'))],
    ['proxy-password', policy.proxy.user !== ''],
  ]
  return needed.flatMap(([name, isNeeded]) => (isNeeded && secrets[name] === '' ? [name] : []))
}

/**
 * Where a chat was refused as wrong (400), which language the centre does not know, found by trying:
 * a session that is begun for it is ended at once. Nothing is tried while nobody was refused.
 */
async function refusedLanguages({
  policy,
  centre,
  centreHistory,
}: Deps): Promise<readonly string[]> {
  if (centre === undefined || !centreHistory.sessionRefused) return []
  const { languageNames, defaultLanguageName } = policy.centre
  const refused: string[] = []
  for (const language of new Set([defaultLanguageName, ...Object.values(languageNames)])) {
    const started = await centre.startSession({
      caption: 'Callpoint self-test',
      contactData: [],
      customerName: 'Callpoint',
      language,
      priority: 1,
      source: 'self-test',
    })
    if (started.ok) await centre.endSession(started.value)
    else if (started.error.status === 400) refused.push(language)
  }
  return refused
}
