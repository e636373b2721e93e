import { createCentre } from '../centre/client.ts'
import type { Centre } from '../centre/api.ts'
import { createElectronHttp } from '../platform/http.electron.ts'
import { signInPages } from '../platform/proxy.electron.ts'
import { guardCertificates, type GuardedSession } from '../platform/trust.electron.ts'
import { centreConfigOf } from '../settings/centre.ts'
import { moveIntoVault, type Secrets } from '../settings/secrets.ts'
import { createChannels, type Channels } from '../visit/channels.ts'
import { createWitness, type Witness } from '../staff/witness.ts'
import type { Http } from '../platform/http.ts'
import { createProxySignIn, type ProxySignIn } from '../platform/proxy-sign-in.ts'
import type { Ground } from './startup.ts'

/** The lines to the contact centre. */
export interface Lines {
  readonly secrets: Secrets
  readonly http: Http
  readonly centre: Centre
  readonly channels: Channels
  /** Makes the certificates of a session follow the policy. */
  readonly guard: (session: GuardedSession) => void
  readonly random: () => number
  /** The same centre, asked for another business unit. */
  readonly centreOf: (businessUnit: string) => Centre
  readonly witness: Witness
  /** The sign-in at the proxy, for whoever goes through one. */
  readonly signIn: ProxySignIn
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
  const signIn = createProxySignIn({
    proxy: policy.proxy,
    password: secrets['proxy-password'],
    clock,
    log: log.child('proxy'),
  })
  signInPages(signIn)
  const http = createElectronHttp(guard, signIn)
  if (policy.centre.baseUrl !== undefined && secrets['client-secret'] === '') {
    log.error('there is no client secret: callpoint --store-secret client-secret')
  }
  const config = centreConfigOf(policy, secrets, shell.version)
  const witness = createWitness(clock, ground.device)
  const centre = createCentre({ http, clock, random, log, config, onEnd: witness.note })
  const centreOf = (businessUnit: string): Centre =>
    createCentre({ http, clock, random, log, config: { ...config, businessUnit } })
  const channels = createChannels({
    policy,
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    clock,
    random,
    log: log.child('channels'),
  })
  return { secrets, http, centre, channels, guard, random, signIn, centreOf, witness }
}
