import { codePoint } from 'dingbat-to-unicode'

/** A font whose letters are pictures, as the table of `dingbat-to-unicode` names it. */
export type SymbolFont = 'Symbol' | 'Webdings' | 'Wingdings' | 'Wingdings 2' | 'Wingdings 3'

const FONTS: ReadonlyMap<string, SymbolFont> = new Map([
  ['symbol', 'Symbol'],
  ['webdings', 'Webdings'],
  ['wingdings', 'Wingdings'],
  ['wingdings 2', 'Wingdings 2'],
  ['wingdings 3', 'Wingdings 3'],
])

/** The symbol font that stands first in a CSS list of families or in `<font face>`. */
export function symbolFontOf(families: string): SymbolFont | undefined {
  const first = families.split(',', 1)[0] ?? ''
  return FONTS.get(first.replace(/["']/gu, '').trim().toLowerCase())
}

/** Characters that few fonts have, and their likes that most do. */
const COMMON: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '\u{1f5f6}': '\u2717',
    '\u{1f5f4}': '\u2717',
    '\u{1f5f8}': '\u2713',
    '\u{1f5f7}': '\u2612',
    '\u{1f5f5}': '\u2612',
    '\u{1f5f9}': '\u2611',
    '\u{1f78f}': '\u25a1',
    '\u{1f790}': '\u25a1',
    '\u{1f7a8}': '\u2727',
    '\u{1f86a}': '\u2192',
    '\u{1f868}': '\u2190',
    '\u{1f869}': '\u2191',
    '\u{1f86b}': '\u2193',
    '\u{1f87a}': '\u2794',
    '\u{1f842}': '\u2192',
    '\u2b9a': '\u27a2',
    '\u25fc': '\u25a0',
    '\u26ab': '\u25cf',
    '\u2b58': '\u25cb',
  }),
)

/** What Windows-1252 has at 0x80 to 0x9f: Word writes the letters of a symbol font by it. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/**
 * Text in a symbol font as characters. Word writes the same letters as private ones (U+F020 and
 * up) too, and keeps them where it loses the font: these are read as Wingdings or, for its bullet,
 * as Symbol.
 */
export function withoutSymbols(text: string, font: SymbolFont | undefined): string {
  if (font === undefined && !/[\uf020-\uf0ff]/u.test(text)) return text
  let out = ''
  for (const char of text) {
    const windows = font === undefined ? -1 : WINDOWS.indexOf(char)
    const code = windows >= 0 ? 0x80 + windows : (char.codePointAt(0) ?? 0)
    const isPrivate = code >= 0xf020 && code <= 0xf0ff
    const face = font ?? (code === 0xf0b7 ? 'Symbol' : 'Wingdings')
    const known =
      isPrivate || (font !== undefined && code > 0x20 && code <= 0xff && code !== 0xa0)
        ? codePoint(face, isPrivate ? code - 0xf000 : code)?.string
        : undefined
    out +=
      known === undefined ? char : (COMMON.get(known) ?? (known === '\u2219' ? '\u2022' : known))
  }
  return out
}
