import { ACCENTS, capitalOf, lettersOf } from './letters.ts'

/** What a field wants to be written with. */
export type Kind = 'text' | 'email' | 'tel' | 'number'
export type Page = 'letters' | 'symbols' | 'accents'
export type Action =
  | 'shift'
  | 'backspace'
  | 'enter'
  | 'space'
  | 'symbols'
  | 'letters'
  | 'accents'
  | 'language'
  | 'hide'

/** Names of the keys that show no letter, in the customer's language. */
export type KeyNames = Readonly<Record<Action | 'send' | 'capsLock' | 'keyboard', string>> & {
  /** A layout by its language: `Deutsch`. */
  readonly languageOf: (layout: string) => string
}

export type Key =
  | { readonly kind: 'text'; readonly text: string; readonly wide?: boolean }
  | { readonly kind: 'action'; readonly action: Action }

export type Rows = readonly (readonly Key[])[]

export interface Wanted {
  readonly kind: Kind
  readonly page: Page
  /** As named by `layoutOf`. */
  readonly layout: string
  readonly shifted: boolean
  /** A tall screen has room for a row of digits above the letters. */
  readonly tall: boolean
  /** There is more than one language to write in. */
  readonly canChange: boolean
}

const DIGITS = Array.from('1234567890')
const SIGNS = Array.from('@#€&%*()/+')
const MORE_SIGNS = Array.from(`"'«»:;=_-~`)
const LAST_SIGNS = Array.from('!?,.<>[]')
const LAST_SIGNS_WIDE = Array.from(`"':;=_-!`)

const act = (action: Action): Key => ({ kind: 'action', action })
const say = (text: string): Key => ({ kind: 'text', text })
const all = (texts: readonly string[]): readonly Key[] => texts.map(say)

/** The keys to show, row by row from above. Every page of a kind has the same number of rows. */
export function rowsOf(wanted: Wanted): Rows {
  switch (wanted.kind) {
    case 'tel':
      return digitPad('-', ['+', ' '])
    case 'number':
      return digitPad('-', [',', '.'])
    case 'text':
    case 'email':
      return [...pageRows(wanted), bottomRow(wanted)]
  }
}

/** The most keys that stand side by side: what a key's width is reckoned from. */
export function columnsOf(rows: Rows): number {
  return Math.max(...rows.slice(0, -1).map((row) => row.length), 4)
}

function digitPad(beside: string, [left, right]: readonly [string, string]): Rows {
  return [
    [...all(['1', '2', '3']), act('backspace')],
    [...all(['4', '5', '6']), say(beside)],
    [...all(['7', '8', '9']), act('hide')],
    [...all([left, '0', right]), act('enter')],
  ]
}

function pageRows({ page, layout, shifted, tall }: Wanted): Rows {
  if (page === 'symbols') {
    const last = [act('accents'), ...all(tall ? LAST_SIGNS : LAST_SIGNS_WIDE), act('backspace')]
    const middle = tall ? [all(SIGNS), all(MORE_SIGNS)] : [all(SIGNS)]
    return [all(DIGITS), ...middle, last]
  }
  if (page === 'accents') {
    const texts = shifted ? ACCENTS.map((letter) => capitalOf(letter, layout)) : ACCENTS
    const rows = chunks(texts, tall ? 4 : 3)
    return rows.map((row, at) => (at === rows.length - 1 ? lastLetters(row, true) : all(row)))
  }
  const letters = lettersOf(layout)
  const [upper, home, lower] =
    shifted && letters.shifted !== undefined
      ? letters.shifted
      : letters.rows.map((row) =>
          shifted && letters.hasCase ? row.map((letter) => capitalOf(letter, layout)) : row,
        )
  const hasShift = letters.hasCase || letters.shifted !== undefined
  return [...(tall ? [all(DIGITS)] : []), all(upper), all(home), lastLetters(lower, hasShift)]
}

function lastLetters(texts: readonly string[], hasShift: boolean): readonly Key[] {
  return [...(hasShift ? [act('shift')] : []), ...all(texts), act('backspace')]
}

function bottomRow({ kind, page, layout, canChange }: Wanted): readonly Key[] {
  const letters = lettersOf(layout)
  const between: readonly Key[] =
    kind === 'email'
      ? [{ kind: 'text', text: '@', wide: true }, say('.'), say('-'), say('_')]
      : [say(letters.comma), act('space'), say('.'), say(letters.question)]
  return [
    act(page === 'letters' ? 'symbols' : 'letters'),
    ...(canChange ? [act('language')] : []),
    ...between,
    act('enter'),
    act('hide'),
  ]
}

/** The last row shares its place with shift and backspace, so it is the shortest. */
function chunks(texts: readonly string[], count: number): readonly (readonly string[])[] {
  const size = Math.ceil((texts.length + 2) / count)
  return Array.from({ length: count }, (_, at) => texts.slice(at * size, (at + 1) * size))
}
