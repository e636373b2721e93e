import type { CentreError, Evidence } from '../centre/api.ts'
import { isCertificate, ofProxy } from '../platform/net-codes.ts'
import type { ProxyAsked } from '../platform/proxy-sign-in.ts'
import type { CentreCause } from './facts.ts'

/** What was asked when it failed. */
export type Asked = 'token' | 'availability'

export interface Found {
  readonly cause: CentreCause
  /** Put into the words of the finding. */
  readonly values?: Readonly<Record<string, string>>
}

/**
 * Why the contact centre at `baseUrl` could not be asked, by the outside of its answer. `asked` is
 * what a proxy on the way has wanted. Some of it is a guess that can be tried: see `look-centre.ts`.
 */
export function causeOf(
  what: Asked,
  error: CentreError,
  baseUrl: string,
  asked: ProxyAsked | undefined,
): Found {
  const { status, seen = {} } = error
  if (status === undefined) return withoutAnswer(error, asked)
  if (status === 407) return proxyCause(asked)
  if (seen.isOfProxy === true && status < 500) return { cause: 'proxyClosed' }
  if (status >= 300 && status < 400) return redirected(seen.location, baseUrl, what)
  if (status === 511) return { cause: 'portal' }
  if (status < 300) return { cause: seen.isPage === true ? 'portal' : 'odd' }
  if (status === 400) return fourHundred(what, baseUrl, seen)
  if (status === 401) return refused(what, seen.challenges ?? [])
  if (status === 403) return { cause: 'licence' }
  if (status === 404 || status === 405) return { cause: 'nothing' }
  return { cause: 'trouble', values: { code: `HTTP ${String(status)}` } }
}

function withoutAnswer({ kind, seen }: CentreError, asked: ProxyAsked | undefined): Found {
  const code = seen?.code ?? ''
  if (code === 'net::ERR_PROXY_CONNECTION_FAILED') return { cause: 'proxyGone' }
  if (ofProxy(code)) return asked === undefined ? { cause: 'proxyClosed' } : proxyCause(asked)
  if (code === 'net::ERR_CERT_AUTHORITY_INVALID') return { cause: 'authority' }
  if (code.startsWith('net::ERR_SSL_PINNED')) return { cause: 'pin' }
  if (isCertificate(code)) return { cause: 'certificate', values: { code } }
  if (code.startsWith('net::ERR_SSL_')) return { cause: 'plain', values: { code } }
  if (/INVALID_HTTP_RESPONSE|EMPTY_RESPONSE/u.test(code)) return { cause: 'tls', values: { code } }
  if (/^net::ERR_(?:NAME_|DNS_|ICANN)/u.test(code)) return { cause: 'name' }
  if (kind === 'timeout') return { cause: 'silent' }
  return { cause: kind === 'rejected' ? 'address' : 'unreachable', values: { code } }
}

/** A proxy wants a sign-in: never a matter of our password at the centre. */
function proxyCause(asked: ProxyAsked | undefined): Found {
  const values = { proxy: asked?.proxy ?? '?' }
  switch (asked?.outcome) {
    case 'refused':
      return { cause: 'proxyRefuses', values }
    case 'other':
      return { cause: 'proxyOther', values }
    case 'given':
      // It had let us through and does no longer: whatever is behind it.
      return { cause: 'proxyClosed' }
    case 'none':
    case undefined:
      return { cause: 'proxyAsks', values }
  }
}

/** Whoever sends on to the same request elsewhere has moved; who sends to a page of his own has not. */
function redirected(location: string | undefined, baseUrl: string, what: Asked): Found {
  const tail = what === 'token' ? '/oauth/token' : '/v1/'
  let target: URL
  try {
    target = new URL(location ?? '', baseUrl)
  } catch {
    return { cause: 'portal' }
  }
  const at = target.pathname.indexOf(tail)
  const isWeb = target.protocol === 'http:' || target.protocol === 'https:'
  if (at < 0 || !isWeb) return { cause: 'portal' }
  const address = `${target.origin}${target.pathname.slice(0, at)}`
  return { cause: 'moved', values: { host: target.host, address } }
}

/** A server of TLS that is asked without it says 400: nginx with a page, Tomcat with a sentence. */
function fourHundred(what: Asked, baseUrl: string, { isPage, isProse }: Evidence): Found {
  if (what === 'availability') return { cause: 'unit' }
  if (isPage !== true && isProse !== true) return { cause: 'secret' }
  if (!baseUrl.startsWith('http:')) return { cause: 'nothing' }
  return { cause: 'tls', values: { code: 'HTTP 400' } }
}

/** A request for a token carries no token: who misses one there is not asked for one. */
function refused(what: Asked, challenges: readonly string[]): Found {
  if (what === 'availability') return { cause: 'token' }
  return { cause: challenges.includes('bearer') ? 'inside' : 'secret' }
}
