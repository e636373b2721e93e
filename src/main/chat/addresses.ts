import { readHost } from './address-host.ts'
import { readTail } from './address-tail.ts'
import { isTopLevel } from '../viewer/sites.ts'

/** A web address in running text: `text.slice(start, end)`. */
export interface Address {
  readonly start: number
  readonly end: number
  /** With its scheme: `https:` where none was written. */
  readonly url: string
  /** `bare`: written without `https://` and without `www.`. */
  readonly kind: 'scheme' | 'www' | 'bare'
}

// One class each, and a look at one character before: no backtracking. Scripts without blanks may
// stand directly in front. The last one is the first label of `shop.example.com`.
const START =
  /https?:\/\/|(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_@./-])(?:www\.|[\p{Script=Latin}\p{N}-]+(?=\.[\p{Script=Latin}\p{N}]))/giu
const WORD = /\S+/gu
/** Behind a name it is code: `log.info(x)`, `this.name?.trim()`, `node.name=`. */
const CODE = /^(?:\(|\?\.[a-z_]|=)/iu
const QUERY = /^\?[\w.-]+=/u
/** What cannot stand in front of an address without `https://` and `www.`: it is a part of something. */
const PART_OF = /[:=&#%+~$\\]/u

/**
 * The endings of names that are addresses without anything behind them: `nordlicht.com`. Others are
 * words as often, where a blank is missing behind a full stop (`fertig.in`, `das.ist`).
 */
const PLAIN_ENDINGS = /^(?:biz|ch|com|de|edu|eu|fi|gov|info|net|org|uk)$/u

/**
 * The web addresses in a text, in order, none inside another. An address ends where its reader
 * would end it: before quotation marks, dashes, brackets that were not opened in it, and the
 * punctuation of its sentence, in every script. E-mail addresses are none. Linear in time.
 *
 * Of our own, since finders of links end an address as English does: findings/linkifyjs-punctuation.sh
 * shows what two of them take along, and what they do not find.
 */
export function addressesIn(text: string): Address[] {
  const found: Address[] = []
  // No address has a blank, nor is one without a dot or a scheme: most words are not looked at further.
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!/\.[^.]|:\/\//u.test(word)) continue
    for (const { start, end, ...rest } of addressesOf(word)) {
      found.push({ start: index + start, end: index + end, ...rest })
    }
  }
  return found
}

function addressesOf(text: string): Address[] {
  const found: Address[] = []
  const starts = new RegExp(START)
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    const start = match.index
    const kind = kindOf(match[0])
    const before = text[start - 1] ?? ''
    if (kind === 'scheme' ? /[a-z0-9]/iu.test(before) : PART_OF.test(before) && kind === 'bare')
      continue
    const at = kind === 'scheme' ? starts.lastIndex : start
    const host = readHost(text, at)
    const { end, read } = host.isCut ? { end: host.end, read: at } : readTail(text, host.end, start)
    starts.lastIndex = Math.max(starts.lastIndex, end, read)
    if (kind === 'scheme' ? host.end === at : !isNamed(text, start, host.end, end, kind)) continue
    const written = text.slice(start, end)
    found.push({ start, end, url: kind === 'scheme' ? written : `https://${written}`, kind })
  }
  return found
}

function kindOf(match: string): Address['kind'] {
  if (match.endsWith('/')) return 'scheme'
  return match.toLowerCase() === 'www.' ? 'www' : 'bare'
}

/** Without a scheme: is it an address, and not a word with a dot or the end of an e-mail address? */
function isNamed(
  text: string,
  start: number,
  hostEnd: number,
  end: number,
  kind: 'www' | 'bare',
): boolean {
  const host = text.slice(start, hostEnd).replace(/:\d+$/u, '')
  if (host.includes('@') || text[end] === '@') return false
  const labels = host.split('.')
  const top = labels[labels.length - 1] ?? ''
  if (labels.length < 2 || labels.some((label) => label === '')) return false
  if (kind === 'www') return labels.length > 2 || isTopLevel(top)
  if (host !== host.toLowerCase() || !isTopLevel(top)) return false
  if (CODE.test(text.slice(hostEnd, hostEnd + 3))) return false
  if (PLAIN_ENDINGS.test(top)) return true
  const tail = text.slice(hostEnd, end)
  return end > start + host.length + 1 && (!/^[?#]/u.test(tail) || QUERY.test(tail))
}
