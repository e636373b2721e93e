import { namedHost } from '../../../src/main/chat/look-alike.ts'
import { isTopLevel } from '../../../src/main/viewer/sites.ts'
import { judgeWritten } from '../../../src/main/viewer/url-policy.ts'
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

// Rule 20: a control character is what Word and Windows-1252 mean by it, as `&#150;` is in HTML.
// eslint-disable-next-line no-control-regex -- what it is for
const CONTROLS = /[\u000b\u000c\u001c-\u001f\u0080-\u009f\u2028\u2029]/gu
const WORD: ReadonlyMap<string, string> = new Map([
  ...['\u000b', '\u000c', '\u0085', '\u2028', '\u2029'].map((char) => [char, '\ufdd2'] as const),
  ['\u001c', ' '],
  ['\u001d', ' '],
  ['\u001e', '\u2011'],
  ['\u001f', ''],
])
const windows = new TextDecoder('windows-1252')

function meantBy(control: string): string {
  return WORD.get(control) ?? windows.decode(Uint8Array.of(control.charCodeAt(0)))
}

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
  const bold = differentLetters(
    browser.strong,
    withoutPlainHeadings(product.strong, browser.strong),
  )
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
    for (const char of part.replace(CONTROLS, meantBy).replace(INVISIBLE, '')) {
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
    text
      .replace(CONTROLS, meantBy)
      .replace(INVISIBLE, '')
      .replaceAll(ANY_GAP, '')
      .replace(/\s+/gu, '')
      .toLowerCase(),
  )
}

function placeOfDifference(theirs: readonly string[], ours: readonly string[]): number {
  const place = theirs.findIndex((char, at) => !isSameLetter(char, ours[at]))
  return place < 0 && theirs.length !== ours.length ? theirs.length : place
}

/** Rule 16: a heading that a style makes light is bold in the app all the same. */
function withoutPlainHeadings(ours: string, theirs: string): string {
  const expected = bare(theirs)
  let letters = ''
  let place = 0
  for (const [part, text] of ours.split(MARKER).entries()) {
    const own = bare(text)
    const fits = own.every((char, at) => isSameLetter(expected[place + at] ?? '', char))
    if (part % 2 === 1 && !fits) continue
    letters += own.join('')
    place += own.length
  }
  return letters
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

interface LinkLetter {
  readonly char: string
  readonly url: string
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
  const theirs = browser.flatMap(lettersOfLink)
  let place = 0
  for (const link of product) {
    const letters = bare(link.words)
    const fits = letters.every((char, at) => isSameLink(theirs[place + at], char, link.url))
    if (fits) place += letters.length
    else if (!isWritten(link)) {
      return `${wordsAt(theirs, place)} is read as ${JSON.stringify(link.words.slice(0, 60))} to ${link.url.slice(0, 120)}`
    }
  }
  return place < theirs.length ? `${wordsAt(theirs, place)} is read as nothing` : undefined
}

function lettersOfLink({ url, words }: ReadLink): readonly LinkLetter[] {
  const target = targetOf(url)
  if (target === undefined) return []
  if (namedHost(words.replace(/\s+/gu, ' '), new URL(target).hostname) !== undefined) return []
  return bare(words).map((char) => ({ char, url: target }))
}

/** Rule 19: a link without a scheme leads to the host that it names. */
function targetOf(url: string): string | undefined {
  const within = url.startsWith(PAGE) ? url.slice(PAGE.length) : undefined
  if (within !== undefined && !isHost(within)) return undefined
  const verdict = judgeWritten(within === undefined ? url : `https://${within}`, PASTE_POLICY)
  return verdict.ok ? verdict.page.url : undefined
}

function isHost(path: string): boolean {
  const last = /^(?:[a-z0-9-]+\.)+(?<last>[a-z]{2,})(?:\/|$)/iu.exec(path)?.groups?.['last']
  return last !== undefined && isTopLevel(last)
}

function isSameLink(theirs: LinkLetter | undefined, char: string, url: string): boolean {
  return theirs?.url === url && isSameLetter(theirs.char, char)
}

function wordsAt(letters: readonly LinkLetter[], place: number): string {
  const first = letters[place]
  if (first === undefined) return 'nothing'
  const words = letters.slice(place, place + 60).map(({ char }) => char)
  return `${JSON.stringify(words.join(''))} to ${first.url.slice(0, 120)}`
}

/** The words of the link are its own address: `www.shop.example`, `shop.example/help`. */
function isWritten({ words, url }: ReadLink): boolean {
  const { host } = new URL(url)
  const said = words.trim().toLowerCase()
  return /^(?:https?:\/\/|www\.)/u.test(said) || said === host || said.startsWith(`${host}/`)
}
