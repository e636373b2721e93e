import { isElement, isText, type TreeElement } from './rich-tree.ts'

/** What stands in a cell, as far as it tells a table of values from one that only places things. */
export interface Content {
  /** Characters of text, with its blanks. */
  readonly length: number
  readonly isFilled: boolean
  readonly hasTable: boolean
}

export type ContentOf = (element: TreeElement) => Content

/** What elements hold; each is read once, however many tables it is in: they all ask. */
export function createContents(): ContentOf {
  const known = new Map<TreeElement, Content>()
  return function contentOf(element) {
    const before = known.get(element)
    if (before !== undefined) return before
    let [length, isFilled, hasTable] = [0, false, false]
    for (const node of element.childNodes) {
      if (isText(node)) {
        length += node.value.length
        isFilled ||= /[^\s\u00a0]/u.test(node.value)
      } else if (isElement(node)) {
        const within = contentOf(node)
        length += within.length
        isFilled ||= within.isFilled || node.tagName === 'img' || node.tagName === 'input'
        hasTable ||= within.hasTable || node.tagName === 'table'
      }
    }
    const content = { length, isFilled, hasTable }
    // Nothing is saved by keeping what is a single text.
    if (element.childNodes.length > 1) known.set(element, content)
    return content
  }
}
