import { attributeOf, isElement, type TreeNode } from './rich-tree.ts'

const BASE = /<base[\s/]/iu
const WEB = /^https?:\/\//iu
const COMPLETE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.|#)/iu

/** Where the links of a message begin that name no host: its `<base href>`, as mails have it. */
export function baseOf(markup: string, nodes: readonly TreeNode[]): string | undefined {
  return BASE.test(markup) ? firstBase(nodes) : undefined
}

function firstBase(nodes: readonly TreeNode[]): string | undefined {
  for (const node of nodes) {
    if (!isElement(node)) continue
    const href = node.tagName === 'base' ? attributeOf(node, 'href')?.trim() : undefined
    if (href !== undefined) return WEB.test(href) && URL.canParse(href) ? href : undefined
    const within = firstBase(node.childNodes)
    if (within !== undefined) return within
  }
  return undefined
}

/** The whole address of a link; as it is written, where it says by itself where it leads. */
export function wholeHref(href: string, base: string | undefined): string {
  const written = href.trim()
  if (base === undefined || written === '' || COMPLETE.test(written)) return href
  return URL.canParse(written, base) ? new URL(written, base).href : href
}
