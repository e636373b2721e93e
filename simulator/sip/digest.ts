import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import { headerOf } from './message.ts'
import type { SipRequest } from './message.ts'

const md5 = (...parts: readonly string[]): string =>
  createHash('md5').update(parts.join(':')).digest('hex')

/** The digest of user, realm and password, with which a client needs no password. */
export const ha1Of = (user: string, realm: string, password: string): string =>
  md5(user, realm, password)

/** Whether a request authenticated; where it did not, the challenge that it is answered with. */
export type Verdict =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly status: 401 | 407 | 403; readonly headers: readonly string[] }

export interface Digest {
  /** REGISTER is challenged as by a server (401), anything else as by a proxy (407). */
  check(request: SipRequest): Verdict
}

const nonceLivesMs = 300_000
const mostNonces = 10_000

const readFields = (value: string): Map<string, string> => {
  const fields = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of value.matchAll(
    /([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi,
  )) {
    fields.set(name.toLowerCase(), quoted ?? bare)
  }
  return fields
}

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** MD5 digest with qop=auth (RFC 2617), as sip.js and every phone speak it. */
export const createDigest = (deps: {
  readonly clock: Clock
  readonly random: Random
  readonly realm: string
  readonly ha1: (user: string) => string | undefined
}): Digest => {
  const { clock, random, realm } = deps
  /** A nonce, until when it counts, and the highest count that was seen with it. */
  const nonces = new Map<string, { until: number; count: number }>()

  const challenge = (request: SipRequest, stale: boolean): Verdict => {
    const now = clock.now()
    for (const [nonce, { until }] of nonces) {
      if (until > now && nonces.size < mostNonces) break
      nonces.delete(nonce)
    }
    const nonce = random.hex(32)
    nonces.set(nonce, { until: now + nonceLivesMs, count: 0 })
    const [status, name] =
      request.method === 'REGISTER'
        ? ([401, 'WWW-Authenticate'] as const)
        : ([407, 'Proxy-Authenticate'] as const)
    const said = `realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`
    return {
      ok: false,
      status,
      headers: [`${name}: Digest ${said}${stale ? ', stale=true' : ''}`],
    }
  }

  return {
    check: (request) => {
      const name = request.method === 'REGISTER' ? 'authorization' : 'proxy-authorization'
      const given = headerOf(request, name)
      if (given === undefined || !/^digest\s/i.test(given)) return challenge(request, false)
      const fields = readFields(given)
      const field = (of: string): string => fields.get(of) ?? ''
      const user = field('username')
      const ha1 = deps.ha1(user)
      const known = nonces.get(field('nonce'))
      if (known === undefined || known.until <= clock.now()) return challenge(request, true)
      if (ha1 === undefined || field('realm') !== realm || field('qop') !== 'auth') {
        return { ok: false, status: 403, headers: [] }
      }
      const count = Number.parseInt(field('nc'), 16)
      const ha2 = md5(request.method, field('uri'))
      const middle = [field('nonce'), field('nc'), field('cnonce'), 'auth'] as const
      if (!same(md5(ha1, ...middle, ha2), field('response').toLowerCase())) {
        return { ok: false, status: 403, headers: [] }
      }
      // A count that does not grow is a replay.
      if (!(count > known.count)) return challenge(request, true)
      known.count = count
      return { ok: true, user }
    },
  }
}
