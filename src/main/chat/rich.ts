import type { Block, Inline, Rich } from '../../contract/rich.ts'
import { baseOf } from './rich-base.ts'
import { createContents } from './rich-content.ts'
import type { Shared } from './rich-flow.ts'
import { sheetRules } from './rich-sheet.ts'
import { sourceOf, type Source } from './rich-source.ts'
import { NO_STAMP, stampOf } from './rich-stamp.ts'
import { createStyles, ROOT_STYLE } from './rich-style.ts'
import { treeOf, type Tree } from './rich-tree.ts'
import { readNodes } from './rich-walk.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** Longer messages are cut, in UTF-16 units of text: agents write hundreds. */
export const MAX_TEXT = 60_000
const PROTECTED = /contenteditable/iu
/** Addresses in the text of one message that become links. */
const MAX_LINKS = 50

/**
 * The centre's HTML as data (C23): the tree that a browser would build, its styles as far as they
 * change the text, and from these the lines that a browser would show. What becomes of each element
 * is said in `docs/rich-text.md`. The date and time that a centre puts in front are left out
 * (`rich-stamp.ts`); nothing else that can be seen ever is, and what is cut says so.
 */
export function parseRich(markup: string, policy: UrlPolicy): Rich {
  const source = sourceOf(markup)
  const tree = treeOf(source.markup)
  // Its spans are protected: most messages have none.
  const stamp = PROTECTED.test(source.markup) ? stampOf(tree.nodes) : NO_STAMP
  const rich = read(tree, source, policy, stamp)
  return rich.length > 0 || stamp === NO_STAMP ? rich : read(tree, source, policy, NO_STAMP)
}

function read(
  { nodes, isOld }: Tree,
  source: Source,
  policy: UrlPolicy,
  stamp: ReturnType<typeof stampOf>,
): Rich {
  const shared: Shared = {
    policy,
    links: { left: MAX_LINKS },
    budget: { left: MAX_TEXT, cut: source.cut },
  }
  const styles = createStyles(sheetRules(source.sheets), isOld)
  const style = source.plain ? { ...ROOT_STYLE, space: 'pre' as const } : ROOT_STYLE
  const rich = readNodes(
    nodes,
    { shared, styles, stamp, contentOf: createContents(), base: baseOf(source.markup, nodes) },
    style,
  )
  if (!shared.budget.cut) return isSeen(rich) ? rich : []
  return [...rich, { kind: 'cut' }]
}

// Blank letters and format characters are no message.
const SEEN = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u

function isSeen(rich: Rich): boolean {
  return rich.some(blockIsSeen)
}

function blockIsSeen(block: Block): boolean {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return block.children.some(inlineIsSeen)
    case 'list':
      return block.items.some((item) => isSeen(item.body))
    case 'table':
      return block.rows.some((row) => row.some((cell) => isSeen(cell.body)))
    case 'quote':
    case 'indent':
      return isSeen(block.children)
    case 'rule':
    case 'cut':
      return false
  }
}

function inlineIsSeen(inline: Inline): boolean {
  if (inline.kind === 'text') return SEEN.test(inline.text)
  if (inline.kind === 'picture') return true
  return inline.kind !== 'break' && inline.children.some(inlineIsSeen)
}
