/**
 * Text from the centre that may be shown: nothing in it may reorder, hide or overgrow what stands
 * around it, and no other character of it is lost. Linear in its length; never throws.
 */

/* eslint-disable no-control-regex, no-misleading-character-class --
   classes of single characters, the controls among them: no backtracking */
// C0 and C1 without tab and line feed.
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/gu
const LINE_ENDS = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/gu
const LONE_SURROGATES = /\p{Cs}/gu
// One invisible mark does its work; a row of the same only hides something.
const REPEATED =
  /([\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0])\1+/gu
// Four marks on one letter serve every script that sets them above each other; scripts whose
// vowels and joined letters are marks (Indic, Tibetan, Myanmar) have longer rows of other ones.
const MARKS =
  /([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/gu
/* eslint-enable no-control-regex, no-misleading-character-class */
const OTHER_MARKS = /(\p{M}{12})\p{M}+/gu
/** What Word means by controls, and what Windows-1252 has where others have controls (as HTML). */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['\u001c', ' '],
  ['\u001d', ' '],
  ['\u001e', '\u2011'],
  ['\u001f', '\u00ad'],
  ...Array.from(
    '\u20ac\u0000\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u0000\u017d\u0000' +
      '\u0000\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u0000\u017e\u0178',
  ).map((char, at) => [String.fromCharCode(0x80 + at), char === '\u0000' ? '' : char] as const),
])
// Most text: Latin letters and their marks, one class
const HARMLESS = /^[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*$/u
const BIDI = /[\u202a-\u202e\u2066-\u2069]/u
const MAX_ISOLATES = 8

/**
 * Removes controls and overrides of direction, and what repeats without an effect; keeps `\n` and
 * `\t`. Embeddings become isolates, which say the same and cannot reach beyond themselves.
 */
export function safeText(text: string): string {
  if (HARMLESS.test(text)) return text
  const clean = text
    .replace(LINE_ENDS, '\n')
    .replace(CONTROLS, (control) => MEANT.get(control) ?? '')
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(REPEATED, '$1')
    .replace(MARKS, '$1')
    .replace(OTHER_MARKS, '$1')
  return BIDI.test(clean) ? balanced(clean) : clean
}

const ISOLATES: ReadonlyMap<string, string> = new Map([
  ['\u202a', '\u2066'],
  ['\u202b', '\u2067'],
  ['\u2066', '\u2066'],
  ['\u2067', '\u2067'],
  ['\u2068', '\u2068'],
])

/** Directional isolates come in pairs within one piece of text, or not at all. */
function balanced(text: string): string {
  /** What is open, each with what ends it; what is not shown is open all the same. */
  const open: { readonly by: string; readonly isShown: boolean }[] = []
  let shown = 0
  let out = ''
  for (const char of text) {
    const isolate = ISOLATES.get(char)
    if (isolate !== undefined || char === '\u202d' || char === '\u202e') {
      const isShown = isolate !== undefined && shown < MAX_ISOLATES
      open.push({ by: char < '\u2066' ? '\u202c' : '\u2069', isShown })
      if (isShown) {
        shown += 1
        out += isolate
      }
    } else if (char === '\u202c' || char === '\u2069') {
      if (open[open.length - 1]?.by !== char) continue
      if (open.pop()?.isShown !== true) continue
      shown -= 1
      out += '\u2069'
    } else out += char
  }
  return out + '\u2069'.repeat(shown)
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
