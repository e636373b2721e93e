// White space and what is never typed in an address.
const NEVER = /[\s<>"`\\^]/u
const LETTER = /[\p{L}\p{M}\p{N}]/u
const LATIN = /[\p{Script=Latin}0-9]/u
// Scripts that write no blanks between words, and Korean, which joins its particles to a word.
const JOINED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Punctuation within words: of Catalan, Japanese, Hebrew. */
const WITHIN = /[\u00b7\u2027\u30fb\u05f3\u05f4]/u
const ANOTHER = /^(?:https?:\/\/|www\.)/iu
const ASCII = /[!-~]/u
const OPENS = '([{'
const CLOSES = ')]}'
/** Belongs to the sentence; `*`, `_` and `~` are how people write bold and italic. */
const TRAILING = ".,;:!?*|'"
const MARKS = '_~'

export interface Tail {
  readonly end: number
  /** How far the text was looked at: the next address begins behind it, which keeps this linear. */
  readonly read: number
}

/**
 * Where path, query and fragment end, which begin at `from`, if at all; the whole address began at
 * `start`. A bracket is kept with its partner only: `wiki/Fjord_(Norway)`.
 */
export function readTail(text: string, from: number, start: number): Tail {
  if (!'/?#'.includes(text[from] ?? ' ')) return { end: from, read: from }
  const open: { readonly mark: string; readonly at: number }[] = []
  // In front of words of its own script a host says nothing about where they begin.
  const isPlain = !/[^!-~]/u.test(text.slice(start, from))
  let before = ''
  let end = from
  while (end < text.length) {
    const char = String.fromCodePoint(text.codePointAt(end) ?? 0)
    const next = String.fromCodePoint(text.codePointAt(end + char.length) ?? 0)
    const isRoot = end === from + 1 && isPlain
    if (NEVER.test(char) || !goesOn(char, before, next, isRoot)) break
    if (',;|'.includes(char) && ANOTHER.test(text.slice(end + 1, end + 9))) break
    if (OPENS.includes(char)) open.push({ mark: char, at: end })
    if (CLOSES.includes(char) && open.pop()?.mark !== OPENS[CLOSES.indexOf(char)]) break
    before = char
    end += char.length
  }
  return { end: trimmed(text, from, open[0]?.at ?? end, text[start - 1] ?? ''), read: end }
}

function goesOn(char: string, before: string, next: string, isRoot: boolean): boolean {
  if (char === "'") return LETTER.test(before) && LETTER.test(next)
  if (ASCII.test(char)) return true
  if (WITHIN.test(char)) return LETTER.test(before) && LETTER.test(next)
  // Every other sign is beyond an address: quotation marks, dashes, full stops, arrows, emoji.
  if (!LETTER.test(char)) return false
  if (LATIN.test(char)) return true
  // Words directly behind: `/a` of `/a\u3067\u3059`. Behind a sign they are a part of it: `wiki/\u65e5\u672c`.
  if (LATIN.test(before)) return false
  if (isRoot) return !JOINED.test(char)
  // Japanese: an object's particle begins no word.
  return char !== '\u3092' || LETTER.test(before)
}

function trimmed(text: string, from: number, to: number, mark: string): number {
  let end = to
  for (; end > from; end -= 1) {
    const last = text[end - 1] ?? ''
    if (!TRAILING.includes(last) && !(MARKS.includes(last) && last === mark)) break
  }
  return end
}
