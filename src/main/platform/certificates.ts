import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { ToldError } from './words.ts'

/** What the policy says about certificates, ready for use. */
export interface Trust {
  /** Authorities (or a server's own certificate) that count beside those of the system. */
  readonly extra: readonly X509Certificate[]
  /** Host to SHA-256 fingerprints, lower case without colons. `*` stands for every other host; without it those accept any. */
  readonly pins: Readonly<Record<string, readonly string[]>>
}

/** One certificate chain as a connection brought it, and what the system thinks of it. */
export interface Presented {
  readonly hostname: string
  /** PEM, the server's own first, then its issuers as they came along. */
  readonly chain: readonly string[]
  /** Whether the system's own rules accept it for this host, now. */
  readonly isTrusted: boolean
  /** Whether all that the system has against it is that it does not know its authority. */
  readonly isUnknownAuthority: boolean
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
/** Bits of the shortest RSA key that is taken. */
const SHORTEST_RSA = 2048
const DEEPEST = 8

/**
 * Reads the certificates of a PEM file.
 * @throws ToldError where there is none in it, Error for one that cannot be read.
 */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? []
  if (blocks.length === 0) throw new ToldError({ key: 'reason.noCertificate' })
  return blocks.map((block) => new X509Certificate(block))
}

/** A fingerprint as tools print it (`AB:CD:...`, any case), in our own form. */
export function plainFingerprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase()
}

/**
 * Whether a connection may go on, `now` in epoch milliseconds. The system's refusal is overruled for
 * one reason only: it does not know the authority, and the policy does; then everything else is
 * checked here. A pin narrows what is taken and never widens it.
 */
export function accepts(presented: Presented, { extra, pins }: Trust, now: number): boolean {
  const chain = readChain(presented.chain)
  const [leaf] = chain
  if (leaf === undefined) return false
  const isTrusted =
    presented.isTrusted ||
    (presented.isUnknownAuthority && isIssued(chain, extra, presented.hostname, now))
  if (!isTrusted) return false
  const wanted = pins[presented.hostname.toLowerCase()] ?? pins['*']
  return wanted === undefined || wanted.includes(plainFingerprint(leaf.fingerprint256))
}

function readChain(chain: readonly string[]): readonly X509Certificate[] {
  try {
    return chain.slice(0, DEEPEST).map((pem) => new X509Certificate(pem))
  } catch {
    return []
  }
}

/** Whether one of `authorities` stands behind the chain, and it is for this host and time. */
function isIssued(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  hostname: string,
  now: number,
): boolean {
  const [leaf, ...others] = chain
  if (leaf === undefined || !isInForce(leaf, now) || !isFor(leaf, hostname)) return false
  if (!isForServers(leaf)) return false
  // The server's own certificate, given by the policy as it is.
  if (authorities.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)) return true
  let below = leaf
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    if (authorities.some((authority) => hasIssued(authority, below, now))) return true
    const next = others.find((issuer) => issuer !== below && hasIssued(issuer, below, now))
    if (next === undefined || next.fingerprint256 === below.fingerprint256) return false
    below = next
  }
  return false
}

function hasIssued(issuer: X509Certificate, below: X509Certificate, now: number): boolean {
  return (
    issuer.ca &&
    isInForce(issuer, now) &&
    isStrong(issuer) &&
    below.checkIssued(issuer) &&
    below.verify(issuer.publicKey)
  )
}

function isInForce({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo)
}

function isFor(leaf: X509Certificate, hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '')
  // As browsers do: only the alternative names count, never the subject.
  return isIP(host) === 0
    ? leaf.checkHost(host, { subject: 'never' }) !== undefined
    : leaf.checkIP(host) !== undefined
}

/** Undefined where there is no such extension; Node's types say otherwise. */
function usesOf(leaf: X509Certificate): readonly string[] | undefined {
  return leaf.keyUsage
}

/** A certificate that says nothing of its use may be used for a server. */
function isForServers(leaf: X509Certificate): boolean {
  const uses = usesOf(leaf)
  return isStrong(leaf) && (uses === undefined || uses.includes(SERVER_AUTH))
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength
  return bits === undefined || bits >= SHORTEST_RSA
}
