import { BlockList, isIP } from 'node:net'
import type { PageRef } from '../../contract/rich.ts'
import { shownHost } from './host-shown.ts'
import { originalOf } from './mail-filters.ts'

export interface UrlPolicy {
  /**
   * Hosts that may be shown to the customer at all: `*`, `example.com`, or `*.example.com` (every
   * host below it). An entry with a port holds for that port only.
   */
  readonly linkHosts: readonly string[]
  /** Hosts that may open in the viewer of this device; the others are only a QR code. */
  readonly viewHosts: readonly string[]
  /** Hosts of the business's own network that are allowed all the same; no wildcards. */
  readonly privateHosts: readonly string[]
  readonly maxLength: number
}

export type UrlRefusal =
  | 'empty'
  | 'too-long'
  | 'control-characters'
  | 'malformed'
  | 'scheme'
  | 'credentials'
  | 'private'
  | 'host'

export type UrlVerdict =
  | { readonly ok: true; readonly page: PageRef }
  | { readonly ok: false; readonly reason: UrlRefusal }

// C0, C1, blanks inside, backslash, and everything invisible that could disguise an address.
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- controls are what it looks for
  /[\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff\ufff9-\uffff\\]/u

/**
 * The one judge of web addresses that come from the contact centre: pushed, redirected, linked or
 * written in a text. Only http and https, no credentials, no address of this device or its
 * network; names in other scripts become punycode (that is what the URL parser does).
 */
export function judgeUrl(raw: string, policy: UrlPolicy): UrlVerdict {
  const text = raw.trim()
  if (text === '') return refuse('empty')
  if (text.length > policy.maxLength) return refuse('too-long')
  if (FORBIDDEN.test(text)) return refuse('control-characters')
  const url = parse(/^www\./iu.test(text) ? `https://${text}` : text)
  return url ? judge(url, policy) : refuse('malformed')
}

/**
 * The same for an address that a person wrote or clicked, which is read as a browser reads it:
 * blanks and line ends in it do not matter. Where a mail filter or a search has put its own address
 * in front, the original is judged, and named to the customer. Never for what the viewer loads.
 */
export function judgeWritten(raw: string, policy: UrlPolicy): UrlVerdict {
  if (raw.length > MAX_WRITTEN) return refuse('too-long')
  const text = raw.replace(/[\t\n\f\r]/gu, '').replace(BLANK_ENDS, '')
  if (text === '') return refuse('empty')
  const whole = /^www\./iu.test(text) ? `https://${text}` : text.replace(/^(?=\/\/)/u, 'https:')
  const url = parse(whole) ?? parse(whole.replace(/\s/gu, ''))
  return url ? judge(originalOf(url), policy) : refuse('malformed')
}

function judge(url: URL, policy: UrlPolicy): UrlVerdict {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('scheme')
  if (url.username !== '' || url.password !== '') return refuse('credentials')
  if (url.href.length > policy.maxLength) return refuse('too-long')

  const known = listed(url, policy.privateHosts)
  if (!known && isPrivateHost(url.hostname)) return refuse('private')
  if (!known && !listed(url, policy.linkHosts)) return refuse('host')
  const viewable = listed(url, policy.viewHosts)
  const host = shownHost(url.host, [...policy.linkHosts, ...policy.viewHosts])
  return { ok: true, page: { url: url.href, host, viewable } }
}

/** Filters make long addresses of short ones: as long as a browser of old took. */
const MAX_WRITTEN = 16_384
const BLANK_ENDS = /^[\s\u200b-\u200f\ufeff]+|[\s\u200b-\u200f\ufeff]+$/gu

function refuse(reason: UrlRefusal): UrlVerdict {
  return { ok: false, reason }
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function listed(url: URL, hosts: readonly string[]): boolean {
  const name = bare(url.hostname)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return hosts.some((entry) => {
    const wanted = entry.trim().toLowerCase()
    if (wanted === '*') return true
    const withPort = /^(?<host>.+):(?<port>\d+)$/u.exec(wanted)?.groups
    const host = withPort?.['host'] ?? wanted
    if (withPort?.['port'] !== undefined && withPort['port'] !== port) return false
    return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host
  })
}

// Two lists: some versions of Node hold an IPv4 address against the mapped range of IPv6 as well.
const PRIVATE_4 = new BlockList()
const PRIVATE_6 = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE_4.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 32],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  PRIVATE_6.addSubnet(net, bits, 'ipv6')
}

const PRIVATE_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|onion)$/u

/** Whether the policy lists this host under `pages.privateHosts`. */
export function isPrivateByPolicy(url: string, { privateHosts }: UrlPolicy): boolean {
  const parsed = parse(url)
  return parsed !== undefined && listed(parsed, privateHosts)
}

const NAT64 = new BlockList()
NAT64.addSubnet('64:ff9b::', 96, 'ipv6')

/**
 * Whether this is an address of this device or its network, or no address at all. A NAT64 address
 * (RFC 6052) is judged by the IPv4 address in it.
 */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return PRIVATE_4.check(address, 'ipv4')
  if (family !== 6) return true
  if (!NAT64.check(address, 'ipv6')) return PRIVATE_6.check(address, 'ipv6')
  const words = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')[1]?.split(':')
  const [high = 0, low = 0] = (words ?? []).slice(-2).map((word) => Number.parseInt(word, 16))
  const bytes = [high >> 8, high & 255, low >> 8, low & 255]
  return words?.length !== 2 || PRIVATE_4.check(bytes.join('.'), 'ipv4')
}

function isPrivateHost(hostname: string): boolean {
  const name = bare(hostname)
  const address = name.replace(/^\[|\]$/gu, '')
  const family = isIP(address)
  if (family === 4) return PRIVATE_4.check(address, 'ipv4')
  // Here the address is typed, not resolved: no public page has a NAT64 address.
  if (family === 6) return PRIVATE_6.check(address, 'ipv6')
  // A name without a dot is one of the local network.
  return !name.includes('.') || PRIVATE_NAMES.test(name)
}

function bare(hostname: string): string {
  return hostname.toLowerCase().replace(/\.+$/u, '')
}
