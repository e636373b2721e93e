import type { Core, URI } from 'sip.js'
import type { CallTarget } from '../line.ts'

/** As the policy names hosts: lower case, and no dot at the end. */
function hostOf(uri: URI): string {
  return uri.host.toLowerCase().replace(/\.$/u, '')
}

/** Whether the other side may send this call there (`call.transfer`). */
export function isAllowed(uri: URI, hosts: readonly string[]): boolean {
  return /^sips?$/iu.test(uri.scheme) && hosts.includes(hostOf(uri))
}

/** An address alone, without the headers that a link may carry. */
export function addressOf(uri: URI): string {
  const plain = uri.clone()
  plain.clearHeaders()
  plain.deleteParam('method')
  return plain.toString()
}

/**
 * Where a redirection leads, the most wanted first (RFC 3261, 8.1.3.4), as far as it is allowed. 305 names a proxy to the
 * same address (21.3.4).
 */
export function redirectionsOf(
  message: Core.IncomingResponseMessage,
  hosts: readonly string[],
  address: string,
): readonly CallTarget[] {
  const contacts = message.getHeaders('contact').flatMap((_raw, place) => {
    const { uri, weight } = readContact(message, place)
    return uri !== undefined && isAllowed(uri, hosts) ? [{ address: addressOf(uri), weight }] : []
  })
  const sorted = contacts.sort((one, other) => other.weight - one.weight)
  return sorted.map(({ address: contact }) =>
    message.statusCode === 305
      ? { address, headers: [`Route: <${withLooseRoute(contact)}>`] }
      : { address: contact },
  )
}

/**
 * The same call again with a session that lasts as long as the other side or a proxy wants (RFC 4028, 7.4). The other side
 * refreshes it.
 */
export function longerSession(
  message: Core.IncomingResponseMessage,
  { address, headers = [] }: CallTarget,
): readonly CallTarget[] {
  const [seconds] = /^\s*[0-9]{1,9}/u.exec(message.getHeader('min-se') ?? '') ?? []
  if (seconds === undefined) return []
  const wanted = seconds.trim()
  const timer = [
    'Supported: timer',
    `Session-Expires: ${wanted};refresher=uas`,
    `Min-SE: ${wanted}`,
  ]
  const own = headers.filter((line) => !/^(?:supported|session-expires|min-se):/iu.test(line))
  return [{ address, headers: [...own, ...timer] }]
}

function withLooseRoute(address: string): string {
  return /;lr\b/iu.test(address) ? address : `${address};lr`
}

interface ContactHeader {
  readonly uri?: URI
  getParam?(name: string): unknown
}

function readContact(
  message: Core.IncomingResponseMessage,
  place: number,
): { readonly uri: URI | undefined; readonly weight: number } {
  // The library's own type for it is `any`.
  const header = message.parseHeader('contact', place) as ContactHeader | undefined
  const weight = Number(header?.getParam?.('q') ?? 1)
  return { uri: header?.uri, weight: Number.isNaN(weight) ? 1 : weight }
}
