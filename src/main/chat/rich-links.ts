import type { PageRef } from '../../contract/rich.ts'
import { isOpaque } from '../viewer/mail-filters.ts'
import { isSameSite } from '../viewer/sites.ts'
import { judgeWritten, type UrlPolicy } from '../viewer/url-policy.ts'
import { addressesIn } from './addresses.ts'
import { contactOf } from './link-kinds.ts'
import { namedHost } from './look-alike.ts'

/** What becomes of a link; `words`: nothing but its words is of use. */
export type LinkVerdict =
  | { readonly kind: 'page'; readonly page: PageRef }
  | { readonly kind: 'contact'; readonly target: string }
  | { readonly kind: 'refused'; readonly host?: string }
  | { readonly kind: 'words' }

const WORDS: LinkVerdict = { kind: 'words' }
const WEB = /^(?:https?:|\/\/|www\.)/iu
// `shop.example:8080/a` is no link of a kind called `shop.example`.
const SCHEME = /^(?:[a-z][a-z0-9+-]*:|[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:\/|$)))/iu

/**
 * Judges a link of the markup as a whole. `words` is all that it says, with `\n` where lines end.
 * A page is told by its true host beside the words; only where these name another site as an
 * address, or the policy refuses the page, the link is left out, and that is said.
 */
export function judgeLink(href: string, words: string, policy: UrlPolicy): LinkVerdict {
  const written = href.trim()
  if (!WEB.test(written)) {
    if (SCHEME.test(written)) return contact(written, words)
    const typed = onlyAddress(written)
    // Any other address is one within a page that nobody knows here.
    return typed === undefined ? WORDS : judgeLink(typed, words, policy)
  }
  // An editor's dialog was left with what it began with.
  if (/^(?:https?:)?\/*$/iu.test(written)) return WORDS
  const verdict = judgeWritten(written, policy)
  if (!verdict.ok) return { kind: 'refused' }
  const { page } = verdict
  const named = namedHost(words, new URL(page.url).hostname)
  if (named === undefined) return { kind: 'page', page }
  const original = underFilter(page, words, policy)
  return original ? { kind: 'page', page: original } : { kind: 'refused', host: page.host }
}

/** Judges an address that stands in the text. */
export function judgeTyped(url: string, policy: UrlPolicy): PageRef | undefined {
  const verdict = judgeWritten(url, policy)
  return verdict.ok ? verdict.page : undefined
}

function contact(href: string, words: string): LinkVerdict {
  const target = contactOf(href)
  return target === '' || says(words, target) ? WORDS : { kind: 'contact', target }
}

/** Whether the words are the number or address already, whatever blanks and dashes it has. */
function says(words: string, target: string): boolean {
  const [said, whole] = [words, target].map((text) =>
    text.toLowerCase().replace(/[^\p{L}\p{N}@,]/gu, ''),
  )
  if (said === undefined || whole === undefined || said === '') return false
  if (said.includes(whole)) return true
  // `030 1234567` for `+49301234567`.
  return /^\+\d/u.test(target) && /^0[1-9]\d{5}/u.test(said) && whole.endsWith(said.slice(1))
}

/**
 * A mail filter has hidden where the link leads, and the words are the address as it was written:
 * that one is taken, unless the filter names another site.
 */
function underFilter(page: PageRef, words: string, policy: UrlPolicy): PageRef | undefined {
  const filter = new URL(page.url)
  const typed = isOpaque(filter) ? onlyAddress(words) : undefined
  const original = typed === undefined ? undefined : judgeTyped(typed, policy)
  if (original === undefined) return undefined
  const told = filter.searchParams.get('domain') ?? filter.searchParams.get('d')
  const { hostname } = new URL(original.url)
  return told === null || isSameSite(told, hostname) ? original : undefined
}

/** The address that a text is, and nothing else. */
function onlyAddress(text: string): string | undefined {
  const whole = text.replace(/\s+/gu, '')
  const [first] = addressesIn(whole)
  return first?.start === 0 && first.end === whole.length ? first.url : undefined
}
