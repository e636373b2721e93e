/**
 * Text from the centre that may be shown: nothing in it may reorder, hide or overgrow what stands
 * around it. Linear in its length; never throws.
 */

// C0 and C1 without tab and line feed, soft hyphen, blank letters, format characters that have no
// business in a chat, tag characters, and what is left of broken surrogate pairs.
/* eslint-disable no-control-regex, no-misleading-character-class --
   one class of single characters, the controls among them: no backtracking */
const REMOVED =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu
/* eslint-enable no-control-regex, no-misleading-character-class */
// Embeddings and overrides, and what ends them.
const OVERRIDES = /[\u202a-\u202e]/gu
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/gu
const LONE_SURROGATES = /\p{Cs}/gu
// One joiner or direction mark does its work; a row of them only hides something.
const JOINERS = /([\u200c-\u200f\u061c])[\u200c-\u200f\u061c]+/gu
// Four marks on one letter serve every living script (Hebrew, Vietnamese, Thai, Indic).
const MARKS = /(\p{M}{4})\p{M}+/gu
const ISOLATES = /[\u2066-\u2069]/u
const MAX_ISOLATES = 8

/** Removes controls, overrides and surplus invisible characters; keeps `\n` and `\t`. */
export function safeText(text: string): string {
  const clean = text
    .replace(LINE_ENDS, '\n')
    .replace(REMOVED, '')
    .replace(OVERRIDES, '')
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(JOINERS, '$1')
    .replace(MARKS, '$1')
  return ISOLATES.test(clean) ? balanced(clean) : clean
}

/** Directional isolates come in pairs within one piece of text, or not at all. */
function balanced(text: string): string {
  let open = 0
  let surplus = 0
  let out = ''
  for (const char of text) {
    if (char >= '\u2066' && char <= '\u2068') {
      if (open >= MAX_ISOLATES) {
        surplus += 1
        continue
      }
      open += 1
    } else if (char === '\u2069') {
      if (surplus > 0) {
        surplus -= 1
        continue
      }
      if (open === 0) continue
      open -= 1
    }
    out += char
  }
  return out + '\u2069'.repeat(open)
}

/** One line: every run of white space is one blank, none at the ends. */
export function oneLine(text: string): string {
  return safeText(text).replace(/\s+/gu, ' ').trim()
}

/** At most `count` code points. */
export function clip(text: string, count: number): string {
  if (text.length <= count) return text
  const points = Array.from(text.slice(0, count * 2))
  return points.length <= count ? points.join('') : `${points.slice(0, count - 1).join('')}\u2026`
}

/** Length as customers count it: code points. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
