import {
  defaultTreeAdapter,
  html,
  parse,
  Tokenizer,
  TokenizerMode,
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  type Token,
  type TreeAdapter,
} from 'parse5'
import { displayOf, SPACED, SWALLOWING } from './rich-elements.ts'

export type TreeNode = DefaultTreeAdapterTypes.ChildNode
export type TreeElement = DefaultTreeAdapterTypes.Element

export interface Tree {
  readonly nodes: readonly TreeNode[]
  /** Shown as browsers of old did: no document type, or one of theirs. */
  readonly isOld: boolean
}

/** More elements than any message has that somebody wrote, and deeper ones than a browser keeps. */
const MAX_ELEMENTS = 20_000
const MAX_DEPTH = 400

class OverBudget extends Error {}

/**
 * The markup as the tree that a browser would build. By the standard's rule of reopened formatting
 * elements 60 kB of unclosed tags grow into millions of nodes: markup that asks for more than
 * `MAX_ELEMENTS` is read by a simpler rule instead (`flatTree`), at a cost that its length bounds.
 */
export function treeOf(markup: string): Tree {
  let elements = 0
  let depth = 0
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createElement(...args) {
      elements += 1
      if (elements > MAX_ELEMENTS) throw new OverBudget()
      return defaultTreeAdapter.createElement(...args)
    },
    onItemPush() {
      depth += 1
      if (depth > MAX_DEPTH) throw new OverBudget()
    },
    onItemPop() {
      depth -= 1
    },
  }
  try {
    const { childNodes: nodes, mode } = parse(markup, { treeAdapter })
    return { nodes, isOld: mode === html.DOCUMENT_MODE.QUIRKS }
  } catch (error) {
    if (error instanceof OverBudget) return { nodes: flatTree(markup), isOld: true }
    throw error
  }
}

const VOID: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr'.split(
    ' ',
  ),
)
/** What an end tag does not reach through. */
const WALLS: ReadonlySet<string> = new Set(
  'table td th tr li ul ol menu dl blockquote caption'.split(' '),
)
const TABLE_PARTS: ReadonlySet<string> = new Set('table tbody thead tfoot tr'.split(' '))
const RAW: ReadonlySet<string> = new Set(
  'script style xmp iframe noembed noframes noscript title textarea'.split(' '),
)
/** An element of the same kind ends one that is still open, up to its container. */
const SIBLINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['li', ['ul', 'ol', 'menu']],
  ['dt', ['dl']],
  ['dd', ['dl']],
  ['tr', ['table']],
  ['td', ['tr', 'table']],
  ['th', ['tr', 'table']],
])

/** Start and end tags as they come, nothing reopened; deeper than `MAX_DEPTH` is beside. */
function flatTree(markup: string): readonly TreeNode[] {
  const root = defaultTreeAdapter.createDocumentFragment()
  const stack: TreeElement[] = []
  const top = (): DefaultTreeAdapterTypes.ParentNode => stack[stack.length - 1] ?? root
  const closeTo = (at: number): void => {
    stack.length = Math.max(0, at)
  }
  const find = (matches: (tag: string) => boolean, stops: (tag: string) => boolean): number => {
    for (let at = stack.length - 1; at >= 0; at -= 1) {
      const tag = stack[at]?.tagName ?? ''
      if (matches(tag)) return at
      if (stops(tag)) return -1
    }
    return -1
  }
  const text = ({ chars }: Token.CharacterToken): void => {
    const parent = top()
    // Between the cells of a table nothing is read but cells.
    if ('tagName' in parent && TABLE_PARTS.has(parent.tagName) && chars.trim() !== '') {
      const cell = defaultTreeAdapter.createElement('td', html.NS.HTML, [])
      defaultTreeAdapter.appendChild(parent, cell)
      defaultTreeAdapter.insertText(cell, chars)
    } else defaultTreeAdapter.insertText(parent, chars)
  }
  const nothing = (): void => undefined
  const tokenizer = new Tokenizer(
    {},
    {
      onComment: nothing,
      onDoctype: nothing,
      onEof: nothing,
      onNullCharacter: nothing,
      onCharacter: text,
      onWhitespaceCharacter: text,
      onStartTag({ tagName: tag, attrs }) {
        const containers = SIBLINGS.get(tag)
        if (containers !== undefined) {
          const group =
            tag === 'td' || tag === 'th'
              ? ['td', 'th']
              : tag === 'dt' || tag === 'dd'
                ? ['dt', 'dd']
                : [tag]
          const open = find(
            (each) => group.includes(each),
            (each) => containers.includes(each),
          )
          if (open >= 0) closeTo(open)
        } else if (SPACED.has(tag) || displayOf(tag) === 'block') {
          if (stack[stack.length - 1]?.tagName === 'p') closeTo(stack.length - 1)
        }
        const element = defaultTreeAdapter.createElement(tag, html.NS.HTML, attrs)
        defaultTreeAdapter.appendChild(top(), element)
        if (!VOID.has(tag) && stack.length < MAX_DEPTH) stack.push(element)
        if (RAW.has(tag)) {
          tokenizer.state =
            tag === 'title' || tag === 'textarea' ? TokenizerMode.RCDATA : TokenizerMode.RAWTEXT
        }
      },
      onEndTag({ tagName: tag }) {
        if (tag === 'br') {
          defaultTreeAdapter.appendChild(
            top(),
            defaultTreeAdapter.createElement(tag, html.NS.HTML, []),
          )
          return
        }
        const isWall = WALLS.has(tag) || SWALLOWING.has(tag)
        const open = find(
          (each) => each === tag,
          (each) => !isWall && WALLS.has(each),
        )
        if (open >= 0) closeTo(open)
      },
    },
  )
  tokenizer.write(markup, true)
  return root.childNodes
}

export function isElement(node: TreeNode): node is TreeElement {
  return 'tagName' in node
}

export function isText(node: TreeNode): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text'
}

export function attributeOf(element: TreeElement, name: string): string | undefined {
  for (const each of element.attrs) if (each.name === name) return each.value
  return undefined
}

/** All text within, as it stands in the markup. */
export function textWithin(node: TreeNode): string {
  if (isText(node)) return node.value
  if (!isElement(node) || displayOf(node.tagName) === 'none') return ''
  return node.childNodes.map(textWithin).join('')
}
