import { isElement, isText, type TreeElement, type TreeNode } from './rich-tree.ts'

/** What stands in a cell, as far as it tells a table of values from one that only places things. */
export interface Content {
  /** Characters of text, with its blanks. */
  length: number
  isFilled: boolean
  hasTable: boolean
}

export function contentOf(node: TreeElement): Content {
  const content: Content = { length: 0, isFilled: false, hasTable: false }
  addContent(node.childNodes, content)
  return content
}

function addContent(nodes: readonly TreeNode[], content: Content): void {
  for (const node of nodes) {
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
