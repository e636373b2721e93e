import { createHash } from 'node:crypto'
import type { ContactDatum } from './api.ts'

/**
 * `source` and `destination` may hold printable ASCII alone, and none of `! " % * , _ ` |` (R76,
 * R80, C30). Many e-mail addresses hold `_` or `%`, many names letters beyond ASCII (C31).
 */
const ILLEGAL = /[^\x20-\x7e]|[!"%*,_`|]/u

/** A mark that only this file puts at the end: a text that brings one of its own gets another. */
const MARKED = /~[0-9a-f]{12}$/u

/** Longer than any e-mail address (254). The guide names no limit. */
const MAX_LENGTH = 255

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['Ä', 'Ae'],
  ['Ö', 'Oe'],
  ['Ü', 'Ue'],
  ['ß', 'ss'],
  ['ẞ', 'SS'],
  ['æ', 'ae'],
  ['Æ', 'Ae'],
  ['œ', 'oe'],
  ['Œ', 'Oe'],
  ['ø', 'oe'],
  ['Ø', 'Oe'],
  ['å', 'aa'],
  ['Å', 'Aa'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ð', 'd'],
  ['Ð', 'D'],
  ['þ', 'th'],
  ['Þ', 'Th'],
  ['ı', 'i'],
  ['‘', "'"],
  ['’', "'"],
  ['–', '-'],
  ['—', '-'],
])

export interface Fitted {
  /** Legal on the wire: printable ASCII, none of the forbidden, no blank at either end. */
  readonly wire: string
  /** What the agent must see beside it, since `wire` is not what was given. */
  readonly raw: string | undefined
}

/**
 * Makes an identification of the customer fit for `source`. A legal text stays as it is. Any other
 * becomes readable ASCII and, after `~`, twelve hexadecimal digits of its own hash: the same text
 * always gives the same source (the 360 view finds the customer again), and two texts never give
 * one source (`a_b@x.org` and `a-b@x.org` are two people).
 */
export function fitSource(text: string): Fitted {
  const raw = tidy(text)
  if (raw === '') return { wire: '', raw: undefined }
  if (isLegal(raw) && !MARKED.test(raw)) return { wire: raw, raw: undefined }
  const readable = toAscii(raw)
    .slice(0, MAX_LENGTH - 13)
    .trim()
  return { wire: `${readable}~${mark(raw)}`, raw }
}

/**
 * Makes a subject fit for `destination`. It is the name of a route that somebody set up, so it must
 * be predictable: letters are transliterated, what is forbidden becomes `-`, and only a text of
 * which nothing can be read gets a hash.
 */
export function fitDestination(text: string): Fitted {
  const raw = tidy(text)
  if (raw === '' || isLegal(raw)) return { wire: raw, raw: undefined }
  const readable = toAscii(raw).slice(0, MAX_LENGTH).trim()
  return { wire: /[\dA-Za-z]/u.test(readable) ? readable : `topic~${mark(raw)}`, raw }
}

/** Whether a text (already trimmed) may stand on the wire as it is. */
export function isLegal(text: string): boolean {
  return text.length <= MAX_LENGTH && !ILLEGAL.test(text)
}

/**
 * The contact data with what `source` and `destination` could not say, under names an agent
 * understands. What is there already is not said twice.
 */
export function withRaw(
  data: readonly ContactDatum[],
  source: Fitted,
  destination: Fitted | undefined,
): readonly ContactDatum[] {
  const extra: ContactDatum[] = []
  const add = (key: string, raw: string | undefined): void => {
    if (raw === undefined || data.some((datum) => datum.value.trim() === raw)) return
    extra.push({ key, value: raw })
  }
  add(/^[^\s@]+@[^\s@]+$/u.test(source.raw ?? '') ? 'E-mail' : 'Source', source.raw)
  add('Destination', destination?.raw)
  return extra.length === 0 ? data : [...data, ...extra]
}

/** Half of a pair of surrogates is no character: JSON and URLs cannot carry it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}

function tidy(text: string): string {
  return wellFormed(text).normalize('NFC').replace(/\s+/gu, ' ').trim()
}

function toAscii(text: string): string {
  let result = ''
  for (const letter of text) result += asciiOf(letter)
  return result.replace(/\s+/gu, ' ').trim()
}

function asciiOf(letter: string): string {
  if (!ILLEGAL.test(letter)) return letter
  const known = LETTERS.get(letter)
  if (known !== undefined) return known
  const plain = letter.normalize('NFKD').replace(/\p{M}/gu, '')
  if (plain !== '' && !ILLEGAL.test(plain)) return plain
  // Letters of other scripts vanish (the hash tells them apart); a forbidden sign leaves a gap.
  return /^[\x20-\x7e]+$/u.test(letter) ? '-' : ''
}

function mark(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 12)
}
