import type { ListItem, Rich } from '../../contract/rich.ts'
import { directionOfBlocks } from './rich-direction.ts'
import { createFlow, type Flow } from './rich-flow.ts'
import { createNumbering, type Numbering } from './rich-list.ts'
import type { Box } from './rich-style.ts'
import { attributeOf, isElement, isText, type TreeElement, type TreeNode } from './rich-tree.ts'
import { readChildren, type Place, type Walk } from './rich-walk.ts'

/** A list whose items are being read. */
export interface ListPlace {
  readonly depth: number
  readonly ordered: boolean
  item(element: TreeElement, place: Place): void
  /** A checkbox at the beginning of an item is its marker. */
  tick(flow: Flow, marker: string): boolean
}

interface Open {
  marker: string
  readonly value?: number
  readonly flow: Flow
}

/** `ul`, `ol`, `menu`; `flat`: too deep, its items are lines that begin with their markers. */
export function readList(
  element: TreeElement,
  place: Place,
  box: Box,
  walk: Walk,
  flat: boolean,
): void {
  const ordered = element.tagName === 'ol'
  const depth =
    place.list === undefined || ordered !== place.list.ordered ? 0 : place.list.depth + 1
  const reversed = ordered && attributeOf(element, 'reversed') !== undefined
  const numbering = createNumbering({
    ordered,
    depth: ordered ? 0 : depth,
    start: ordered ? attributeOf(element, 'start') : undefined,
    reversed,
    count: reversed ? itemsIn(element.childNodes) : 0,
    type: undefined,
  })
  read(
    element.childNodes,
    { ...place, style: { ...place.style, marker: ownMarker(element, place, box) } },
    walk,
    { ordered, depth, numbering, flat },
  )
}

/** A browser's own style says the markers of `ul` and `ol` anew, over what is inherited. */
function ownMarker(
  element: TreeElement,
  { style }: Place,
  { declarations }: Box,
): string | undefined {
  const isSaid =
    attributeOf(element, 'type') !== undefined ||
    declarations.has('list-style-type') ||
    declarations.has('list-style')
  return isSaid ? style.marker : undefined
}

/** Items without a list around them: answers the place behind them. */
export function readLooseItems(
  nodes: readonly TreeNode[],
  from: number,
  place: Place,
  walk: Walk,
): number {
  let end = from
  for (let at = from; at < nodes.length; at += 1) {
    const node = nodes[at]
    if (node === undefined) break
    if (isElement(node) && node.tagName === 'li') end = at + 1
    else if (!(isText(node) && node.value.trim() === '')) break
  }
  const shape = {
    ordered: false,
    depth: 0,
    start: undefined,
    reversed: false,
    count: 0,
    type: undefined,
  }
  const numbering = createNumbering(shape)
  read(nodes.slice(from, end), place, walk, { ordered: false, depth: 0, numbering, flat: false })
  return end
}

interface Reading {
  readonly ordered: boolean
  readonly depth: number
  readonly numbering: Numbering
  readonly flat: boolean
}

function read(nodes: readonly TreeNode[], place: Place, walk: Walk, reading: Reading): void {
  const { ordered, depth, numbering, flat } = reading
  const items: ListItem[] = []
  // Written by what is called in between, which the compiler does not see.
  let open = undefined as Open | undefined

  const close = (): void => {
    if (open === undefined) return
    const { marker, value, flow } = open
    open = undefined
    const body: Rich = flow.finish()
    // What stands in a list without being an item may be blank; an item is one all the same.
    if (body.length === 0 && marker === '') return
    items.push(value === undefined ? { marker, body } : { marker, value, body })
  }
  const begin = (marker: string, value?: number): Open => {
    close()
    const flow = createFlow(walk.shared)
    const next = value === undefined ? { marker, flow } : { marker, value, flow }
    open = next
    return next
  }
  const list: ListPlace = {
    depth,
    ordered,
    item(element, inner) {
      const type = inner.style.marker
      const number = numbering.next({
        value: ordered ? attributeOf(element, 'value') : undefined,
        type,
      })
      const ticked = /^(?:checkbox|menuitemcheckbox)$/u.test(attributeOf(element, 'role') ?? '')
        ? attributeOf(element, 'aria-checked') === 'true'
          ? '\u2611'
          : '\u2610'
        : undefined
      if (flat) {
        place.flow.boundary(1)
        if (number.marker !== '') place.flow.text(`${number.marker} `, inner.style, [])
        readChildren(
          element.childNodes,
          {
            ...inner,
            flow: place.flow,
            list: undefined,
            between: false,
            nesting: place.nesting + 1,
          },
          walk,
        )
        place.flow.boundary(1)
        return
      }
      const { flow } = begin(ticked ?? number.marker, number.value)
      readChildren(
        element.childNodes,
        { ...inner, flow, list, between: false, nesting: place.nesting + 1 },
        walk,
      )
    },
    tick(flow, marker) {
      if (open?.flow !== flow || !flow.isEmpty) return false
      open.marker = marker
      return true
    },
  }
  place.flow.boundary(1)
  for (const node of nodes) {
    if (isText(node) && node.value.trim() === '') {
      if (open !== undefined && !flat) readChildren([node], { ...place, flow: open.flow }, walk)
      continue
    }
    const isBetween = hasItems(node)
    // What stands between items belongs to the one before.
    const flow = isBetween || flat ? place.flow : (open ?? begin('')).flow
    readChildren(
      [node],
      { ...place, flow, list, between: isBetween, nesting: place.nesting + 1 },
      walk,
    )
  }
  close()
  if (flat || items.length === 0) return
  const direction = place.style.direction ?? directionOfBlocks(items.flatMap(({ body }) => body))
  place.flow.block({
    kind: 'list',
    ordered,
    ...(direction === undefined ? {} : { direction }),
    items,
  })
}

/** An item, or something around items that is no list of its own: `<ol><b><font><li>`. */
function hasItems(node: TreeNode): boolean {
  if (!isElement(node)) return false
  if (node.tagName === 'li') return true
  if (/^(?:ul|ol|menu|dir|table|blockquote)$/u.test(node.tagName)) return false
  return node.childNodes.some(hasItems)
}

function itemsIn(nodes: readonly TreeNode[]): number {
  return nodes.filter((node) => isElement(node) && node.tagName === 'li').length
}
