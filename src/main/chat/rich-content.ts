import { isElement, isText, type TreeElement, type TreeNode } from './rich-tree.ts'

/** What stands in a cell, as far as it tells a table of values from one that only places things. */
export interface Content {
  /** Characters of text, with its blanks. */
  length: number
  isFilled: boolean
  /** What is behind the first table is not looked at: tables in tables would be read again and again. */
  hasTable: boolean
}

export function contentOf(node: TreeElement): Content {
  const content: Content = { length: 0, isFilled: false, hasTable: false }
  addContent(node.childNodes, content)
  return content
}

function addContent(nodes: readonly TreeNode[], content: Content): void {
  for (const node of nodes) {
    if (content.hasTable) return
    if (isText(node)) {
      content.length += node.value.length
      content.isFilled ||= /[^\s\u00a0]/u.test(node.value)
    } else if (isElement(node)) {
      const { tagName: tag } = node
      if (tag === 'table') content.hasTable = true
      else if (tag === 'img' || tag === 'input') content.isFilled = true
      addContent(node.childNodes, content)
    }
  }
}

const SHORT_ROW = 120

/** Whether the cells of a row hold no more text than fits into a line or two. */
export function isShortRow(cells: readonly TreeElement[]): boolean {
  return lengthUpTo(SHORT_ROW, cells) <= SHORT_ROW
}

/** A number above `most` as soon as there is more text. */
function lengthUpTo(most: number, nodes: readonly TreeNode[]): number {
  let length = 0
  for (const node of nodes) {
    if (length > most) break
    if (isText(node)) length += node.value.length
    else if (isElement(node)) length += lengthUpTo(most - length, node.childNodes)
  }
  return length
}
