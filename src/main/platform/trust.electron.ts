import type { Certificate, Session } from 'electron'
import { accepts, type Trust } from './certificates.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { ours } from './said.ts'

/** Chromium's own words for its verdict, as `setCertificateVerifyProc` takes it. */
const ACCEPT = 0
/** Chromium's own refusal stands, with its own code, so that the caller learns the cause. */
const AS_CHROMIUM = -3
/** `net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN`. */
const NOT_PINNED = -150

/** `net::ERR_CERT_AUTHORITY_INVALID`. */
const UNKNOWN_AUTHORITY = -202

/** A session, for whoever need not know what it is. */
export type GuardedSession = Session

/** Every verdict about a certificate in this session follows the policy; none is ever ignored. */
export function guardCertificates(session: Session, trust: Trust, clock: Clock, log: Log): void {
  session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, callback) => {
    const isAccepted = accepts(
      {
        hostname,
        chain: chainOf(certificate),
        isTrusted: errorCode === 0,
        isUnknownAuthority: errorCode === UNKNOWN_AUTHORITY,
      },
      trust,
      clock.now(),
    )
    if (!isAccepted) log.warn('certificate refused', { host: ours(hostname), code: errorCode })
    callback(isAccepted ? ACCEPT : errorCode === 0 ? NOT_PINNED : AS_CHROMIUM)
  })
}

function chainOf(leaf: Certificate): readonly string[] {
  const chain: string[] = []
  let at: Certificate | undefined = leaf
  while (at !== undefined && chain.length < 10) {
    chain.push(at.data)
    const issuer = issuerOf(at)
    at = issuer?.fingerprint === at.fingerprint ? undefined : issuer
  }
  return chain
}

/** A self-signed one names itself, or nobody; Electron's types say there is always one. */
function issuerOf(certificate: Certificate): Certificate | undefined {
  return certificate.issuerCert
}
