import { parseFragment } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'

/** What agents write and the system says, as data: nothing in it can be executed. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }

export type Block =
  | { readonly kind: 'text'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }

/** An address that a link may have: a web page, or undefined. */
export const webAddress = (text: string): string | undefined => {
  try {
    const url = new URL(text)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
  } catch {
    return undefined
  }
}

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

const isElement = (node: Node): node is Element => 'tagName' in node
const silent = new Set(['script', 'style', 'template', 'title', 'iframe', 'object', 'noscript'])
const blocks = new Set(['p', 'div', 'table', 'tr', 'h1', 'h2', 'h3', 'blockquote', 'pre'])

const inlines = (nodes: readonly Node[]): Inline[] =>
  nodes.flatMap((node): Inline[] => {
    if ('value' in node) {
      const text = node.value.replace(/[ \t\r\n]+/g, ' ')
      return text === '' ? [] : [{ kind: 'text', text }]
    }
    if (!isElement(node) || silent.has(node.tagName)) return []
    const children = inlines(node.childNodes)
    switch (node.tagName) {
      case 'br':
        return [{ kind: 'break' }]
      case 'b':
      case 'strong':
        return [{ kind: 'strong', children }]
      case 'i':
      case 'em':
        return [{ kind: 'emphasis', children }]
      case 'a': {
        const given = node.attrs.find(({ name }) => name === 'href')?.value ?? ''
        const href = webAddress(given)
        return href === undefined ? children : [{ kind: 'link', href, children }]
      }
      default:
        return blocks.has(node.tagName) ? [...children, { kind: 'break' }] : children
    }
  })

const trimmed = (children: readonly Inline[]): readonly Inline[] => {
  let end = children.length
  while (end > 0 && children[end - 1]?.kind === 'break') end -= 1
  let start = 0
  while (start < end && children[start]?.kind === 'break') start += 1
  return children.slice(start, end)
}

/** HTML as a tree of the few things that are shown. Never throws. */
export const fromHtml = (html: string): readonly Block[] => {
  const found: Block[] = []
  let open: Node[] = []
  const close = (): void => {
    const children = trimmed(inlines(open))
    open = []
    if (children.length > 0) found.push({ kind: 'text', children })
  }
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      const isList = isElement(node) && (node.tagName === 'ul' || node.tagName === 'ol')
      if (isList) {
        close()
        const items = node.childNodes.filter(isElement).map((item) => trimmed(inlines([item])))
        found.push({ kind: 'list', items })
      } else if (isElement(node) && blocks.has(node.tagName)) {
        close()
        walk(node.childNodes)
        close()
      } else open.push(node)
    }
  }
  walk(parseFragment(html).childNodes)
  close()
  return found
}

// Bold ends at the last two of three stars: the first of them ends what is italic within it.
const marks =
  /\*\*(?=\S)(.+?)\*\*(?!\*)|\*(?=\S)(.+?)\*|\[([^\]]+)\]\((\S+?)\)|(https?:\/\/[^\s<>"]+)/

const readInline = (text: string): Inline[] => {
  const match = marks.exec(text)
  if (match === null) return text === '' ? [] : [{ kind: 'text', text }]
  const [all, strong, emphasis, label, address, bare] = match
  const before = text.slice(0, match.index)
  const after = text.slice(match.index + all.length)
  const href = webAddress(address ?? bare ?? '')
  const made = (): Inline => {
    if (strong !== undefined) return { kind: 'strong', children: readInline(strong) }
    if (emphasis !== undefined) return { kind: 'emphasis', children: readInline(emphasis) }
    const children: Inline[] = [{ kind: 'text', text: label ?? bare ?? '' }]
    return href === undefined ? { kind: 'text', text: all } : { kind: 'link', href, children }
  }
  return [...readInline(before), made(), ...readInline(after)]
}

/** What an agent types, with its marks: `**bold**`, `*italic*`, `- list`, `[text](address)`. */
export const fromMarks = (text: string): readonly Block[] => {
  const found: Block[] = []
  let lines: string[] = []
  let items: Inline[][] = []
  const close = (): void => {
    if (items.length > 0) found.push({ kind: 'list', items })
    const children = lines.flatMap((line, place): Inline[] =>
      place === 0 ? readInline(line) : [{ kind: 'break' }, ...readInline(line)],
    )
    if (children.length > 0) found.push({ kind: 'text', children })
    lines = []
    items = []
  }
  for (const line of text.replace(/\r\n?/g, '\n').trim().split('\n')) {
    const item = /^\s*[-•]\s+(.*)$/.exec(line)?.[1]
    if ((item === undefined) === items.length > 0) close()
    if (item === undefined) lines.push(line)
    else items.push(readInline(item))
  }
  close()
  return found
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char)

const inlineHtml = (children: readonly Inline[]): string =>
  children
    .map((child) => {
      switch (child.kind) {
        case 'text':
          return escaped(child.text)
        case 'break':
          return '<br>'
        case 'strong':
          return `<b>${inlineHtml(child.children)}</b>`
        case 'emphasis':
          return `<i>${inlineHtml(child.children)}</i>`
        case 'link':
          return `<a href="${escaped(child.href)}">${inlineHtml(child.children)}</a>`
      }
    })
    .join('')

/** The HTML that goes to the customer. */
export const toHtml = (content: readonly Block[]): string =>
  content
    .map((block, place) => {
      if (block.kind === 'list') {
        return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</ul>`
      }
      const follows = place > 0 && content[place - 1]?.kind === 'text'
      return `${follows ? '<br>' : ''}${inlineHtml(block.children)}`
    })
    .join('')

/** The text alone, for lists and titles. */
export const plain = (content: readonly Block[]): string => {
  const text = (children: readonly Inline[]): string =>
    children
      .map((child) => {
        if (child.kind === 'text') return child.text
        return child.kind === 'break' ? ' ' : text(child.children)
      })
      .join('')
  return content
    .map((block) =>
      block.kind === 'list' ? block.items.map(text).join(', ') : text(block.children),
    )
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether there is more than text in it. */
export const isRich = (content: readonly Block[]): boolean =>
  content.some(
    (block) =>
      block.kind === 'list' ||
      block.children.some(({ kind }) => kind !== 'text' && kind !== 'break'),
  )
