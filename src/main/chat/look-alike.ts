import { addressesIn } from './addresses.ts'
import { isSameSite, isTopLevel, siteOf } from '../viewer/sites.ts'

/** Words that are an address as a whole, without `https://` and `www.`: host, port, the rest. */
const WHOLE =
  /^(?<host>[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+)\.?(?<behind>(?::\d{1,5})?(?:[/?#]\S*)?)$/u
const AROUND =
  /^[\s"'(<[{\u00ab\u2018-\u201f\u2039]+|[\s"')>\]}\u00bb\u2018-\u201f\u203a.,;:!?]+$/gu

/**
 * The host that the words of a link name though the link leads to another one; undefined where they
 * name none, or the same site. `words` has `\n` where lines end, `hostname` is a URL's.
 *
 * A name with a dot is no address by itself: `Booking.com`, `Node.js`, `Dr.No` and `3.5` may lead
 * anywhere, since the true host stands beside them. Read as an address is what says so
 * (`https://`, `www.`), a host within a site (`login.bank.example`), a host with a path, and a name
 * that the true host imitates (`bank.example` in front of `bank.example.evil.example`).
 */
export function namedHost(words: string, hostname: string): string | undefined {
  const named = namedIn(words.replace(/\n/gu, ' '), hostname)
  if (named === undefined || !words.includes('\n')) return named
  // A line end stands behind an address or within it: one reading that fits is enough.
  return namedIn(words.replace(/\n/gu, ''), hostname)
}

function namedIn(text: string, hostname: string): string | undefined {
  const whole = wholeHost(text, hostname)
  const written = addressesIn(text).filter(({ kind }) => kind !== 'bare')
  return [...written.map(({ url }) => hostOf(url)), whole].find(
    (host) => host !== undefined && !isSameSite(host, hostname),
  )
}

function wholeHost(text: string, hostname: string): string | undefined {
  const found = WHOLE.exec(text.replace(AROUND, ''))?.groups
  const name = found?.['host']
  if (name === undefined || !isTopLevel(name.slice(name.lastIndexOf('.') + 1))) return undefined
  const host = hostOf(`https://${name}`)
  if (host === undefined) return undefined
  const isAddress = found?.['behind'] !== '' || host !== siteOf(host)
  return isAddress || imitates(host, hostname) ? host : undefined
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

/** `bank.example.evil.example`, `bank.example-login.evil.example`, `bank-example.evil.example`, `bamk`. */
function imitates(name: string, hostname: string): boolean {
  const host = hostname.replace(/^www\./u, '')
  if (host.startsWith(`${name}.`) || host.startsWith(`${name}-`)) return true
  if (host.startsWith(`${name.replace(/\./gu, '-')}.`)) return true
  const [named = '', real = ''] = [siteOf(name), siteOf(host)].map((site) => site.split('.')[0])
  return named !== real && skeleton(named) === skeleton(real)
}

/** What is left of a name when look-alikes are one: `paypa1`, `rnicrosoft`. */
function skeleton(name: string): string {
  return name
    .replace(/[1il|]/gu, 'l')
    .replace(/0/gu, 'o')
    .replace(/rn/gu, 'm')
    .replace(/vv/gu, 'w')
    .replace(/-/gu, '')
}
