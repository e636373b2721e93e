import type { Block, Inline, ListItem, Rich, Table } from '../../../contract/rich.ts'
import { t } from '../../lib/i18n.svelte.ts'
import { namesHost } from './link-words.ts'
import { tableRows } from './rich-table.ts'
import { plainWords } from './text.ts'

/**
 * A message as it is announced: what its marks mean is said in words, numbers of items are said,
 * and each value of a table is named after its column.
 */
export function spokenText(body: Rich): string {
  return sentences(body.map(blockText))
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return inlineText(block.children)
    case 'list':
      return sentences(block.items.map(itemText))
    case 'table':
      return tableText(block)
    case 'quote':
    case 'indent':
      return spokenText(block.children)
    case 'rule':
      return ''
    case 'cut':
      return t('chat.rich.cut')
  }
}

function itemText({ marker, body }: ListItem): string {
  const text = spokenText(body)
  if (marker === '\u2611') return `${t('chat.rich.ticked')}: ${text}`
  if (marker === '\u2610') return `${t('chat.rich.notTicked')}: ${text}`
  // Bullets are no words.
  return /[\p{L}\p{N}]/u.test(marker) ? `${marker} ${text}` : text
}

function tableText(table: Table): string {
  const rows = tableRows(table).map((row) =>
    row
      .flatMap(({ cell, head, again }) => {
        const text = again ? '' : spokenText(cell.body)
        return text === '' ? [] : [head === '' ? text : `${head}: ${text}`]
      })
      .join(', '),
  )
  return sentences([plainWords(table.caption), ...rows])
}

function inlineText(children: readonly Inline[]): string {
  return children
    .map((child) => {
      switch (child.kind) {
        case 'text':
          return child.text
        case 'break':
          return ' '
        case 'picture':
          return child.text === '' ? t('chat.rich.picture') : child.text
        case 'struck':
        case 'deleted':
          return ` [${t('chat.rich.struck')}: ${inlineText(child.children)}] `
        case 'abbreviation':
          return `${inlineText(child.children)} (${child.title})`
        case 'quoted':
          return `\u201c${inlineText(child.children)}\u201d`
        case 'link': {
          const text = inlineText(child.children)
          const { host } = child.page
          return namesHost(text, child.page) ? text : t('chat.page.link', { text, host })
        }
        case 'contact':
          return `${inlineText(child.children)} (${child.target})`
        case 'refused': {
          const why =
            child.host === undefined
              ? t('chat.rich.leftOut')
              : `${t('chat.rich.elsewhere')} ${child.host}`
          return `${inlineText(child.children)} (${why})`
        }
        default:
          return inlineText(child.children)
      }
    })
    .join('')
}

/** One after the other, each ended, on one line. */
function sentences(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/\s+/gu, ' ').trim())
    .filter((part) => part !== '')
    .map((part, at, all) => (at === all.length - 1 || /[\p{P}]$/u.test(part) ? part : `${part}.`))
    .join(' ')
}
