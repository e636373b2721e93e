import { createCentre } from '../centre/client.ts'
import type { Centre } from '../centre/api.ts'
import { createElectronHttp } from '../platform/http.electron.ts'
import { signInPages } from '../platform/proxy.electron.ts'
import { guardCertificates as guard, type GuardedSession } from '../platform/trust.electron.ts'
import { centreConfigOf } from '../settings/centre.ts'
import { moveIntoVault, type Secrets } from '../settings/secrets.ts'
import { createChannels, type Channels } from '../visit/channels.ts'
import { createCentreHistory, type CentreHistory } from '../staff/centre-history.ts'
import type { Http } from '../platform/http.ts'
import { createProxySignIn, type ProxySignIn } from '../platform/proxy-sign-in.ts'
import type { Core } from './startup.ts'

/** The connections to the contact centre, and what goes with them. */
export interface Connections {
  readonly secrets: Secrets
  readonly http: Http
  readonly centre: Centre
  readonly channels: Channels
  /** Makes the certificates of a session follow the policy. */
  readonly guardCertificates: (session: GuardedSession) => void
  readonly random: () => number
  /** The same centre, asked for another business unit. */
  readonly centreOf: (businessUnit: string) => Centre
  readonly centreHistory: CentreHistory
  /** The sign-in at the proxy, for whoever goes through one. */
  readonly signIn: ProxySignIn
}

/** Sets the connections up; nothing is sent yet. */
export function openConnections(core: Core): Connections {
  const { policy, appInfo, clock, log, vault, trust } = core
  const random = Math.random
  const secrets = moveIntoVault(core.found, vault, core.file, log.child('vault'))
  const certificates = log.child('certificates')
  const guardCertificates = (used: GuardedSession): void => {
    guard(used, trust, clock, certificates)
  }
  const signIn = createProxySignIn({
    proxy: policy.proxy,
    password: secrets['proxy-password'],
    clock,
    log: log.child('proxy'),
  })
  signInPages(signIn)
  const http = createElectronHttp(guardCertificates, signIn)
  if (policy.centre.baseUrl !== undefined && secrets['client-secret'] === '') {
    log.error('there is no client secret: callpoint --store-secret client-secret')
  }
  const config = centreConfigOf(policy, secrets, appInfo.version)
  const centreHistory = createCentreHistory(clock, core.device)
  const centre = createCentre({ http, clock, random, log, config, onEnd: centreHistory.note })
  const centreOf = (businessUnit: string): Centre =>
    createCentre({ http, clock, random, log, config: { ...config, businessUnit } })
  const channels = createChannels({
    policy,
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    clock,
    random,
    log: log.child('channels'),
  })
  return {
    secrets,
    http,
    centre,
    channels,
    guardCertificates,
    random,
    signIn,
    centreOf,
    centreHistory,
  }
}
