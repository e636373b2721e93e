import type { Inline, Rich } from '../../contract/rich.ts'
import { parseRich } from './rich.ts'
import { safeText } from './safe-text.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** A tree as text: paragraphs and items on lines of their own. */
export function plainOf(rich: Rich): string {
  return rich
    .map((block) => {
      if (block.kind === 'paragraph') return inlineText(block.children)
      if (block.kind === 'code') return block.text
      if (block.kind === 'quote') return plainOf(block.children)
      return block.items.map(plainOf).join('\n')
    })
    .join('\n')
}

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text
      if (inline.kind === 'break') return '\n'
      return inlineText(inline.children)
    })
    .join('')
}

const NO_LINKS: UrlPolicy = { linkHosts: [], viewHosts: [], privateHosts: [], maxLength: 0 }

/** What a reader of the markup would see, as text. */
export function plainOfMarkup(markup: string): string {
  return plainOf(parseRich(markup, NO_LINKS))
}

// What a centre wraps or escapes with, as far as a customer would not type it.
const CENTRES_OWN =
  /^\s*<(?:font|p|div|span|table|html|body)\b|<br\s*\/?>|&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/iu

/**
 * A message of the customer as the transcript has it, as they wrote it: a centre may hand it back as
 * it was (then `<` is a `<`), or as markup.
 */
export function customerText(content: string): string {
  return CENTRES_OWN.test(content) ? plainOfMarkup(content) : safeText(content).trim()
}

function folded(text: string): string {
  return safeText(text).normalize('NFC').replace(/\s+/gu, ' ').trim()
}

function bones(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A text of ours, prepared for `isSameText`. */
export interface OwnText {
  readonly raw: string
  readonly read: string
}

export function ownText(text: string): OwnText {
  return { raw: folded(text), read: folded(plainOfMarkup(text)) }
}

/** Shorter beginnings than this do not count as a cut text. */
const CUT_AT_LEAST = 60

/**
 * Whether a CUSTOMER_MESSAGE of the transcript is the text that we posted. The centre may hand it
 * back as it was, escaped, wrapped in its own markup, with white space or emoji changed, or cut.
 */
export function isSameText(own: OwnText, content: string): boolean {
  const raw = folded(content)
  if (raw === own.raw) return true
  const read = folded(plainOfMarkup(content))
  if (read !== '' && (read === own.raw || read === own.read)) return true
  // Our text unescaped inside the centre's markup.
  const at = own.raw.length > 0 ? raw.indexOf(own.raw) : -1
  if (at >= 0) {
    const around = raw.slice(0, at) + raw.slice(at + own.raw.length)
    if (around.startsWith('<') && folded(plainOfMarkup(around)) === '') return true
  }
  const mine = bones(own.read === '' ? own.raw : own.read)
  const theirs = bones(read)
  if (mine !== '' && mine === theirs) return true
  return theirs.length >= CUT_AT_LEAST && theirs.length < mine.length && mine.startsWith(theirs)
}
