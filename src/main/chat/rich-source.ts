import { KNOWN, SWALLOWING } from './rich-elements.ts'

/** Longer markup is cut, after everything that is no text has been taken out. */
const MAX_MARKUP = 400_000
/** What is looked at at all. */
const MAX_RAW = 8_000_000

export interface Source {
  readonly markup: string
  /** No tag in it is one: its line ends and blanks count. */
  readonly plain: boolean
  /** Its style sheets, taken out. */
  readonly sheets: readonly string[]
  readonly cut: boolean
}

/**
 * What a centre sends, ready to be parsed: without pasted pictures, style sheets and comments, and
 * with `<` as a character where somebody typed it: before an address in angle brackets, before a
 * word that is no element, before an element that would swallow the rest of the message.
 */
export function sourceOf(raw: string): Source {
  const sheets: string[] = []
  const lean = withoutIslands(raw.slice(0, MAX_RAW), sheets)
  const cut = raw.length > MAX_RAW || lean.length > MAX_MARKUP
  const { markup, tags } = literal(lean.slice(0, MAX_MARKUP))
  return { markup, plain: !tags && sheets.length === 0, sheets, cut }
}

// One class up to the closing mark: no backtracking
const PICTURES = /(=\s*["']?)data:[^"'<>\s]*/giu

/**
 * Comments and style sheets are taken out here, whichever begins first: a comment may hold a sheet of 100 kB that no
 * browser reads, and a sheet is often enclosed in the marks of a comment.
 */
function withoutIslands(raw: string, sheets: string[]): string {
  const text =
    raw.includes('data:') || raw.includes('DATA:') ? raw.replace(PICTURES, '$1data:') : raw
  // Most messages have neither.
  if (!text.includes('<!--') && !text.includes('tyle>') && !text.includes('TYLE>')) return text
  const island = /<!--|<style(?=[\s>])[^>]{0,1000}>/giu
  const sheetEnd = /<\/style(?=[\s>/])/giu
  let out = ''
  let done = 0
  let lastComment: number | undefined
  /** Looked for once: of many sheets without an end each would be sought to the end of the text. */
  let hasSheetEnd = true
  for (let found = island.exec(text); found !== null; found = island.exec(text)) {
    if (found[0] === '<!--') {
      // `<!-->` is a whole comment.
      if (found.index > (lastComment ??= text.lastIndexOf('-->'))) continue
      const end = text.indexOf('-->', found.index + 2)
      // A blank comment stays: two words that it parts are not joined, nor is `<<!-- -->b>` a tag.
      out += `${text.slice(done, found.index)}<!---->`
      done = end + 3
      island.lastIndex = done
    } else if (hasSheetEnd) {
      sheetEnd.lastIndex = island.lastIndex
      const end = sheetEnd.exec(text)
      hasSheetEnd = end !== null
      if (end === null) continue
      sheets.push(text.slice(island.lastIndex, end.index))
      out += text.slice(done, island.lastIndex)
      done = end.index
      island.lastIndex = done
    }
  }
  return done === 0 ? text : out + text.slice(done)
}

const LONGEST_NAME = 64
/** `<xmeta content="a">` is no word in angle brackets, if there are other tags. */
const ATTRIBUTE = /^(?:\s+[a-z][\w:-]*)*\s+[a-z][\w:-]*\s*=/iu
const MAX_WORDS = 200
const MARKUP = /<\/?(?:html|body|p|br|div|span|font|table|td|b|i|a|ul|li|meta)[\s/>]/iu
const ELEMENT_NAME = /^[a-z][a-z0-9]*(?:[:-][a-z][a-z0-9_.-]*)+$/iu

function literal(text: string): { readonly markup: string; readonly tags: boolean } {
  const places = createPlaces(text)
  let tags = false
  let out = ''
  let done = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text[at + 1] ?? ''
    const closes = next === '/'
    const first = closes ? (text[at + 2] ?? '') : next
    if (
      next === '!' || next === '?' ? isComment(text, places, at) : isTag(text, places, at, closes)
    ) {
      tags = true
    } else if (/[a-z!?]/iu.test(first)) {
      out += `${text.slice(done, at)}&lt;`
      done = at + 1
    }
  }
  return { markup: done === 0 ? text : out + text.slice(done), tags }
}

/** Where tags and the ends of comments stand, looked for once it is asked. */
interface Places {
  /** Of the last end tag; -1: there is none. */
  end(tag: string): number
  /** Of the first start tag; Infinity: there is none. */
  start(tag: string): number
  /** Some tag is one beyond doubt. */
  hasMarkup(): boolean
  readonly lastComment: number
  readonly lastBracket: number
}

function createPlaces(text: string): Places {
  let ends: ReadonlyMap<string, number> | undefined
  let starts: ReadonlyMap<string, number> | undefined
  let hasMarkup: boolean | undefined
  return {
    end: (tag) => (ends ??= lastPlaces(text)).get(tag) ?? -1,
    start: (tag) => (starts ??= firstPlaces(text)).get(tag) ?? Infinity,
    hasMarkup: () => (hasMarkup ??= MARKUP.test(text)),
    lastComment: text.lastIndexOf('-->'),
    lastBracket: text.lastIndexOf('>'),
  }
}

function isComment(text: string, places: Places, at: number): boolean {
  return (text.startsWith('<!--', at) ? places.lastComment : places.lastBracket) >= at + 2
}

function isTag(text: string, places: Places, at: number, closes: boolean): boolean {
  const from = at + (closes ? 2 : 1)
  let end = from
  while (
    end < from + LONGEST_NAME &&
    end < text.length &&
    !' \t\n\f\r/<>\u00a0'.includes(text[end] ?? '')
  )
    end += 1
  if (end === from) return false
  const name = text.slice(from, end)
  const tag = KNOWN.has(name) ? name : name.toLowerCase()
  if (KNOWN.has(tag)) return closes || !SWALLOWING.has(tag) || places.end(tag) > at
  if (!/^[a-z]/u.test(tag)) return false
  // What looks like an attribute is no word of a sentence: a browser drops it, too.
  if (ELEMENT_NAME.test(tag) || /[="']/u.test(tag)) return true
  if (ATTRIBUTE.test(text.slice(end, end + MAX_WORDS)) && places.hasMarkup()) return true
  if (!/^[a-z][a-z0-9]*$/u.test(tag)) return false
  return closes ? places.start(tag) < at : places.end(tag) > at
}

function lastPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const match of text.matchAll(/<\/([a-z][^\s/<>]{0,63})/giu))
    places.set((match[1] ?? '').toLowerCase(), match.index)
  return places
}

function firstPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const match of text.matchAll(/<([a-z][^\s/<>]{0,63})/giu)) {
    const tag = (match[1] ?? '').toLowerCase()
    if (!places.has(tag)) places.set(tag, match.index)
  }
  return places
}
