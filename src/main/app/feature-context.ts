import type { Context } from '../context.ts'
import { createCountry } from '../settings/country.ts'
import { createOwnZone } from '../settings/own-zone.ts'
import { machineZone } from '../platform/machine-zone.ts'
import { zoneNamed } from '../platform/zones.ts'
import type { Tested } from '../staff/setup.electron.ts'
import type { Connections } from './connections.ts'
import { storageFacts, type Core } from './startup.ts'

/** What every feature is set up with. */
export function contextOf(core: Core, { secrets, centre, random }: Connections): Context {
  const { policy, isKiosk, isZoneGuessed, clock, log, device, vault } = core
  const ownZone = createOwnZone({ find: machineZone, centre: zoneNamed(policy.zone), log })
  return {
    policy,
    isKiosk,
    appVersion: core.appInfo.version,
    clock,
    random,
    log,
    device,
    vault,
    secrets,
    centre,
    ownZone,
    isZoneGuessed,
    country: createCountry({
      policy: policy.callback.country,
      zones: [ownZone.zone.name, policy.zone],
      languages: policy.languages,
    }),
  }
}

/** What the self-test looks at beside the context. */
export function testedIn(core: Core, connections: Connections): Tested {
  const { origin, problems, trust, faults } = core
  const { channels, centreOf, http, signIn, centreHistory, guardCertificates } = connections
  return {
    loaded: { origin, problems },
    trust,
    channels,
    centreOf,
    http,
    signIn,
    centreHistory,
    guardCertificates,
    userData: core.appInfo.userData,
    kept: () => storageFacts(core),
    faults,
  }
}
