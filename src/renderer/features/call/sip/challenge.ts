import type { CallGrant } from '../../../../contract/call.ts'

export type Account = NonNullable<CallGrant['authorization']>

/** What a server asks for before it lets a request through (RFC 3261, 22). */
export interface Challenge {
  /** Who asks: a server or a proxy. */
  readonly header: 'WWW-Authenticate' | 'Proxy-Authenticate'
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: Algorithm
  readonly qop: 'auth' | 'auth-int' | undefined
  readonly isStale: boolean
}

/** Those that an account can hold a digest for, the strongest first (RFC 8760). */
export const ALGORITHMS = ['SHA-256', 'SHA-256-SESS', 'MD5', 'MD5-SESS'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

const HEADER = /^((?:www|proxy)-authenticate)[ \t]*:[ \t]*(.*)$/gimu
const FIELD = /([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/giu

/** The digest of user, realm and password for this algorithm; undefined where the account holds none. */
export function ha1For({ ha1, ha1Sha256 }: Account, algorithm: Algorithm): string | undefined {
  return (algorithm.startsWith('SHA-256') ? ha1Sha256 : ha1) || undefined
}

/** Of all challenges of an answer the strongest that the account can meet; undefined where it can meet none. */
export function challengeIn(text: string, account: Account): Challenge | undefined {
  const header = headerFor(text)
  const all = [...text.matchAll(HEADER)].flatMap(([, name = '', value = '']) =>
    name.toLowerCase() === header.toLowerCase() ? (readChallenge(header, value) ?? []) : [],
  )
  const usable = all.filter(({ algorithm }) => ha1For(account, algorithm) !== undefined)
  const ours = usable.filter(({ realm }) => realm === account.realm)
  const rank = ({ algorithm }: Challenge): number => ALGORITHMS.indexOf(algorithm)
  return (ours.length > 0 ? ours : usable).sort((one, other) => rank(one) - rank(other))[0]
}

/**
 * An answer that asks for credentials as the library reads it: with the one challenge that is met, in the only words that
 * it knows; what is really asked for is told by `challengeIn`. Without any where none can be met, and the call is refused.
 */
export function withOneChallenge(text: string, challenge: Challenge | undefined): string {
  const [head = ''] = text.split('\r\n\r\n', 1)
  const stale = challenge?.isStale === true ? ', stale=true' : ''
  const plain =
    challenge &&
    `${headerFor(head)}: Digest realm="${challenge.realm}", nonce="${challenge.nonce}", algorithm=MD5, qop="auth"${stale}`
  const [status = '', ...lines] = head.split('\r\n')
  const others = lines.filter((line) => !/^(?:www|proxy)-authenticate[ \t]*:/iu.test(line))
  return [status, ...(plain ? [plain] : []), ...others].join('\r\n') + text.slice(head.length)
}

/** A server asks by 401, a proxy by 407. */
function headerFor(text: string): Challenge['header'] {
  return text.startsWith('SIP/2.0 401 ') ? 'WWW-Authenticate' : 'Proxy-Authenticate'
}

function readChallenge(header: Challenge['header'], value: string): Challenge | undefined {
  if (!/^digest\s/iu.test(value)) return undefined
  const fields = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of value.matchAll(FIELD))
    fields.set(name.toLowerCase(), quoted ?? bare)
  const [realm, nonce] = [fields.get('realm') ?? '', fields.get('nonce') ?? '']
  const named = (fields.get('algorithm') ?? 'MD5').toUpperCase()
  const algorithm = ALGORITHMS.find((each) => each === named)
  if (realm === '' || nonce === '' || algorithm === undefined) return undefined
  const offered = fields
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/u)
  const qop = (['auth', 'auth-int'] as const).find((each) => offered?.includes(each))
  // None of those that we know.
  if (offered !== undefined && qop === undefined) return undefined
  const isStale = fields.get('stale')?.toLowerCase() === 'true'
  return { header, realm, nonce, opaque: fields.get('opaque'), algorithm, qop, isStale }
}
