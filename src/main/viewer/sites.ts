import { isIP } from 'node:net'
import { domainToUnicode } from 'node:url'
import tlds from 'tlds' with { type: 'json' }

const KNOWN: ReadonlySet<string> = new Set(tlds)
/** Reserved for manuals and tests (RFC 2606): nobody has them, but people write them. */
const RESERVED: ReadonlySet<string> = new Set(['example', 'test', 'invalid'])

/** Below these anybody can have a name of their own: `alice.github.io` is not `mallory.github.io`. */
const SHARED: ReadonlySet<string> = new Set(
  (
    'amazonaws.com appspot.com azurewebsites.net blogspot.com cloudfront.net duckdns.org ' +
    'firebaseapp.com fly.dev ghost.io github.io gitlab.io herokuapp.com jimdosite.com ' +
    'myshopify.com netlify.app notion.site onrender.com pages.dev r2.dev sharepoint.com ' +
    'translate.goog tumblr.com vercel.app web.app webflow.io weebly.com windows.net wixsite.com ' +
    'wordpress.com workers.dev'
  ).split(' '),
)
/** `shop.co.uk`, `shop.com.au`: with a country, these are an ending, not a name. */
const SECOND_LEVEL =
  /^(?:ac|biz|co|com|edu|firm|gen|go|gob|gouv|gov|gv|id|info|ltd|me|mil|ne|net|nom|or|org|plc|sch|web)$/u

/** Whether a host can end with this label: IANA's list, in letters or as punycode. */
export function isTopLevel(label: string): boolean {
  const name = label.toLowerCase()
  if (KNOWN.has(name) || RESERVED.has(name)) return true
  return name.startsWith('xn--') && KNOWN.has(domainToUnicode(name))
}

/**
 * Whether two hosts belong to one owner, as far as names tell: `www.shop.example` and
 * `help.shop.example`. Not a whole list of public suffixes (130 kB at each start): what is known
 * of them is in this file.
 */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)]
  if (a === b) return true
  return isIP(a) === 0 && isIP(b) === 0 && siteOf(a) === siteOf(b)
}

/** The part of a host name that somebody has registered: `shop.co.uk` of `www.shop.co.uk`. */
export function siteOf(hostname: string): string {
  const labels = bare(hostname).split('.')
  const [second = '', top = ''] = labels.slice(-2)
  const isEnding = SHARED.has(`${second}.${top}`) || (top.length === 2 && SECOND_LEVEL.test(second))
  return labels.slice(isEnding ? -3 : -2).join('.')
}

function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/\.+$/u, '')
}
