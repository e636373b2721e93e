import type { Mark, Rich } from '../../contract/rich.ts'
import { wholeHref } from './rich-base.ts'
import type { ContentOf } from './rich-content.ts'
import { directionOfBlocks } from './rich-direction.ts'
import { MARKS } from './rich-elements.ts'
import { createFlow, type Flow, type Kind, type Shared } from './rich-flow.ts'
import type { LinkMark, Wrap } from './rich-inline.ts'
import { readList, readLooseItems, type ListPlace } from './rich-items.ts'
import { readSpecial } from './rich-special.ts'
import { STAMP_TAIL, type Stamp } from './rich-stamp.ts'
import type { Box, Style, Styles } from './rich-style.ts'
import { withoutSymbols } from './rich-symbols.ts'
import { readTable } from './rich-table.ts'
import { attributeOf, isElement, isText, type TreeElement, type TreeNode } from './rich-tree.ts'
import { safeText } from './safe-text.ts'

/** Lists, quotes and tables deeper than this are drawn flat: Word has nine levels. */
const MAX_NESTING = 9
/** More meanings than these on one piece of text are not told. */
const MAX_WRAPS = 12

export interface Walk {
  readonly shared: Shared
  readonly styles: Styles
  readonly stamp: Stamp
  readonly contentOf: ContentOf
  /** Where links without a host begin. */
  readonly base: string | undefined
}

/** Elements whose name says something about their text, beside what their style says. */
const TELLING: ReadonlySet<string> = new Set([
  ...MARKS.keys(),
  'a',
  'abbr',
  'acronym',
  'bdi',
  'bdo',
])

/** Where the walk stands. */
export interface Place {
  readonly flow: Flow
  readonly style: Style
  readonly wraps: readonly Wrap[]
  /** Containers around it that are drawn as such. */
  readonly nesting: number
  /** The list whose items these may be. */
  readonly list: ListPlace | undefined
  /** Between the items of `list`: an `li` is one of them. */
  readonly between: boolean
  /** Children are blocks, whatever they are. */
  readonly flex: boolean
  /** The name of a column says by itself that it is strong. */
  readonly strongByKind: boolean
}

/** The nodes of a message as blocks. */
export function readNodes(nodes: readonly TreeNode[], walk: Walk, style: Style): Rich {
  const flow = createFlow(walk.shared)
  const place: Place = {
    flow,
    style,
    wraps: [],
    nesting: 0,
    list: undefined,
    between: false,
    flex: false,
    strongByKind: false,
  }
  readChildren(nodes, place, walk)
  return flow.finish()
}

export function readChildren(nodes: readonly TreeNode[], place: Place, walk: Walk): void {
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at]
    if (node === undefined) break
    if (isText(node)) readText(node, place, walk)
    else if (isElement(node)) {
      if (node.tagName === 'li' && !place.between && place.nesting < MAX_NESTING) {
        at = readLooseItems(nodes, at, place, walk) - 1
      } else readElement(node, place, walk)
    }
  }
}

function readText(node: TreeNode & { value: string }, place: Place, { stamp }: Walk): void {
  const { style, flow, wraps } = place
  if (style.hidden || style.tiny || stamp.nodes.has(node)) return
  const raw = node === stamp.after ? node.value.replace(STAMP_TAIL, '') : node.value
  if (place.flex && raw.trim() === '') return
  const text = withoutSymbols(safeText(raw), style.symbols)
  flow.text(transformed(text, style), style, wraps)
}

function transformed(text: string, { transform }: Style): string {
  if (transform === 'none') return text
  if (transform === 'uppercase') return text.toUpperCase()
  if (transform === 'lowercase') return text.toLowerCase()
  // A letter at the beginning of a word
  return text.replace(/(?<![\p{L}\p{M}\p{N}'\u2019])\p{Ll}/gu, (letter) => letter.toUpperCase())
}

function readElement(element: TreeElement, place: Place, walk: Walk): void {
  if (walk.stamp.nodes.has(element)) return
  const seen = walk.styles.of(element, place.style)
  if (seen === undefined) return
  const { style, box } = seen
  const inner: Place = {
    ...place,
    style,
    wraps: wrapsOf(element, box, style, place, walk.base),
    flex: box.flex,
  }
  if (readSpecial(element, inner, walk)) return
  const display = place.flex && box.display === 'inline' ? 'block' : box.display
  switch (display) {
    case 'none':
      return
    case 'inline':
      readChildren(element.childNodes, inner, walk)
      return
    case 'table':
      readTable(element, inner, walk)
      return
    case 'item':
      if (element.tagName === 'li' && place.between && place.list !== undefined) {
        place.list.item(element, inner)
      } else readBlock(element, inner, box, walk)
      return
    case 'cell':
      // A cell outside a row stands beside what is before it.
      place.flow.blank()
      readChildren(element.childNodes, inner, walk)
      return
    case 'block':
    case 'caption':
    case 'row':
    case 'row-group':
      readBlock(element, inner, box, walk)
  }
}

export function readBlock(element: TreeElement, place: Place, box: Box, walk: Walk): void {
  const { flow } = place
  const { tagName: tag } = element
  if (LISTS.has(tag)) {
    readList(element, place, box, walk, place.nesting >= MAX_NESTING)
    return
  }
  if ((tag === 'blockquote' || tag === 'dd') && place.nesting < MAX_NESTING) {
    readAside(element, place, box, walk)
    return
  }
  const gap = box.spaced ? 2 : 1
  flow.boundary(gap)
  const before = flow.kind
  flow.kind = kindOf(tag, before)
  flow.depth += 1
  readChildren(element.childNodes, place, walk)
  flow.boundary(gap)
  flow.depth -= 1
  flow.kind = before
}

const LISTS: ReadonlySet<string> = new Set('ul ol menu dir'.split(' '))

function kindOf(tag: string, before: Kind): Kind {
  return KINDS.get(tag) ?? before
}

const CODE: Kind = { kind: 'code' }
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...([1, 2, 3, 4, 5, 6] as const).map(
    (level) => [`h${String(level)}`, { kind: 'paragraph', level }] as const,
  ),
  ...'pre listing xmp plaintext'.split(' ').map((tag) => [tag, CODE] as const),
])

/** A quotation; one without a line of its own only sets its text in. */
function readAside(element: TreeElement, place: Place, box: Box, walk: Walk): void {
  const isQuote = element.tagName === 'blockquote' && !isIndent(box)
  place.flow.boundary(element.tagName === 'dd' ? 1 : 2)
  const flow = createFlow(walk.shared)
  flow.kind = place.flow.kind
  readChildren(
    element.childNodes,
    { ...place, flow, list: undefined, between: false, nesting: place.nesting + 1 },
    walk,
  )
  const children = flow.finish()
  if (children.length === 0) return
  const direction = place.style.direction ?? directionOfBlocks(children)
  const way = direction === undefined ? {} : { direction }
  place.flow.block(
    isQuote ? { kind: 'quote', ...way, children } : { kind: 'indent', ...way, children },
  )
}

/** Mail programs write `<blockquote style="margin: 0 0 0 40px; border: none">` for an indent. */
function isIndent({ declarations }: Box): boolean {
  const border = declarations.get('border') ?? declarations.get('border-left')
  return border !== undefined && /^(?:none|0|0px)\b/u.test(border)
}

/** The marks around text of this style, within those of a place. That a link is underlined says nothing more. */
export function styled(
  style: Style,
  isLink: boolean,
  { wraps: around, style: before, strongByKind }: Pick<Place, 'wraps' | 'style' | 'strongByKind'>,
): readonly Wrap[] {
  if (
    style.strong === before.strong &&
    style.emphasis === before.emphasis &&
    style.underlined === before.underlined &&
    style.struck === before.struck
  ) {
    return around
  }
  let wraps = around
  const mark = (kind: Mark, now: boolean, was: boolean): void => {
    if (now === was) return
    wraps = now ? added(wraps, { kind }) : wraps.filter((each) => each.kind !== kind)
  }
  mark('strong', style.strong, before.strong || (style.strong && strongByKind))
  mark('emphasis', style.emphasis, before.emphasis)
  mark('underlined', style.underlined && !isLink, before.underlined && !isLink)
  mark('struck', style.struck, before.struck)
  return wraps
}

function wrapsOf(
  element: TreeElement,
  box: Box,
  style: Style,
  place: Place,
  base: string | undefined,
): readonly Wrap[] {
  const { tagName: tag } = element
  const { style: before } = place
  if (style === before && !TELLING.has(tag) && !box.isolated) return place.wraps
  let wraps = styled(style, tag === 'a', place)
  const meant = MARKS.get(tag) ?? (box.highlighted ? 'highlighted' : box.raised)
  if (meant !== undefined) wraps = added(wraps, { kind: meant })
  if (tag === 'a') {
    const link: LinkMark | undefined = linkOf(element, base)
    if (link !== undefined)
      wraps = added(
        wraps.filter((each) => each.kind !== 'link'),
        link,
      )
  } else if (tag === 'abbr' || tag === 'acronym') {
    const title = safeText(attributeOf(element, 'title') ?? '')
      .replace(/\s+/gu, ' ')
      .trim()
    if (title !== '') wraps = added(wraps, { kind: 'abbreviation', title: title.slice(0, 200) })
  }
  if (box.isolated || tag === 'bdo') {
    const direction = style.direction
    const isOwn = attributeOf(element, 'dir')?.toLowerCase() !== 'auto' && tag !== 'bdi'
    wraps = added(
      wraps,
      direction !== undefined && isOwn ? { kind: 'isolated', direction } : { kind: 'isolated' },
    )
  }
  return wraps
}

function linkOf(element: TreeElement, base: string | undefined): LinkMark | undefined {
  const href = attributeOf(element, 'href')
  return href === undefined ? undefined : { kind: 'link', href: wholeHref(href, base) }
}

/** Some meanings may stand in themselves; the others are said once. */
function added(wraps: readonly Wrap[], wrap: Wrap): readonly Wrap[] {
  const isRepeated =
    !/^(?:isolated|quoted|link|ruby|raised|lowered)$/u.test(wrap.kind) &&
    wraps.some((each) => each.kind === wrap.kind)
  return isRepeated || wraps.length >= MAX_WRAPS ? wraps : [...wraps, wrap]
}
