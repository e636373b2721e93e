import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { ha1For, type Account, type Algorithm, type Challenge } from './challenge.ts'

interface Asked {
  readonly method: string
  /** As it stands in the request. */
  readonly uri: string
  readonly body: string
}

interface Count {
  /** Our own nonce. */
  readonly cnonce: string
  /** How often this nonce of the server was used, this time included. */
  readonly count: number
}

/** The value of `Authorization`; undefined where the account holds no digest for it (RFC 7616, RFC 8760). */
export function credentialsFor(
  account: Account,
  challenge: Challenge,
  { method, uri, body }: Asked,
  { cnonce, count }: Count,
): string | undefined {
  const { realm, nonce, opaque, algorithm, qop } = challenge
  const held = ha1For(account, algorithm)
  if (held === undefined) return undefined
  const hash = hashOf(algorithm)
  const ha1 = algorithm.endsWith('-SESS') ? hash([held, nonce, cnonce]) : held
  const ha2 = hash(qop === 'auth-int' ? [method, uri, hash([body])] : [method, uri])
  const nc = count.toString(16).padStart(8, '0')
  const response = hash(qop === undefined ? [ha1, nonce, ha2] : [ha1, nonce, nc, cnonce, qop, ha2])
  const fields = [
    `algorithm=${algorithm.replace('-SESS', '-sess')}`,
    `username="${account.user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nc}`]),
    ...(qop === undefined && !algorithm.endsWith('-SESS') ? [] : [`cnonce="${cnonce}"`]),
  ]
  return `Digest ${fields.join(', ')}`
}

function hashOf(algorithm: Algorithm): (parts: readonly string[]) => string {
  const hash = algorithm.startsWith('SHA-256') ? sha256 : md5
  return (parts) => bytesToHex(hash(utf8ToBytes(parts.join(':'))))
}
