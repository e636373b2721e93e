import { describe, expect, it } from 'vitest'
import { createContents } from './rich-content.ts'
import { parseRich } from './rich.ts'
import {
  isElement,
  isText,
  TREE_LIMITS,
  treeOf,
  type TreeElement,
  type TreeNode,
} from './rich-tree.ts'

interface Size {
  elements: number
  depth: number
  text: string
}

function sizeOf(nodes: readonly TreeNode[]): Size {
  const size: Size = { elements: 0, depth: 0, text: '' }
  const walk = (each: readonly TreeNode[], depth: number): void => {
    size.depth = Math.max(size.depth, depth)
    for (const node of each) {
      if (isText(node)) size.text += node.value
      if (!isElement(node)) continue
      size.elements += 1
      walk(node.childNodes, depth + 1)
    }
  }
  walk(nodes, 0)
  return size
}

const CHARACTERS = 60_000
const words = (markup: string): string => markup.replace(/<[^>]*>/gu, '').replace(/\s+/gu, '')

describe('the tree of 60 kB of unclosed tags', () => {
  it.each([
    '<b>x',
    '<div>x',
    '<b><p>x',
    '<p><font color=a><b><i><u>x',
    '<ul><li>x',
    '<table><tr><td>x',
    '<blockquote><a href="https://www.example.com">x',
    '<b>x</i>',
    '<i><div>x</i>',
    '<span><li>x<dd>y',
  ])('is bounded, and keeps all of the text: %s', (piece) => {
    const markup = piece.repeat(Math.floor(CHARACTERS / piece.length))
    const tags = markup.split(/<[a-z]/u).length
    const { elements, depth, text } = sizeOf(treeOf(markup).nodes)
    expect(elements).toBeLessThanOrEqual(tags * 1.5 + TREE_LIMITS.untagged + 1)
    expect(depth).toBeLessThanOrEqual(TREE_LIMITS.depth + 1)
    expect(text).toBe(words(markup))
  })

  it('reopens no more elements than half of its tags plus a thousand', () => {
    const markup = '<p><font color=a><b><i>x</p>'.repeat(1200)
    const { elements, text } = sizeOf(treeOf(markup).nodes)
    expect(elements).toBeLessThanOrEqual(4800 * 1.5 + TREE_LIMITS.untagged + 1)
    expect(text).toBe(words(markup))
  })

  it('reopens the elements that a mail needs', () => {
    const markup = '<p><b>x'.repeat(300)
    expect(sizeOf(treeOf(markup).nodes).elements).toBeGreaterThan(1000)
  })
})

it('deeply nested tables are read completely', () => {
  const markup = '<table><tr><td>word '.repeat(2000)
  const shown = JSON.stringify(
    parseRich(markup, { linkHosts: [], viewHosts: [], privateHosts: [], maxLength: 2048 }),
  )
  expect(shown.split('word').length - 1).toBe(2000)
})

it('a message with more style rules than the limit is read completely', () => {
  const sheet = '.a .b{font-weight:bold}'.repeat(1500)
  const markup = `<style>${sheet}</style>${'<div class="a b">word</div>'.repeat(900)}`
  const shown = JSON.stringify(
    parseRich(markup, { linkHosts: [], viewHosts: [], privateHosts: [], maxLength: 2048 }),
  )
  expect(shown.split('word').length - 1).toBe(900)
})

it('each cell is processed once, however deeply its table is nested', () => {
  /** How often the children of elements are looked at. */
  const looksAt = (markup: string): number => {
    let looks = 0
    const elements: TreeElement[] = []
    const watch = (nodes: readonly TreeNode[]): void => {
      for (const node of nodes) {
        if (!isElement(node)) continue
        const { childNodes } = node
        elements.push(node)
        watch(childNodes)
        Object.defineProperty(node, 'childNodes', {
          get: () => {
            looks += 1
            return childNodes
          },
        })
      }
    }
    watch(treeOf(markup).nodes)
    const contentOf = createContents()
    for (const element of elements) contentOf(element)
    return looks
  }
  const piece = '<div style="display:table">x'
  expect(looksAt(piece.repeat(200))).toBeLessThan(looksAt(piece.repeat(100)) * 2.1)
})
