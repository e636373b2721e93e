import { createHash, createHmac } from 'node:crypto'
import type { AskCall, CallGrant } from '../../contract/call.ts'
import { fail, ok, type Outcome } from '../../contract/outcome.ts'
import { numberProblem } from '../../phone/judge.ts'
import { readNumber, type PhoneNumber } from '../../phone/reader.ts'
import type { Policy } from '../settings/policy.ts'
import { contactHeaders, placeOf } from './caller.ts'
import { sipAddress, quotable } from './sip-text.ts'

/** How long a grant may be used to begin a call, milliseconds. */
const LIFE_MS = 5 * 60_000
/** TURN credentials outlive the longest call we expect: a relay refreshes its allocation with them. */
const RELAY_LIFE_S = 4 * 60 * 60
/** 19 January 2038: coturn refuses credentials that are valid for longer, as it refuses expired ones. */
const LAST_EXPIRY_S = 2 ** 31 - 1

export interface GrantPolicy {
  readonly mode: Policy['mode']
  readonly call: Policy['call']
  readonly callback: Pick<Policy['callback'], 'allow'>
  readonly site: Policy['site']
}

interface Circumstances {
  /** Epoch milliseconds. */
  readonly now: number
  /** Of the SIP account; empty for a server that asks for none. */
  readonly password: string
  /** What TURN credentials are derived from; empty where there is none. */
  readonly turnSecret: string
  /** BCP 47 tag of the visit. */
  readonly language: string
  /** ISO 3166 code of the place. */
  readonly country: string
  /** 0 to 1: keeps anonymous callers apart. */
  readonly random: number
}

/**
 * What one call to a destination needs (R237 to R239), and no secret in it: the digest's HA1 in place
 * of the password, TURN credentials of coturn's shared-secret scheme that expire.
 * Fails with `disabled` where the policy has no server, `not-found` for a destination that it does
 * not name, and `invalid-input` for a customer's number that is asked for and cannot be called.
 */
export function grantFor(
  ask: AskCall,
  { call, callback, site }: GrantPolicy,
  circumstances: Circumstances,
): Outcome<CallGrant> {
  const { now, random } = circumstances
  if (!call.enabled || call.server === undefined) return fail('disabled')
  const destination = call.destinations.find(({ key }) => key === ask.destinationKey)
  if (destination === undefined) return fail('not-found')
  const number = numberIn(ask, callback, circumstances.country)
  if (call.askNumber && ask.isGoodbye !== true && number === undefined) {
    return fail('invalid-input', 'customerNumber')
  }
  const domain = call.domain === '' ? new URL(call.server).hostname : call.domain
  const target = sipAddress(destination.pilotNumber, domain)
  const user = call.user === '' ? `guest-${Math.floor(random * 1e9).toString(36)}` : call.user
  const identity = sipAddress(user, domain)
  if (target === undefined || identity === undefined) return fail('not-found')
  const realm = call.realm === '' ? domain : call.realm
  return ok({
    server: call.server,
    target,
    identity,
    displayName: quotable(ask.customerName ?? '') || quotable(call.displayName) || placeOf(site),
    ...(circumstances.password === ''
      ? {}
      : {
          authorization: {
            user: call.user,
            realm,
            ha1: digestHa1('md5', call.user, realm, circumstances.password),
            ha1Sha256: digestHa1('sha256', call.user, realm, circumstances.password),
          },
        }),
    iceServers: call.iceServers.flatMap((urls) => {
      if (!urls.startsWith('turn')) return [{ urls }]
      // WebRTC takes no relay without credentials: one such address would cost the whole call.
      const { turnSecret } = circumstances
      return turnSecret === '' ? [] : [{ urls, ...relayCredentials(turnSecret, user, now) }]
    }),
    relayOnly: call.relayOnly,
    startKbps: call.startKbps,
    dtmf: call.dtmf,
    noAnswerSeconds: call.noAnswerSeconds,
    queueSeconds: call.queueSeconds,
    transferHosts: transferHostsOf(call.transfer, [domain, new URL(call.server).hostname]),
    headers:
      call.contactHeaders && ask.isGoodbye !== true
        ? contactHeaders(ask, number, site, circumstances.language)
        : {},
    expiresAt: now + LIFE_MS,
  })
}

/** The domain of the call is that of its addresses, and the server's own name. */
function transferHostsOf(
  transfer: Policy['call']['transfer'],
  own: readonly string[],
): readonly string[] {
  if (transfer === 'never') return []
  const hosts = transfer === 'same-domain' ? own : transfer
  return [...new Set(hosts.map((host) => host.toLowerCase()))]
}

/** Where the customer can be called back, if that is a number which may be called. */
function numberIn(
  { customerNumber, isNumberConfirmed }: AskCall,
  { allow }: GrantPolicy['callback'],
  country: string,
): PhoneNumber | undefined {
  const reading = readNumber(customerNumber, country)
  const isConfirmed = isNumberConfirmed === true
  const problem = numberProblem(reading, { allow, isConfirmed, takesExtension: true })
  return problem === undefined ? reading.number : undefined
}

/** The digest of `user:realm:password` for SIP servers: of the first kind (RFC 3261, 22.4), or of RFC 8760. */
export function digestHa1(
  kind: 'md5' | 'sha256',
  user: string,
  realm: string,
  password: string,
): string {
  return createHash(kind).update(`${user}:${realm}:${password}`).digest('hex')
}

/**
 * Credentials as coturn's `use-auth-secret` expects them: the name is `expiry:user`, the password the
 * HMAC-SHA1 of the name. `now` in epoch milliseconds. Of the user letters, digits and hyphens are kept: coturn calls a
 * request malformed whose name holds a blank or an apostrophe, and the user only tells lines of its log apart.
 */
export function relayCredentials(
  secret: string,
  user: string,
  now: number,
): { readonly username: string; readonly credential: string } {
  const expiry = Math.min(Math.floor(now / 1000) + RELAY_LIFE_S, LAST_EXPIRY_S)
  const username = `${expiry}:${user.replaceAll(/[^a-z0-9-]/giu, '') || 'callpoint'}`
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}
