/** What stands before the items of one list, counted as CSS counts. */
export interface Numbering {
  /** The marker of the next item; `own` is what the item itself says. */
  next(own: { readonly value: string | undefined; readonly type: string | undefined }): {
    readonly marker: string
    readonly value?: number
  }
}

interface ListShape {
  readonly ordered: boolean
  /** Lists of its kind around it. */
  readonly depth: number
  readonly start: string | undefined
  readonly reversed: boolean
  /** Its items; those of a reversed list count down. */
  readonly count: number
  readonly type: string | undefined
}

const BULLETS = ['\u2022', '\u25e6', '\u25aa']

export function createNumbering({
  ordered,
  depth,
  start,
  reversed,
  count,
  type,
}: ListShape): Numbering {
  let value = whole(start) ?? (reversed ? count : 1)
  return {
    next(own) {
      value = whole(own.value) ?? value
      const number = value
      value += reversed ? -1 : 1
      const style =
        own.type ??
        type ??
        (ordered ? 'decimal' : (['disc', 'circle', 'square'][Math.min(depth, 2)] ?? 'disc'))
      const marker = markerOf(style, number)
      return ordered ? { marker, value: number } : { marker }
    },
  }
}

function whole(text: string | undefined): number | undefined {
  const digits = /^\s*([+-]?\d{1,9})/u.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The marker that CSS writes for a number in a `list-style-type`, with the blank left out. */
export function markerOf(style: string, value: number): string {
  if (style === 'none') return ''
  const quoted = /^(["'])(.*)\1$/u.exec(style)?.[2]
  if (quoted !== undefined) return quoted.trim().slice(0, 20)
  const bullet = ['disc', 'circle', 'square'].indexOf(style)
  if (bullet >= 0) return BULLETS[bullet] ?? ''
  if (style === 'disclosure-open') return '\u25be'
  if (style === 'disclosure-closed') return '\u25b8'
  const digits = DIGITS.get(style)
  if (digits !== undefined)
    return `${withDigits(value, digits)}${IDEOGRAPHIC.has(style) ? '\u3001' : '.'}`
  return `${counted(style, value) ?? String(value)}${style.startsWith('katakana') || style.startsWith('hiragana') ? '\u3001' : '.'}`
}

/** Ten digits, or the first of ten in a row. */
const DIGITS: ReadonlyMap<string, string> = new Map([
  ['decimal', '0'],
  ['arabic-indic', '\u0660'],
  ['persian', '\u06f0'],
  ['urdu', '\u06f0'],
  ['devanagari', '\u0966'],
  ['bengali', '\u09e6'],
  ['gurmukhi', '\u0a66'],
  ['gujarati', '\u0ae6'],
  ['oriya', '\u0b66'],
  ['tamil', '\u0be6'],
  ['telugu', '\u0c66'],
  ['kannada', '\u0ce6'],
  ['malayalam', '\u0d66'],
  ['thai', '\u0e50'],
  ['lao', '\u0ed0'],
  ['tibetan', '\u0f20'],
  ['myanmar', '\u1040'],
  ['khmer', '\u17e0'],
  ['cambodian', '\u17e0'],
  ['mongolian', '\u1810'],
  ['cjk-decimal', '\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d'],
])
const IDEOGRAPHIC: ReadonlySet<string> = new Set(['cjk-decimal'])

function withDigits(value: number, digits: string): string {
  const zero = digits.codePointAt(0) ?? 48
  const all = Array.from(digits)
  return String(value).replace(/\d/gu, (digit) =>
    all.length === 10 ? (all[Number(digit)] ?? digit) : String.fromCodePoint(zero + Number(digit)),
  )
}

const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const GREEK =
  '\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9'
const HIRAGANA =
  '\u3042\u3044\u3046\u3048\u304a\u304b\u304d\u304f\u3051\u3053\u3055\u3057\u3059\u305b\u305d\u305f\u3061\u3064\u3066\u3068\u306a\u306b\u306c\u306d\u306e\u306f\u3072\u3075\u3078\u307b\u307e\u307f\u3080\u3081\u3082\u3084\u3086\u3088\u3089\u308a\u308b\u308c\u308d\u308f\u3090\u3091\u3092\u3093'

function counted(style: string, value: number): string | undefined {
  switch (style) {
    case 'decimal-leading-zero':
      return value < 0 ? undefined : String(value).padStart(2, '0')
    case 'lower-alpha':
    case 'lower-latin':
      return lettered(value, LATIN)
    case 'upper-alpha':
    case 'upper-latin':
      return lettered(value, LATIN)?.toUpperCase()
    case 'lower-greek':
      return lettered(value, GREEK)
    case 'hiragana':
      return lettered(value, HIRAGANA)
    case 'lower-roman':
      return added(value, ROMAN, 3999)
    case 'upper-roman':
      return added(value, ROMAN, 3999)?.toUpperCase()
    case 'hebrew':
      return added(value, HEBREW, 999)
    default:
      return undefined
  }
}

function lettered(value: number, letters: string): string | undefined {
  if (value < 1) return undefined
  const all = Array.from(letters)
  let out = ''
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / all.length)) {
    out = (all[(rest - 1) % all.length] ?? '') + out
  }
  return out
}

type Weights = readonly (readonly [number, string])[]

const ROMAN: Weights = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]
// 15 and 16 are written 9 + 6 and 9 + 7.
const HEBREW: Weights = [
  [400, '\u05ea'],
  [300, '\u05e9'],
  [200, '\u05e8'],
  [100, '\u05e7'],
  [90, '\u05e6'],
  [80, '\u05e4'],
  [70, '\u05e2'],
  [60, '\u05e1'],
  [50, '\u05e0'],
  [40, '\u05de'],
  [30, '\u05dc'],
  [20, '\u05db'],
  [19, '\u05d9\u05d8'],
  [18, '\u05d9\u05d7'],
  [17, '\u05d9\u05d6'],
  [16, '\u05d8\u05d6'],
  [15, '\u05d8\u05d5'],
  [10, '\u05d9'],
  [9, '\u05d8'],
  [8, '\u05d7'],
  [7, '\u05d6'],
  [6, '\u05d5'],
  [5, '\u05d4'],
  [4, '\u05d3'],
  [3, '\u05d2'],
  [2, '\u05d1'],
  [1, '\u05d0'],
]

function added(value: number, weights: Weights, most: number): string | undefined {
  if (value < 1 || value > most) return undefined
  let rest = value
  let out = ''
  for (const [weight, sign] of weights) {
    for (; rest >= weight; rest -= weight) out += sign
  }
  return out
}
