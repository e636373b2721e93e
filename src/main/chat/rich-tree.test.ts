import { describe, expect, it } from 'vitest'
import { plainOf } from './plain.ts'
import { parseRich } from './rich.ts'
import { isElement, textWithin, treeOf, type TreeNode } from './rich-tree.ts'

const policy = { linkHosts: ['*'], viewHosts: ['*'], privateHosts: [], maxLength: 2048 }

function sizeOf(nodes: readonly TreeNode[]): { depth: number; elements: number } {
  let [depth, elements] = [0, 0]
  const walk = (within: readonly TreeNode[], level: number): void => {
    for (const node of within) {
      if (!isElement(node)) continue
      elements += 1
      depth = Math.max(depth, level)
      walk(node.childNodes, level + 1)
    }
  }
  walk(nodes, 1)
  return { depth, elements }
}

/** Markup that grows by the rules of HTML, or is deep, with a number in each of its pieces. */
const UNCLOSED = {
  'bold paragraphs': '<b><p>',
  'marks of every kind': '<b><i><u><font size=2><p>',
  divs: '<div>',
  tables: '<table><tr><td>',
  'lists in items': '<ul><li>',
  quotes: '<blockquote>',
  fonts: '<font color=red><p>',
}

describe('thousands of unclosed tags', () => {
  it.each(Object.entries(UNCLOSED))('%s: the tree is bounded, no text is lost', (_, piece) => {
    const count = 3000
    const markup = Array.from({ length: count }, (__, at) => `${piece}n${String(at)} `).join('')
    const { nodes } = treeOf(markup)
    const { depth, elements } = sizeOf(nodes)
    expect(depth).toBeLessThanOrEqual(402)
    expect(elements).toBeLessThanOrEqual(20_000)
    expect(nodes.map(textWithin).join('').match(/n\d+/gu)).toHaveLength(count)
    expect(new Set(plainOf(parseRich(markup, policy)).match(/n\d+/gu)).size).toBe(count)
  })

  it('recognises an old document by its document type', () => {
    expect(treeOf('<p>a').isOld).toBe(true)
    expect(treeOf('<!doctype html><p>a').isOld).toBe(false)
  })
})
