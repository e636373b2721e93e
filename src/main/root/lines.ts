import { createCentre } from '../centre/client.ts'
import type { Centre } from '../centre/api.ts'
import { createElectronHttp } from '../electron/http.ts'
import { guardCertificates, type GuardedSession } from '../electron/trust.ts'
import { centreConfigOf } from '../settings/centre.ts'
import { moveIntoVault, type Secrets } from '../settings/secrets.ts'
import { createChannels, type Channels } from '../services/channels.ts'
import type { Http } from '../support/http.ts'
import type { Ground } from './ground.ts'

/** The lines to the contact centre. */
export interface Lines {
  readonly secrets: Secrets
  readonly http: Http
  readonly centre: Centre
  readonly channels: Channels
  /** Makes the certificates of a session follow the policy. */
  readonly guard: (session: GuardedSession) => void
  readonly random: () => number
}

/** The lines to the contact centre; nothing is sent yet. */
export function layLines(ground: Ground): Lines {
  const { policy, shell, clock, log, vault, trust } = ground
  const random = Math.random
  const secrets = moveIntoVault(ground.found, vault, ground.file, log.child('vault'))
  const certificates = log.child('certificates')
  const guard = (used: GuardedSession): void => {
    guardCertificates(used, trust, clock, certificates)
  }
  const http = createElectronHttp(guard)
  if (policy.centre.baseUrl !== undefined && secrets['client-secret'] === '') {
    log.error('there is no client secret: callpoint --store-secret client-secret')
  }
  const config = centreConfigOf(policy, secrets, shell.version)
  const centre = createCentre({ http, clock, random, log, config })
  const channels = createChannels({
    policy,
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    clock,
    random,
    log: log.child('channels'),
  })
  return { secrets, http, centre, channels, guard, random }
}
