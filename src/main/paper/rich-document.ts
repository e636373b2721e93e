import type { Block, Cell, Inline, ListItem, Mark, Rich, Table } from '../../contract/rich.ts'
import { escaped } from './paper-page.ts'

export interface RichWords {
  /** Says that a message is longer than what is printed. */
  readonly cut: string
  /** Stands for a picture that says nothing of itself. */
  readonly picture: string
  /** Behind the words of a link that the policy refuses. */
  readonly leftOut: string
  /** Behind the words of a link that name another site than the host that follows. */
  readonly elsewhere: string
}

/** How what `richDocument` writes looks on paper. */
export const RICH_STYLE = `
p, pre, ul, ol, blockquote, .indent, table { margin: 1.5mm 0 0 }
.tight, .by + *, li > div > :first-child, :is(blockquote, .indent, th, td) > :first-child { margin-block: 0 }
p, pre { white-space: pre-wrap; font: inherit; text-align: start }
ul, ol { display: grid; grid-template-columns: max-content 1fr; gap: 0 2mm; padding: 0 0 0 2mm; list-style: none }
li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: baseline }
.marker { text-align: end; white-space: pre; font-variant-numeric: tabular-nums }
blockquote, .indent { padding-inline-start: 4mm }
blockquote { border-inline-start: .6mm solid #c8d2d4 }
h3 { margin: 2mm 0 .5mm; font-size: 11pt; font-weight: 600; white-space: pre-wrap }
h3.large { font-size: 13pt }
hr { margin: 2mm 0; border: 0; border-block-start: .3mm solid #c8d2d4 }
table { margin-inline: 0 auto; border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: break-word }
table.small { font-size: 8pt }
table.broken { font-size: 7pt; overflow-wrap: anywhere }
caption { padding-block-end: 1mm; font-weight: 500; text-align: start }
th, td { padding: .8mm 2.5mm .8mm 0; border-block-end: .2mm solid #c8d2d4; text-align: start; vertical-align: top }
th { font-weight: 600 }
thead th { border-block-end-color: #4a5a5f; vertical-align: bottom }
tr { break-inside: avoid }
.end p { text-align: end }
.center p { text-align: center }
mark { background: none; border-block-end: .6mm solid #4a5a5f; color: inherit }
sup, sub { line-height: 0 }
code, kbd { padding: 0 1mm; border: .2mm solid #c8d2d4; border-radius: .6mm; font: inherit }
.picture, .cut { color: #4a5a5f; font-style: italic }
`

/** A message as static HTML for paper: every text escaped, no attribute but ours. */
export function richDocument(rich: Rich, words: RichWords): string {
  return rich.map((each) => block(each, words)).join('')
}

function block(each: Block, words: RichWords): string {
  switch (each.kind) {
    case 'paragraph':
      return `<p${each.tight ? ' class="tight"' : ''}${way(each)}>${inlines(each.children, words)}</p>`
    case 'heading': {
      const large = each.level <= 2 ? ' class="large"' : ''
      return `<h3${large}${way(each)}>${inlines(each.children, words)}</h3>`
    }
    case 'code':
      return `<pre${way(each)}>${inlines(each.children, words)}</pre>`
    case 'list': {
      const tag = each.ordered ? 'ol' : 'ul'
      const items = each.items.map((item) => listItem(item, words)).join('')
      return `<${tag}${way(each)}>${items}</${tag}>`
    }
    case 'table':
      return table(each, words)
    case 'quote':
      return `<blockquote${way(each)}>${richDocument(each.children, words)}</blockquote>`
    case 'indent':
      return `<div class="indent"${way(each)}>${richDocument(each.children, words)}</div>`
    case 'rule':
      return '<hr>'
    case 'cut':
      return `<p class="cut" dir="auto">${escaped(words.cut)}</p>`
  }
}

function way({ direction }: { readonly direction?: 'ltr' | 'rtl' }): string {
  return ` dir="${direction ?? 'auto'}"`
}

function listItem({ marker, body }: ListItem, words: RichWords): string {
  return `<li><span class="marker">${escaped(marker)}</span><div>${richDocument(body, words)}</div></li>`
}

function table(each: Table, words: RichWords): string {
  const caption =
    each.caption.length === 0 ? '' : `<caption>${inlines(each.caption, words)}</caption>`
  const rows = each.rows.map((row) => `<tr>${row.map((item) => cell(item, words)).join('')}</tr>`)
  const head = rows.slice(0, each.headRows).join('')
  const rest = rows.slice(each.headRows).join('')
  return `<table${widthOf(each, words)}${way(each)}>${caption}${head === '' ? '' : `<thead>${head}</thead>`}<tbody>${rest}</tbody></table>`
}

/** Letters that fit on a line of A4 or Letter, at 11 and at 8 points; the space between two columns takes one or two. */
const LINE = { full: 72, small: 100 }

/** In a table words stay whole. Where they do not fit on the paper, they are smaller, and only then broken. */
function widthOf({ columns, rows }: Table, words: RichWords): string {
  const longest = new Array<number>(columns).fill(0)
  for (const each of rows.flat()) {
    if (each.columns > 1) continue
    const lines = richDocument(each.body, words).replace(
      /<\/?(?:p|li|pre|h3|div|br)\b[^>]*>/gu,
      ' ',
    )
    const parts = lines.replace(/<[^>]*>/gu, '').split(/[\s–-]+/u)
    longest[each.at] = Math.max(longest[each.at] ?? 0, ...parts.map((part) => part.length))
  }
  const letters = longest.reduce((sum, length) => sum + length, 0)
  if (letters + columns <= LINE.full) return ''
  return letters + 2 * columns <= LINE.small ? ' class="small"' : ' class="broken"'
}

function cell({ head, columns, rows, align, body }: Cell, words: RichWords): string {
  const tag = head ? 'th' : 'td'
  const spans = [
    columns > 1 ? ` colspan="${String(columns)}"` : '',
    rows > 1 ? ` rowspan="${String(rows)}"` : '',
    align === undefined ? '' : ` class="${align}"`,
  ].join('')
  return `<${tag}${spans}>${richDocument(body, words)}</${tag}>`
}

const TAGS: Readonly<Record<Mark, string>> = {
  strong: 'strong',
  emphasis: 'em',
  underlined: 'u',
  struck: 's',
  inserted: 'ins',
  deleted: 'del',
  highlighted: 'mark',
  small: 'small',
  raised: 'sup',
  lowered: 'sub',
  code: 'code',
  keyboard: 'kbd',
  quoted: 'q',
}

function inlines(children: readonly Inline[], words: RichWords): string {
  return children.map((each) => inline(each, words)).join('')
}

function beside(text: string, address: string): string {
  return `${text} (<bdi dir="ltr">${address}</bdi>)`
}

function inline(each: Inline, words: RichWords): string {
  switch (each.kind) {
    case 'text':
      return escaped(each.text)
    case 'break':
      return '<br>'
    case 'picture':
      return `<span class="picture">[${escaped(each.text === '' ? words.picture : each.text)}]</span>`
    case 'abbreviation':
      return `${inlines(each.children, words)} (${escaped(each.title)})`
    case 'ruby':
      return `<ruby>${inlines(each.children, words)}<rt>${escaped(each.above)}</rt></ruby>`
    case 'isolated':
      return `<bdi dir="${each.direction ?? 'auto'}">${inlines(each.children, words)}</bdi>`
    case 'link': {
      const text = inlines(each.children, words)
      const address = escaped(each.page.url)
      // On paper nobody can follow a link: its address stands beside it.
      return text === address ? address : beside(text, address)
    }
    case 'contact':
      return beside(inlines(each.children, words), escaped(each.target))
    case 'refused': {
      const text = inlines(each.children, words)
      if (each.host === undefined) return `${text} (${escaped(words.leftOut)})`
      const host = `<bdi dir="ltr">${escaped(each.host)}</bdi>`
      return `${text} (${escaped(words.elsewhere)} ${host})`
    }
    default:
      return `<${TAGS[each.kind]}>${inlines(each.children, words)}</${TAGS[each.kind]}>`
  }
}
