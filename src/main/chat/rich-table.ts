import type { Block, Cell, Direction, Inline, Rich } from '../../contract/rich.ts'
import type { ContentOf } from './rich-content.ts'
import { directionOfBlocks } from './rich-direction.ts'
import { createFlow } from './rich-flow.ts'
import { gridOf, type Grid, type GridCell } from './rich-grid.ts'
import { collected, spansOf, type RawCell, type RawTable } from './rich-rows.ts'
import { attributeOf, type TreeElement } from './rich-tree.ts'
import { readChildren, styled, type Place, type Walk } from './rich-walk.ts'

/** Larger ones are read as lines. */
const MAX_COLUMNS = 40
const MAX_CELLS = 4000
/** A cell with more text than this holds a part of a page, not a value. */
const LONGEST_VALUE = 500
/** Characters that fit into a line or two. */
const SHORT_ROW = 120

/**
 * A table of values as a grid. One that only places things on a page (mails are made of them) is
 * read cell by cell.
 */
export function readTable(element: TreeElement, place: Place, walk: Walk): void {
  const raw = collected(element, place, walk)
  const inner: Place = { ...place, list: undefined, between: false, flex: false }
  const grid = gridOf(
    raw.rows.map((row) => row.cells.map(({ element: cell }) => spansOf(cell))),
    MAX_COLUMNS,
  )
  const size = raw.rows.reduce((sum, row) => sum + row.cells.length, 0)
  if (
    grid === undefined ||
    size > MAX_CELLS ||
    (place.nesting > 0 && isNested(element)) ||
    !holdsValues(element, raw, grid, walk.contentOf)
  ) {
    readLines(raw, inner, walk)
    return
  }
  place.flow.boundary(2)
  const table = tableOf(raw, grid, inner, walk)
  if (table !== undefined) place.flow.block(table)
}

function isNested(element: TreeElement): boolean {
  for (let at = element.parentNode; at !== null; at = 'parentNode' in at ? at.parentNode : null) {
    if ('tagName' in at && at.tagName === 'table') return true
  }
  return false
}

function holdsValues(
  table: TreeElement,
  { captions, rows }: RawTable,
  grid: Grid,
  contentOf: ContentOf,
): boolean {
  const role = attributeOf(table, 'role')?.toLowerCase()
  if (role === 'presentation' || role === 'none') return false
  let [isNamed, filled, longest] = [
    captions.length > 0 || role === 'table' || role === 'grid',
    0,
    0,
  ]
  for (const row of rows) {
    isNamed ||= row.isHead
    let count = 0
    for (const { element } of row.cells) {
      isNamed ||= element.tagName === 'th'
      const content = contentOf(element)
      if (content.hasTable) return false
      if (content.isFilled) count += 1
      longest = Math.max(longest, content.length)
    }
    if (count > 1) filled += 1
  }
  if (isNamed) return grid.columns > 1 && filled > 0
  if (grid.columns < 2 || filled < 2) return false
  const isFramed = Number.parseInt(attributeOf(table, 'border') ?? '0', 10) > 0
  return isFramed || longest <= LONGEST_VALUE
}

/** Cells of a row beside each other as far as they hold no blocks, rows below each other. */
function readLines({ captions, rows }: RawTable, place: Place, walk: Walk): void {
  const { flow } = place
  const line = (cells: readonly RawCell[], gap: 1 | 2): void => {
    flow.boundary(gap)
    cells.forEach(({ element, style }, at) => {
      if (at > 0) flow.blank()
      const wraps = styled(style, false, place)
      const isBlock = /\bdisplay\s*:\s*block/iu.test(attributeOf(element, 'style') ?? '')
      if (isBlock) flow.boundary(1)
      readChildren(element.childNodes, { ...place, style, wraps }, walk)
      if (isBlock) flow.boundary(1)
    })
    flow.boundary(gap)
  }
  for (const caption of captions) line([caption], 1)
  // Short rows are lines, parts of a page stand for themselves.
  const isShort = rows.every(
    ({ cells }) =>
      cells.reduce((sum, { element }) => sum + walk.contentOf(element).length, 0) <= SHORT_ROW,
  )
  for (const row of rows) line(row.cells, isShort ? 1 : 2)
  flow.boundary(2)
}

function tableOf(raw: RawTable, grid: Grid, place: Place, walk: Walk): Block | undefined {
  const nesting = place.nesting + 1
  const around = { wraps: place.wraps, style: place.style }
  const cellOf = ({ row, index, at, columns, rows }: GridCell): Cell => {
    const source = raw.rows[row]?.cells[index]
    if (source === undefined) return { at, columns, rows, head: false, body: [] }
    const { element, style } = source
    const head = element.tagName === 'th' || raw.rows[row]?.isHead === true
    const flow = createFlow(walk.shared, true)
    const wraps = styled(style, false, { ...around, strongByKind: head })
    readChildren(
      element.childNodes,
      { ...place, strongByKind: head, flow, style, nesting, wraps },
      walk,
    )
    const body = flow.finish()
    const { align } = style
    return align === 'center' || align === 'end'
      ? { at, columns, rows, head, align, body }
      : { at, columns, rows, head, body }
  }
  const all = grid.rows.map((cells) => cells.map(cellOf))
  const kept = withoutBlanks(all, grid.columns)
  if (kept.rows.length === 0) return undefined
  const caption: Inline[] = raw.captions.flatMap(({ element, style }) => {
    const flow = createFlow(walk.shared)
    readChildren(element.childNodes, { ...place, flow, style }, walk)
    return flow
      .finish()
      .flatMap((block, at) =>
        'children' in block && (block.kind === 'paragraph' || block.kind === 'heading')
          ? [...(at > 0 ? [{ kind: 'break' as const }] : []), ...block.children]
          : [],
      )
  })
  const headRows = headsOf(kept.rows, raw.rows.filter((row) => row.isHead).length)
  const rows = kept.rows.map((row, at) =>
    at < headRows ? row.map((cell) => ({ ...cell, head: true })) : row,
  )
  const direction = place.style.direction ?? directionOfRows(rows)
  const way = direction === undefined ? {} : { direction }
  return { kind: 'table', ...way, caption, columns: kept.columns, headRows, rows }
}

function directionOfRows(rows: readonly (readonly Cell[])[]): Direction | undefined {
  for (const row of rows) {
    for (const { body } of row) {
      const found = directionOfBlocks(body)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** Rows and columns in which nothing stands only keep a distance. */
function withoutBlanks(
  rows: readonly (readonly Cell[])[],
  columns: number,
): { readonly rows: readonly (readonly Cell[])[]; readonly columns: number } {
  const isUsed = Array.from({ length: columns }, () => false)
  for (const row of rows) {
    for (const { at, columns: span, body } of row)
      if (body.length > 0) isUsed.fill(true, at, at + span)
  }
  const places: number[] = []
  let count = 0
  for (const used of isUsed) {
    places.push(count)
    if (used) count += 1
  }
  places.push(count)
  // A blank row below a cell that reaches over it belongs to that cell.
  const isBlank = rows.map((row) => row.every((cell) => cell.body.length === 0 && cell.rows === 1))
  if (count === columns && !isBlank.includes(true)) return { rows, columns }
  const out = rows.flatMap((row, at) => {
    if (isBlank[at] === true) return []
    return [
      row.flatMap((cell) => {
        const from = places[cell.at] ?? 0
        const to = places[cell.at + cell.columns] ?? count
        if (to === from) return []
        const blanks = isBlank.slice(at, at + cell.rows).filter(Boolean).length
        return [{ ...cell, at: from, columns: to - from, rows: cell.rows - blanks }]
      }),
    ]
  })
  return { rows: out, columns: count }
}

/** How many rows name the columns: those of `thead`, of `th`, or one that alone is bold. */
function headsOf(rows: readonly (readonly Cell[])[], said: number): number {
  if (said > 0) return Math.min(said, rows.length - 1)
  let count = 0
  while (count < rows.length - 1 && isHeadRow(rows[count])) count += 1
  if (count > 0) return count
  const [first, ...rest] = rows
  const isBold = first?.every((cell) => cell.body.length > 0 && isStrong(cell.body)) === true
  return isBold && rest.length > 0 && !rest.some((row) => row.every((cell) => isStrong(cell.body)))
    ? 1
    : 0
}

function isHeadRow(row: readonly Cell[] | undefined): boolean {
  return (
    row !== undefined &&
    row.some((cell) => cell.head) &&
    row.every((cell) => cell.head || (cell.at === 0 && cell.body.length === 0))
  )
}

function isStrong(body: Rich): boolean {
  return (
    body.length > 0 &&
    body.every(
      (block) =>
        block.kind === 'heading' ||
        (block.kind === 'paragraph' &&
          block.children.every((each) => each.kind === 'strong' || each.kind === 'break')),
    )
  )
}
