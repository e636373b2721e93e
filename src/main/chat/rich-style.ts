import type { Direction } from '../../contract/rich.ts'
import {
  displayOf,
  EMPHASIS,
  SPACED,
  STRONG,
  STRUCK,
  UNDERLINED,
  type Display,
} from './rich-elements.ts'
import { declarationsOf, type Declarations } from './rich-declarations.ts'
import { shownAs } from './rich-display.ts'
import type { SheetRules } from './rich-sheet.ts'
import { familiesOf, markerOf, sizeOf, slantOf, weightOf } from './rich-shorthand.ts'
import { symbolFontOf, type SymbolFont } from './rich-symbols.ts'
import { attributeOf, type TreeElement } from './rich-tree.ts'
import { ALMOST_ZERO, isNearZero, isUnseen, isZero } from './rich-unseen.ts'

/** What an element hands on to what is in it. */
export interface Style {
  /** `visibility`: what is in it may be shown again. */
  readonly hidden: boolean
  /** Letters of no size: the same. */
  readonly tiny: boolean
  readonly space: 'normal' | 'pre' | 'pre-line'
  readonly strong: boolean
  readonly emphasis: boolean
  readonly underlined: boolean
  readonly struck: boolean
  readonly transform: 'none' | 'uppercase' | 'lowercase' | 'capitalize'
  readonly symbols: SymbolFont | undefined
  /** `list-style-type`, as far as the markup says it. */
  readonly marker: string | undefined
  /** The markup's own. */
  readonly direction: Direction | undefined
  readonly align: 'start' | 'center' | 'end' | undefined
}

export const ROOT_STYLE: Style = {
  hidden: false,
  tiny: false,
  space: 'normal',
  strong: false,
  emphasis: false,
  underlined: false,
  struck: false,
  transform: 'none',
  symbols: undefined,
  marker: undefined,
  direction: undefined,
  align: undefined,
}

/** What of an element's style holds for itself alone. */
export interface Box {
  readonly display: Display
  /** An empty line stands around it. */
  readonly spaced: boolean
  readonly raised: 'raised' | 'lowered' | undefined
  readonly highlighted: boolean
  readonly isolated: boolean
  /** Its children stand for themselves, whatever they are. */
  readonly flex: boolean
  readonly declarations: Declarations
}

export interface Styles {
  /** Undefined where neither the element nor anything in it is seen. */
  of(element: TreeElement, inherited: Style): Seen | undefined
}

interface Seen {
  readonly style: Style
  readonly box: Box
}

const NONE: Declarations = new Map()
const PRESERVED: ReadonlySet<string> = new Set('pre listing xmp plaintext textarea'.split(' '))

/** The style of elements by their names, attributes, style sheets and `style`, in this order; `isOld` as in `Tree`. */
export function createStyles(rules: SheetRules, isOld: boolean): Styles {
  const known = new Map<string, Declarations>()

  function inline(text: string | undefined): Declarations {
    if (text === undefined || text === '') return NONE
    const found = known.get(text)
    if (found !== undefined) return found
    const parsed = declarationsOf(text)
    known.set(text, parsed)
    return parsed
  }

  function read(element: TreeElement, inherited: Style): Seen | undefined {
    const own = inline(attributeOf(element, 'style'))
    const declarations = rules.isEmpty ? own : rules.merged(element, own)
    const display = shownAs(element, declarations)
    if (display === undefined || isUnseen(declarations)) return undefined
    return {
      style: inheritable(element, declarations, inherited),
      box: boxOf(element, display, declarations),
    }
  }

  /** Cells of a table and lines of an editor say the same again and again. */
  const alike = new WeakMap<Style, Map<string, Seen | undefined>>()

  return {
    of(element, around) {
      const inherited = isOld && element.tagName === 'table' ? aroundTable(around) : around
      if (!rules.isEmpty) return read(element, inherited)
      const { tagName: tag, attrs } = element
      let key = tag
      for (const { name, value } of attrs) if (TELLING.has(name)) key += `\n${name}=${value}`
      if (key === tag) return plain(element, inherited)
      let seenAs = alike.get(inherited)
      if (seenAs === undefined) {
        seenAs = new Map()
        alike.set(inherited, seenAs)
      }
      if (seenAs.has(key)) return seenAs.get(key)
      const seen = read(element, inherited)
      seenAs.set(key, seen)
      return seen
    },
  }
}

/** Without a document type a table takes little from what is around it: bold that nobody closed ends there. */
function aroundTable(style: Style): Style {
  const { strong, emphasis, tiny, space } = style
  if (!strong && !emphasis && !tiny && space === 'normal') return style
  return { ...style, strong: false, emphasis: false, tiny: false, space: 'normal' }
}

/** Attributes that change what is read of an element, with its name. */
const TELLING: ReadonlySet<string> = new Set('style hidden dir align type face size'.split(' '))

/** Most elements: nothing but a name. */
function plain(element: TreeElement, inherited: Style): Seen | undefined {
  const { tagName: tag } = element
  let box = BOXES.get(tag)
  if (box === undefined) {
    box = boxOf(element, displayOf(tag), NONE)
    if (BOXES.size < 500) BOXES.set(tag, box)
  }
  if (box.display === 'none') return undefined
  return { style: STYLED.has(tag) ? inheritable(element, NONE, inherited) : inherited, box }
}

const BOXES = new Map<string, Box>()
const STYLED: ReadonlySet<string> = new Set([
  ...STRONG,
  ...EMPHASIS,
  ...UNDERLINED,
  ...STRUCK,
  ...PRESERVED,
])

function inheritable(element: TreeElement, declarations: Declarations, from: Style): Style {
  const { tagName: tag } = element
  const changes: { -readonly [Key in keyof Style]?: Style[Key] } = {}
  const get = (name: string): string | undefined => declarations.get(name)
  byName(element, from, changes)
  if (declarations.size > 0) {
    const visibility = get('visibility')
    if (visibility !== undefined) changes.hidden = /^(?:hidden|collapse)$/u.test(visibility)
    const size = get('font-size') ?? sizeOf(get('font'))
    if (size !== undefined && !/^(?:inherit|unset)$/u.test(size)) {
      const isRelative = /(?:%|em|larger|smaller)$/u.test(size) && !size.endsWith('rem')
      changes.tiny = isZero(size) || ALMOST_ZERO.test(size) || (isRelative && from.tiny)
    }
    const space = get('white-space') ?? get('white-space-collapse')
    if (space !== undefined) changes.space = spaceOf(space, from.space)
    const weight = get('font-weight') ?? weightOf(get('font'))
    if (weight !== undefined && WEIGHTS.test(weight)) changes.strong = isBold(weight)
    const slant = get('font-style') ?? slantOf(get('font'))
    if (slant !== undefined && SLANTS.test(slant)) changes.emphasis = /^[io]/u.test(slant)
    const line = `${get('text-decoration') ?? ''} ${get('text-decoration-line') ?? ''}`
    if (line !== ' ') {
      changes.struck = from.struck || line.includes('line-through')
      changes.underlined = tag !== 'a' && (from.underlined || line.includes('underline'))
    }
    const transform = get('text-transform')
    if (transform !== undefined) changes.transform = transformOf(transform)
    const families = get('font-family') ?? familiesOf(get('font'))
    if (families !== undefined) changes.symbols = symbolFontOf(families)
    const marker = get('list-style-type') ?? markerOf(get('list-style'))
    if (marker !== undefined && marker !== 'inherit') changes.marker = marker
    const direction = get('direction')
    if (direction === 'ltr' || direction === 'rtl') changes.direction = direction
    const align = get('text-align')
    if (align !== undefined) changes.align = alignOf(align, changes.direction ?? from.direction)
  }
  return { ...from, ...changes }
}

function byName(
  element: TreeElement,
  from: Style,
  changes: { -readonly [Key in keyof Style]?: Style[Key] },
): void {
  const { tagName: tag } = element
  if (STRONG.has(tag)) changes.strong = true
  else if (EMPHASIS.has(tag)) changes.emphasis = true
  else if (UNDERLINED.has(tag)) changes.underlined = true
  else if (STRUCK.has(tag)) changes.struck = true
  else if (PRESERVED.has(tag)) changes.space = 'pre'
  if (element.attrs.length === 0) return
  const dir = attributeOf(element, 'dir')?.toLowerCase()
  if (dir === 'ltr' || dir === 'rtl') changes.direction = dir
  else if (dir === 'auto') changes.direction = undefined
  if (tag === 'font') {
    const face = attributeOf(element, 'face')
    if (face !== undefined) changes.symbols = symbolFontOf(face)
    if (attributeOf(element, 'size') !== undefined) changes.tiny = false
  }
  const align = attributeOf(element, 'align')?.toLowerCase()
  if (align !== undefined) changes.align = alignOf(align, changes.direction ?? from.direction)
  const type = attributeOf(element, 'type')
  if (type !== undefined && /^(?:ol|ul|li)$/u.test(tag))
    changes.marker = TYPES.get(type) ?? type.toLowerCase()
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['1', 'decimal'],
  ['a', 'lower-alpha'],
  ['A', 'upper-alpha'],
  ['i', 'lower-roman'],
  ['I', 'upper-roman'],
])

function boxOf(element: TreeElement, display: Display, declarations: Declarations): Box {
  const { tagName: tag } = element
  const vertical = declarations.get('vertical-align')
  const raised = vertical === 'super' ? 'raised' : vertical === 'sub' ? 'lowered' : undefined
  return {
    display,
    spaced: SPACED.has(tag) && !(tag === 'p' && hasNoMargin(declarations)),
    raised: display === 'inline' ? raised : undefined,
    highlighted: declarations.has('mso-highlight'),
    isolated:
      display === 'inline' &&
      (tag === 'bdi' ||
        attributeOf(element, 'dir') !== undefined ||
        (declarations.has('unicode-bidi') && declarations.has('direction'))),
    flex: /flex$|grid$/u.test(declarations.get('display') ?? ''),
    declarations,
  }
}

function hasNoMargin(declarations: Declarations): boolean {
  const all = (declarations.get('margin') ?? '').split(/\s+/u)
  const top = declarations.get('margin-top') ?? all[0] ?? ''
  const bottom = declarations.get('margin-bottom') ?? all[2] ?? all[0] ?? ''
  return isNearZero(top) && isNearZero(bottom)
}

function spaceOf(value: string, inherited: Style['space']): Style['space'] {
  if (/^(?:pre|pre-wrap|break-spaces|preserve)\b(?!-)/u.test(value) || value.startsWith('pre-wrap'))
    return 'pre'
  if (/^(?:pre-line|preserve-breaks)/u.test(value)) return 'pre-line'
  return value === 'inherit' || value === 'unset' ? inherited : 'normal'
}

// Anything else changes nothing: `regular`, `inherit`.
const WEIGHTS = /^(?:\d|bold|normal|lighter|initial)/u
const SLANTS = /^(?:italic|oblique|normal)/u

function isBold(weight: string): boolean {
  const number = Number(weight)
  return Number.isNaN(number) ? weight.startsWith('bold') : number >= 600
}

function transformOf(value: string): Style['transform'] {
  return value === 'uppercase' || value === 'lowercase' || value === 'capitalize' ? value : 'none'
}

function alignOf(value: string, direction: Direction | undefined): Style['align'] {
  if (value === 'center' || value === 'middle') return 'center'
  const end = direction === 'rtl' ? 'left' : 'right'
  return value === end || value === 'end' ? 'end' : value === '' ? undefined : 'start'
}
