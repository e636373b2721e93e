import type { Declarations } from './rich-declarations.ts'
import { displayOf, type Display } from './rich-elements.ts'
import { attributeOf, type TreeElement } from './rich-tree.ts'

const OUTER: ReadonlyMap<string, Display> = new Map([
  ['none', 'none'],
  ['inline', 'inline'],
  ['inline-block', 'inline'],
  ['inline-flex', 'inline'],
  ['inline-grid', 'inline'],
  ['inline-table', 'inline'],
  ['contents', 'inline'],
  ['block', 'block'],
  ['flow-root', 'block'],
  ['flex', 'block'],
  ['grid', 'block'],
  ['-webkit-box', 'block'],
  ['-webkit-flex', 'block'],
  ['list-item', 'item'],
  ['table', 'table'],
  ['table-caption', 'caption'],
  ['table-row-group', 'row-group'],
  ['table-header-group', 'row-group'],
  ['table-footer-group', 'row-group'],
  ['table-row', 'row'],
  ['table-cell', 'cell'],
])

/** How an element is displayed: by its name, its style, and what floats or is placed; undefined: not. */
export function shownAs(element: TreeElement, declarations: Declarations): Display | undefined {
  const { tagName: tag } = element
  const byName = displayOf(tag)
  if (byName === 'none') return undefined
  const said = OUTER.get(declarations.get('display') ?? '')
  if (said === 'none') return undefined
  if (said === undefined && attributeOf(element, 'hidden') !== undefined) return undefined
  const outer = said ?? byName
  // Whatever floats or is placed stands for itself.
  const isPlaced =
    /^(?:left|right|inline-start|inline-end)$/u.test(declarations.get('float') ?? '') ||
    /^(?:absolute|fixed)$/u.test(declarations.get('position') ?? '')
  return isPlaced && outer === 'inline' ? 'block' : outer
}
