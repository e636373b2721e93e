import type { Centre, CentreError } from '../centre/api.ts'
import type { Policy } from '../settings/policy.ts'
import type { Clock } from '../platform/clock.ts'
import type { Http } from '../platform/http.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import { causeOf, type Found } from './centre-cause.ts'
import type { CentreFacts } from './facts.ts'

export interface CentreDeps {
  readonly policy: Pick<Policy, 'centre'>
  readonly centre: Centre | undefined
  /** The same centre, asked for another business unit. */
  readonly centreOf: (businessUnit: string) => Centre
  /** The product's own way to it. */
  readonly http: Http
  readonly signIn: Pick<ProxySignIn, 'asked'>
  readonly clock: Clock
}

/** Nobody waits longer for an answer to something that is tried, milliseconds. */
const LIMIT_MS = 5000

/** What no server takes in a path, however it is escaped (Tomcat refuses `%2F` and `%5C`). */
const FORBIDDEN = /[/\\;%]/u

/** Asks the contact centre as the product does; where that fails, finds out by trying what would not. */
export async function askCentre(deps: CentreDeps): Promise<CentreFacts> {
  const { centre, policy, clock } = deps
  const { baseUrl } = policy.centre
  if (centre === undefined || baseUrl === undefined) return { cause: 'none' }
  const start = clock.now()
  const authorized = await centre.authorize()
  // A token may be an old one: a question proves that the centre is there now.
  const answered = authorized.ok ? await centre.callbackQueues({ retry: false }) : authorized
  const tookMs = clock.now() - start
  const offset = centre.clockOffsetMs
  const offsetMs = offset === undefined ? {} : { offsetMs: offset }
  if (answered.ok || isAnswer(answered.error)) return { cause: 'well', tookMs, ...offsetMs }
  const what = authorized.ok ? 'availability' : 'token'
  const found = causeOf(what, answered.error, baseUrl, deps.signIn.asked)
  return { ...(await tried(deps, found, baseUrl)), ...offsetMs }
}

/** 503 on availability says that callbacks are switched off: the centre itself is well. */
function isAnswer({ kind }: CentreError): boolean {
  return kind === 'disabled'
}

async function tried(deps: CentreDeps, found: Found, baseUrl: string): Promise<Found> {
  if (found.cause === 'unit') return await triedUnit(deps)
  if (found.cause !== 'tls' && found.cause !== 'plain') return found
  const turned = turnedScheme(found, baseUrl)
  if (turned !== undefined && (await isHttp(deps, turned))) {
    return { ...found, values: { ...found.values, address: turned } }
  }
  const code = found.values?.['code'] ?? ''
  return { cause: code.startsWith('HTTP') ? 'nothing' : 'unreachable', values: { code } }
}

/** The same address with the other scheme, where that may be what is wrong. */
function turnedScheme({ cause }: Found, baseUrl: string): string | undefined {
  if (cause === 'tls' && baseUrl.startsWith('http:')) return baseUrl.replace(/^http:/u, 'https:')
  if (cause === 'plain' && baseUrl.startsWith('https:')) {
    return baseUrl.replace(/^https:/u, 'http:')
  }
  return undefined
}

/** Whether anything there speaks this scheme, whatever it says. */
async function isHttp({ http, clock }: CentreDeps, url: string): Promise<boolean> {
  const limit = new AbortController()
  const cancel = clock.after(LIMIT_MS, () => {
    limit.abort()
  })
  const outcome = await http.request({
    method: 'GET',
    url,
    headers: {},
    idempotent: true,
    maxBytes: 100_000,
    signal: limit.signal,
  })
  cancel()
  if (outcome.ok) return true
  // A certificate that nobody trusts is one all the same: TLS is spoken there.
  return /ERR_CERT_|PINNED/u.test(outcome.failure.code)
}

/** 400 on availability: another unit is asked for; one that is taken shows that ours is at fault. */
async function triedUnit({ policy, centreOf }: CentreDeps): Promise<Found> {
  const unit = policy.centre.businessUnit
  const values = { unit }
  const sign = FORBIDDEN.exec(unit)?.[0]
  if (sign !== undefined) return { cause: 'unitSign', values: { unit, sign } }
  if (unit === 'DEFAULT') return { cause: 'unitDefault', values }
  const other = await centreOf('DEFAULT').callbackQueues({ retry: false })
  const isTaken = other.ok || other.error.kind === 'disabled' || other.error.status === 403
  return { cause: isTaken ? 'unitIsDefault' : 'unit', values }
}
