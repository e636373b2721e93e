import { defaultTreeAdapter, html } from 'parse5'
import type { Style } from './rich-style.ts'
import { attributeOf, isElement, isText, type TreeElement, type TreeNode } from './rich-tree.ts'
import type { Place, Walk } from './rich-walk.ts'

/** Cells of a row, with what they inherit. */
export interface RawRow {
  readonly isHead: boolean
  readonly cells: readonly RawCell[]
}

export interface RawCell {
  readonly element: TreeElement
  readonly style: Style
}

export interface RawTable {
  readonly captions: readonly RawCell[]
  readonly rows: readonly RawRow[]
}

/** The rows of a table in the order in which they are shown, and what is written above. */
export function collected(table: TreeElement, place: Place, walk: Walk): RawTable {
  const captions: RawCell[] = []
  const groups: { head: RawRow[]; body: RawRow[]; foot: RawRow[] } = {
    head: [],
    body: [],
    foot: [],
  }
  const rowsIn = (
    nodes: readonly TreeNode[],
    style: Style,
    into: RawRow[],
    isHead: boolean,
  ): void => {
    let loose: TreeNode[] = []
    const close = (): void => {
      if (loose.length === 0) return
      const cells = cellsOf(loose, style, walk)
      if (cells.length > 0) into.push({ isHead, cells })
      loose = []
    }
    for (const node of nodes) {
      const seen = isElement(node) ? walk.styles.of(node, style) : undefined
      if (!isElement(node) || seen === undefined) {
        loose.push(node)
        continue
      }
      const { display } = seen.box
      if (node.tagName === 'caption' || display === 'caption')
        captions.push({ element: node, style: seen.style })
      else if (/^(?:thead|tbody|tfoot)$/u.test(node.tagName) || display === 'row-group') {
        close()
        const group =
          node.tagName === 'thead'
            ? groups.head
            : node.tagName === 'tfoot'
              ? groups.foot
              : groups.body
        rowsIn(node.childNodes, seen.style, group, node.tagName === 'thead')
      } else if (node.tagName === 'tr' || display === 'row') {
        close()
        into.push({ isHead, cells: cellsOf(node.childNodes, seen.style, walk) })
      } else loose.push(node)
    }
    close()
  }
  rowsIn(table.childNodes, place.style, groups.body, false)
  return { captions, rows: [...groups.head, ...groups.body, ...groups.foot] }
}

/** The cells among the nodes of a row; what stands between them is a cell, too, as CSS has it. */
function cellsOf(nodes: readonly TreeNode[], style: Style, walk: Walk): RawCell[] {
  const cells: RawCell[] = []
  let between: TreeNode[] | undefined
  for (const node of nodes) {
    if (!isElement(node)) {
      if (between !== undefined) between.push(node)
      else if (isText(node) && node.value.trim() !== '') between = [node]
      continue
    }
    const seen = walk.styles.of(node, style)
    if (seen === undefined || isUnseenInput(node)) continue
    if (node.tagName === 'td' || node.tagName === 'th' || seen.box.display === 'cell') {
      if (between !== undefined) cells.push(cellAround(between, style))
      between = undefined
      cells.push({ element: node, style: seen.style })
    } else if (between === undefined) between = [node]
    else between.push(node)
  }
  if (between !== undefined) cells.push(cellAround(between, style))
  return cells
}

function cellAround(nodes: TreeNode[], style: Style): RawCell {
  const element = defaultTreeAdapter.createElement('td', html.NS.HTML, [])
  element.childNodes = nodes
  return { element, style }
}

const ONE = { columns: 1, rows: 1 }

export function spansOf(cell: TreeElement): { readonly columns: number; readonly rows: number } {
  if (!cell.attrs.some(({ name }) => name === 'colspan' || name === 'rowspan')) return ONE
  const span = (name: string): number => {
    const count = /^\s*(\d{1,4})/u.exec(attributeOf(cell, name) ?? '')?.[1]
    return Math.max(1, Number(count ?? 1))
  }
  return { columns: span('colspan'), rows: span('rowspan') }
}

/** Forms keep their state in the rows of a table. */
function isUnseenInput(node: TreeElement): boolean {
  return node.tagName === 'input' && attributeOf(node, 'type')?.toLowerCase() === 'hidden'
}
