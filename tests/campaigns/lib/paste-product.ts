import type { Block, Inline, Rich, Table } from '../../../src/contract/rich.ts'
import { parseRich } from '../../../src/main/chat/rich.ts'
import type { UrlPolicy } from '../../../src/main/viewer/url-policy.ts'
import { MARKER, type ReadLink, type Reading } from './paste-reading.ts'

/** Every public address may be shown: which ones a shop allows is judged elsewhere. */
export const PASTE_POLICY: UrlPolicy = {
  linkHosts: ['*'],
  viewHosts: ['*'],
  privateHosts: [],
  maxLength: 2048,
}

interface Drawn {
  readonly strong: boolean
  readonly emphasis: boolean
}

/** What the app shows of a paste. */
export function readProduct(html: string): Reading {
  const links: ReadLink[] = []
  let [strong, emphasis] = ['', '']

  function write(text: string, drawn: Drawn): string {
    const letters = text.replace(/\s+/gu, '')
    if (drawn.strong) strong += letters
    if (drawn.emphasis) emphasis += letters
    return text
  }

  function inline(children: readonly Inline[], drawn: Drawn): string {
    return children
      .map((child) => {
        if (child.kind === 'break') return '\n'
        if (child.kind === 'text' || child.kind === 'picture') return write(child.text, drawn)
        const words = inline(child.children, {
          strong: drawn.strong || child.kind === 'strong',
          emphasis: drawn.emphasis || child.kind === 'emphasis',
        })
        if (child.kind === 'link') links.push({ url: child.page.url, words })
        return child.kind === 'ruby' ? words + write(child.above, drawn) : words
      })
      .join('')
  }

  function table({ caption, rows }: Table): string {
    const lines = rows.map((row) => row.map(({ head, body }) => blocks(body, head)).join('\t'))
    return [inline(caption, PLAIN), ...lines].join('\n')
  }

  function block(each: Block, isHead: boolean): string {
    const drawn = { ...PLAIN, strong: isHead || each.kind === 'heading' }
    switch (each.kind) {
      case 'heading': {
        strong += MARKER
        const words = inline(each.children, drawn)
        strong += MARKER
        return words
      }
      case 'paragraph':
      case 'code':
        return inline(each.children, drawn)
      case 'quote':
      case 'indent':
        return blocks(each.children, isHead)
      case 'list':
        return each.items
          .map(({ marker, body }) => `${MARKER}${marker}${MARKER}${blocks(body, isHead)}`)
          .join('\n')
      case 'table':
        return table(each)
      case 'rule':
      case 'cut':
        return ''
    }
  }

  function blocks(rich: Rich, isHead: boolean): string {
    return rich.map((each) => block(each, isHead)).join('\n')
  }

  const text = blocks(parseRich(html, PASTE_POLICY), false)
  return { text, links, strong, emphasis }
}

const PLAIN: Drawn = { strong: false, emphasis: false }
