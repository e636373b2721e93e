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

/**
 * The most that 3,676 public mails and pastes have (docs/pastes.md): 3,039 elements, 109 of them
 * without a tag of their own, 41 levels.
 */
export const TREE_LIMITS = { elements: 20_000, untagged: 1000, depth: 256 } as const

class OverBudget extends Error {}

/**
 * The markup as the tree that a browser would build. By the standard's rule of reopened formatting
 * elements 60 kB of unclosed tags grow into millions of nodes: markup that asks for more than
 * `TREE_LIMITS` is read by a simpler rule instead (`flatTree`), at a cost that its length bounds.
 */
export function treeOf(markup: string): Tree {
  let elements = 0
  let most: number = TREE_LIMITS.untagged
  let depth = 0
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createElement(...args) {
      elements += 1
      if (elements > most) {
        most = mostElements(markup)
        if (elements > most) throw new OverBudget()
      }
      return defaultTreeAdapter.createElement(...args)
    },
    onItemPush() {
      depth += 1
      if (depth > TREE_LIMITS.depth) throw new OverBudget()
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

/** Half of the tags may imply another element, as `<tr>` does `<tbody>`. */
function mostElements(markup: string): number {
  const tags = markup.match(/<[a-z]/giu)?.length ?? 0
  return Math.min(TREE_LIMITS.elements, Math.ceil(tags * 1.5) + TREE_LIMITS.untagged)
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

/** Start and end tags as they come, nothing reopened; deeper than `TREE_LIMITS.depth` is beside. */
function flatTree(markup: string): readonly TreeNode[] {
  const root = defaultTreeAdapter.createDocumentFragment()
  const stack: TreeElement[] = []
  /** How many elements of a name are open: most end tags of broken markup end none. */
  const open = new Map<string, number>()
  const count = (tag: string, by: 1 | -1): void => {
    open.set(tag, (open.get(tag) ?? 0) + by)
  }
  const isOpen = (tag: string): boolean => (open.get(tag) ?? 0) > 0
  const top = (): DefaultTreeAdapterTypes.ParentNode => stack[stack.length - 1] ?? root
  const closeTo = (at: number): void => {
    while (stack.length > at) count(stack.pop()?.tagName ?? '', -1)
  }
  const find = (wanted: readonly string[], stops: (tag: string) => boolean): number => {
    if (!wanted.some(isOpen)) return -1
    for (let at = stack.length - 1; at >= 0; at -= 1) {
      const tag = stack[at]?.tagName ?? ''
      if (wanted.includes(tag)) return at
      if (stops(tag)) return -1
    }
    return -1
  }
  const text = ({ chars }: Token.CharacterToken): void => {
    defaultTreeAdapter.insertText(top(), chars)
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
          const before = find(group, (each) => containers.includes(each))
          if (before >= 0) closeTo(before)
        } else if (SPACED.has(tag) || displayOf(tag) === 'block') {
          if (stack[stack.length - 1]?.tagName === 'p') closeTo(stack.length - 1)
        }
        const element = defaultTreeAdapter.createElement(tag, html.NS.HTML, attrs)
        defaultTreeAdapter.appendChild(top(), element)
        if (!VOID.has(tag) && stack.length < TREE_LIMITS.depth) {
          stack.push(element)
          count(tag, 1)
        }
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
        const start = find([tag], (each) => !isWall && WALLS.has(each))
        if (start >= 0) closeTo(start)
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
