import { judgeUrl } from '../../../src/main/viewer/url-policy.ts'
import { PAGE } from './paste-browser.ts'
import { PASTE_POLICY } from './paste-product.ts'
import { ANY_GAP, ANY_LETTER, MARKER, type ReadLink, type Reading } from './paste-reading.ts'

export const KINDS = ['text', 'lines', 'links', 'emphasis'] as const
export type Kind = (typeof KINDS)[number]

/** The first difference of each kind, in words. */
export type Differences = Partial<Record<Kind, string>>

/** What stands between two letters. Rule 15: a border of cells may be drawn as a blank, or as a new line. */
type Gap = 'none' | 'blank' | 'line' | 'cell'

interface Letter {
  readonly char: string
  /** The gap before it. */
  readonly gap: Gap
  /** The markers of the items that begin with it: `2.a.` */
  readonly markers: string
}

// Rule 12: one bullet is as good as another.
const BULLETS = /^[^\p{L}\p{N}]*$/u
// Rule 8: characters that nobody sees are left to the tests of `safeText`.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- single characters
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2062\u2064-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/gu

/** How the app's reading differs from the browser's; nothing where both agree. */
export function compareReadings(browser: Reading, product: Reading): Differences {
  const found: Differences = {}
  const theirs = lettersOf(browser.text)
  const ours = lettersOf(product.text)
  const place = theirs.findIndex(({ char }, at) => !isSameLetter(char, ours[at]?.char))
  if (place >= 0 || theirs.length !== ours.length) {
    const at = place >= 0 ? place : theirs.length
    found.text = `${around(theirs, at)} is read as ${around(ours, at)}`
  } else {
    const gap = theirs.findIndex((letter, at) => !isSamePlace(letter, ours[at]))
    if (gap >= 0) found.lines = `${around(theirs, gap)} is read as ${around(ours, gap)}`
  }
  const link = differentLink(browser.links, product.links)
  if (link !== undefined) found.links = link
  const bold = differentLetters(browser.strong, withoutPlainHeadings(product, browser))
  const slanted = differentLetters(browser.emphasis, product.emphasis)
  if (bold !== undefined) found.emphasis = `bold: ${bold}`
  else if (slanted !== undefined) found.emphasis = `italic: ${slanted}`
  return found
}

function lettersOf(text: string): readonly Letter[] {
  const letters: Letter[] = []
  let gap: Gap = 'none'
  let markers = ''
  for (const [place, part] of text.split(MARKER).entries()) {
    if (place % 2 === 1) {
      markers += BULLETS.test(part) ? '' : part
      gap = 'cell'
      continue
    }
    for (const char of part.replace(INVISIBLE, '')) {
      if (char === '\t' || char === ANY_GAP) gap = 'cell'
      else if (char === '\n') gap = gap === 'cell' ? 'cell' : 'line'
      else if (/\s/u.test(char)) gap = gap === 'none' ? 'blank' : gap
      else {
        letters.push({ char, gap: letters.length === 0 ? 'none' : gap, markers })
        gap = 'none'
        markers = ''
      }
    }
  }
  return letters
}

function isSameLetter(theirs: string, ours: string | undefined): boolean {
  return theirs === ours || (theirs === ANY_LETTER && ours !== undefined)
}

function isSamePlace(theirs: Letter, ours: Letter | undefined): boolean {
  if (theirs.markers !== ours?.markers) return false
  if (theirs.gap === ours.gap) return true
  return ours.gap !== 'none' && (theirs.gap === 'cell' || ours.gap === 'cell')
}

function around(letters: readonly Letter[], at: number): string {
  const drawn = { none: '', blank: ' ', line: '\u23ce', cell: '\u21e5' }
  const part = letters.slice(Math.max(0, at - 20), at + 24)
  return JSON.stringify(part.map(({ char, gap, markers }) => drawn[gap] + markers + char).join(''))
}

/** The letters of a text alone. Rule 14: capitals by style are compared in the text only. */
function bare(text: string): readonly string[] {
  return Array.from(
    text.replace(INVISIBLE, '').replaceAll(ANY_GAP, '').replace(/\s+/gu, '').toLowerCase(),
  )
}

function placeOfDifference(theirs: readonly string[], ours: readonly string[]): number {
  const place = theirs.findIndex((char, at) => !isSameLetter(char, ours[at]))
  return place < 0 && theirs.length !== ours.length ? theirs.length : place
}

/** Rule 16: a heading that a style makes light is bold in the app all the same. */
function withoutPlainHeadings({ strong, headings = [] }: Reading, browser: Reading): string {
  const theirs = bare(browser.strong).join('')
  return headings.reduce((letters, heading) => {
    const words = bare(heading).join('')
    return theirs.includes(words) ? letters : letters.replace(words, '')
  }, bare(strong).join(''))
}

function differentLetters(theirs: string, ours: string): string | undefined {
  const [left, right] = [bare(theirs), bare(ours)]
  const place = placeOfDifference(left, right)
  if (place < 0) return undefined
  const at = Math.max(0, place - 10)
  const part = (chars: readonly string[]): string =>
    JSON.stringify(chars.slice(at, at + 40).join(''))
  return `${part(left)} is read as ${part(right)}`
}

/**
 * Rule 9: what the policy refuses is no link, nor one whose words are the address of another host.
 * Rule 10: neighbours that lead to one place are one; a link without words is not compared.
 * Rule 11: an address in running text may be a link of its own.
 */
function differentLink(
  browser: readonly ReadLink[],
  product: readonly ReadLink[],
): string | undefined {
  const theirs = joined(
    browser.flatMap(({ url, words }) => {
      const verdict = judgeUrl(url, PASTE_POLICY)
      if (!verdict.ok || url.startsWith(PAGE) || isLookAlike(words, url)) return []
      return [{ url: verdict.page.url, words }]
    }),
  )
  const written = theirs.map(({ words }) => words).join(' ')
  const ours = joined(
    product.filter((link) => !isWritten(link) || written.includes(bare(link.words).join(''))),
  )
  const place = theirs.findIndex((link, at) => !isSameLink(link, ours[at]))
  if (place >= 0) return `${wordsOf(theirs[place])} is read as ${wordsOf(ours[place])}`
  const surplus = ours[theirs.length]
  return surplus === undefined ? undefined : `nothing is read as ${wordsOf(surplus)}`
}

function joined(links: readonly ReadLink[]): readonly ReadLink[] {
  const out: ReadLink[] = []
  for (const { url, words } of links) {
    const last = out.at(-1)
    const letters = bare(words).join('')
    if (letters === '') continue
    if (last?.url === url) out[out.length - 1] = { url, words: last.words + letters }
    else out.push({ url, words: letters })
  }
  return out
}

function isSameLink(theirs: ReadLink, ours: ReadLink | undefined): boolean {
  if (theirs.url !== ours?.url) return false
  return placeOfDifference(Array.from(theirs.words), Array.from(ours.words)) < 0
}

/** The words of the link are its own address: `www.shop.example`, `shop.example/help`. */
function isWritten({ words, url }: ReadLink): boolean {
  const { host } = new URL(url)
  const said = words.trim().toLowerCase()
  return isAddress(words) || said === host || said.startsWith(`${host}/`)
}

function isAddress(words: string): boolean {
  return /^\s*(?:https?:\/\/|www\.)/iu.test(words)
}

function isLookAlike(words: string, url: string): boolean {
  const written = /^\s*(?:https?:\/\/)?(?<host>(?:www\.)?[^\s/?#:]+)/iu.exec(words)?.groups?.[
    'host'
  ]
  if (!isAddress(words) || written === undefined) return false
  const host = (text: string): string => text.toLowerCase().replace(/^www\./u, '')
  return host(written) !== host(new URL(url).hostname)
}

function wordsOf(link: ReadLink | undefined): string {
  return link === undefined
    ? 'nothing'
    : `${JSON.stringify(link.words.slice(0, 60))} to ${link.url.slice(0, 120)}`
}
