import type { Block, Inline, Rich, Table } from '../../contract/rich.ts'
import { parseRich } from './rich.ts'
import { safeText } from './safe-text.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/**
 * A tree as text: paragraphs, items and rows on lines of their own. The same text and lines as a
 * browser's `innerText`, but for empty lines: no markers of items, no addresses of links.
 */
export function plainOf(rich: Rich): string {
  return rich.flatMap(linesOf).join('\n')
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return [inlineText(block.children)]
    case 'quote':
    case 'indent':
      return block.children.length === 0 ? [] : [plainOf(block.children)]
    case 'list':
      return block.items.map((item) => plainOf(item.body))
    case 'table':
      return tableLines(block)
    case 'rule':
    case 'cut':
      return []
  }
}

/** Cells stand beside each other, except where a cell holds lines of its own. */
function tableLines({ caption, rows }: Table): string[] {
  const lines = caption.length === 0 ? [] : [inlineText(caption)]
  for (const row of rows) {
    let line: string | undefined
    let ended = false
    for (const { body } of row) {
      const starts = body[0] !== undefined && !isBare(body[0])
      if (line !== undefined && (ended || starts)) {
        lines.push(line)
        line = undefined
      }
      line = line === undefined ? plainOf(body) : `${line} ${plainOf(body)}`
      const last = body[body.length - 1]
      ended = last !== undefined && !isBare(last)
    }
    if (line !== undefined) lines.push(line)
  }
  return lines
}

function isBare(block: Block): boolean {
  return block.kind === 'paragraph' && block.bare === true
}

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text' || inline.kind === 'picture') return inline.text
      if (inline.kind === 'break') return '\n'
      // Without its line, a price that was would read as one that is.
      if (inline.kind === 'struck' || inline.kind === 'deleted') return ''
      const text = inlineText(inline.children)
      if (inline.kind === 'quoted') return `\u201c${text}\u201d`
      return inline.kind === 'ruby' ? `${text}(${inline.above})` : text
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
