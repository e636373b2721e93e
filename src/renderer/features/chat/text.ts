import type { Block, Inline, Rich } from '../../../contract/rich.ts'

/** Length as the customer and the centre count it: in code points. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** The words of a message on one line, without their marks: a link's, a column's name. */
export function plainText(body: Rich): string {
  return body.map(blockText).join(' ').replace(/\s+/gu, ' ').trim()
}

/** The words of one paragraph on one line. */
export function plainWords(children: readonly Inline[]): string {
  return inlineText(children).replace(/\s+/gu, ' ').trim()
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return inlineText(block.children)
    case 'list':
      return block.items.map((item) => plainText(item.body)).join(' ')
    case 'table':
      return block.rows.flatMap((row) => row.map((cell) => plainText(cell.body))).join(' ')
    case 'quote':
    case 'indent':
      return plainText(block.children)
    case 'rule':
    case 'cut':
      return ''
  }
}

function inlineText(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (child.kind === 'text' || child.kind === 'picture') return child.text
      return child.kind === 'break' ? ' ' : inlineText(child.children)
    })
    .join('')
}

/** A stretch of time as a clock shows it: `0:07`, `12:30`, `1:02:03`. `ms` may be negative. */
export function clockSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60]
  const hours = Math.floor(seconds / 3600)
  const shown = hours > 0 ? [hours, ...parts] : parts
  return shown
    .map((part, place) => (place === 0 ? `${part}` : `${part}`.padStart(2, '0')))
    .join(':')
}

/** Two pieces of a draft, the older first, one under the other. */
export function joinDrafts(older: string, newer: string): string {
  return [older, newer].filter((part) => part.trim() !== '').join('\n')
}
