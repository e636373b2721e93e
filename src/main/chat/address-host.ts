import { isTopLevel } from '../viewer/sites.ts'

/** Where the host of an address ends, and its port with it. */
export interface Host {
  readonly end: number
  /** It was cut out of the words behind it: nothing of them belongs to the address. */
  readonly isCut: boolean
}

// Letters of every script, emoji (there are such names), and what people put into names.
const NAME = /(?:[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u00b7\u30fb_-]|\u200d)+/uy
const LITERAL = /\[[0-9a-f:.]{2,45}\]/iuy
// `user:password@`: a part of the address, which is then refused.
const OWNER = /[^\s/?#@<>()",;\u2018-\u201f]{1,200}@(?=[\p{L}\p{N}[])/uy
const PORT = /:\d{1,5}(?![\p{L}\p{N}])/uy
const LATIN = /^[\p{Script=Latin}\p{M}\p{N}_-]+/u

/** Reads the host that begins at `at`; without one, `end` is `at`. */
export function readHost(text: string, at: number): Host {
  const name = after(OWNER, text, at) ?? at
  const literal = after(LITERAL, text, name)
  if (literal !== undefined) return { end: after(PORT, text, literal) ?? literal, isCut: false }
  const labels: string[] = []
  for (let next = name; ; next += 1) {
    const end = after(NAME, text, next)
    if (end === undefined) break
    labels.push(text.slice(next, end))
    next = end
    if (text[next] !== '.') break
  }
  const kept = withoutWords(labels)
  const end = name + kept.join('.').length
  const isCut = kept.join('.') !== labels.join('.')
  if (isCut || labels.length === 0) return { end: labels.length === 0 ? at : end, isCut }
  return { end: after(PORT, text, end) ?? end, isCut }
}

/**
 * Text directly behind a host: `example.com` of `example.com\u3067\u3059`, `example.com.Danach` and
 * `\u4f8b\u5b50.\u4e2d\u56fd\u7684\u7f51\u7ad9`.
 */
function withoutWords(labels: readonly string[]): string[] {
  const last = labels[labels.length - 1] ?? ''
  const others = labels.slice(0, -1)
  const before = others[others.length - 1] ?? ''
  if (others.length === 0 || isTopLevel(last)) return [...labels]
  if (others.length > 1 && isTopLevel(before) && beginsSentence(last, before)) return others
  const latin = (LATIN.exec(last)?.[0] ?? '').replace(/-+$/u, '')
  if (latin !== '') return [...others, latin]
  const letters = Array.from(last)
  for (let length = letters.length - 1; length > 0; length -= 1) {
    const name = letters.slice(0, length).join('')
    if (isTopLevel(name)) return [...others, name]
  }
  return [...labels]
}

/** The blank behind a full stop is missing. */
function beginsSentence(word: string, before: string): boolean {
  if (!LATIN.test(word)) return LATIN.test(before)
  return /^\p{Lu}/u.test(word) && before === before.toLowerCase()
}

function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
