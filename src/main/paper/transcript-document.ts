import type { Entry, TranscriptWords } from '../../contract/chat.ts'
import { fullDayOf, timeOf } from '../../contract/moment.ts'
import type { Zone } from '../../contract/zone.ts'
import { escaped, paperPage, tagOf } from './paper-page.ts'
import { RICH_STYLE, richDocument } from './rich-document.ts'

export interface TranscriptContent {
  readonly entries: readonly Entry[]
  readonly customerName: string
  readonly words: TranscriptWords
  /** In which times are written. */
  readonly zone: Zone
}

const STYLE = `
@page { margin: 18mm 16mm }
* { box-sizing: border-box }
body { margin: 0; color: #101a1d; background: #fff; font: 11pt/1.45 'Noto Sans', 'Segoe UI', 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif; overflow-wrap: anywhere }
h1 { margin: 0 0 2mm; font-size: 17pt; font-weight: 600; line-height: 1.2 }
header { margin: 0 0 8mm }
header p { margin: 0 0 1mm; color: #4a5a5f }
h2 { margin: 6mm 0 3mm; padding-block-start: 3mm; border-block-start: .3mm solid #c8d2d4; font-size: 11pt; font-weight: 600 }
article { margin: 0 0 4mm; break-inside: avoid-page }
article.long { break-inside: auto }
.by { display: flex; gap: 3mm; justify-content: space-between; font-weight: 600; break-after: avoid }
time { flex: none; color: #4a5a5f; font-weight: 400; font-variant-numeric: tabular-nums }
${RICH_STYLE}.mine { padding-inline-start: 4mm; border-inline-start: .8mm solid #101a1d }
.event { color: #4a5a5f; font-size: 10pt }
.address { color: #4a5a5f; font-size: 9.5pt }
.undelivered { font-style: italic }
`

/** Longer than this a message may be broken over two pages, in characters of markup. */
const LONG = 1500

/**
 * The ended chat as one static HTML page for paper or PDF: every text escaped, no script, no
 * address that would be loaded. What was never delivered says so.
 */
export function transcriptDocument({
  entries,
  customerName,
  words,
  zone,
}: TranscriptContent): string {
  const language = tagOf(words.language)
  // As on the screen.
  const style = { language: words.language, zone }
  const rows: string[] = []
  let lastDay = ''
  for (const entry of entries) {
    const today = fullDayOf(entry.at, style)
    if (today !== lastDay) rows.push(`<h2>${escaped(today)}</h2>`)
    lastDay = today
    rows.push(row(entry, customerName, words, timeOf(entry.at, style)))
  }
  return paperPage({
    language,
    title: words.title,
    style: STYLE,
    body: [
      `<header><h1 dir="auto">${escaped(words.title)}</h1>`,
      `<p dir="auto">${escaped(customerName)}</p>`,
      `<p dir="auto">${escaped(words.times)}</p></header>`,
      `<main>${rows.join('\n')}</main>`,
    ].join('\n'),
  })
}

function row(entry: Entry, customerName: string, words: TranscriptWords, time: string): string {
  switch (entry.kind) {
    case 'mine': {
      const isLost = entry.delivery === 'failed' || entry.delivery === 'unknown'
      const note = isLost ? `<p class="undelivered">${escaped(words.undelivered)}</p>` : ''
      return article('mine', words.you, time, `<pre dir="auto">${escaped(entry.text)}</pre>${note}`)
    }
    case 'agent':
      return article('', entry.person.name || words.service, time, richDocument(entry.body, words))
    case 'other':
      return article('mine', entry.name || customerName, time, richDocument(entry.body, words))
    case 'system':
    case 'unknown':
      return article('', entry.name || words.service, time, richDocument(entry.body, words))
    case 'page': {
      const name = entry.person?.name ?? ''
      const said = name === '' ? words.pageUnnamed : named(words.page, name)
      const address = entry.page
        ? `<p class="address" dir="ltr">${escaped(entry.page.url)}</p>`
        : richDocument(entry.body, words)
      return article('', said, time, address)
    }
    case 'event':
      return `<article class="event"><p dir="auto">${escaped(eventText(entry, words))} <time>${escaped(time)}</time></p></article>`
  }
}

function eventText(entry: Extract<Entry, { kind: 'event' }>, words: TranscriptWords): string {
  const name = entry.person?.name ?? ''
  switch (entry.event) {
    case 'agent-joined':
      return name === '' ? words.joinedUnnamed : named(words.joined, name)
    case 'agent-left':
      return name === '' ? words.leftUnnamed : named(words.left, name)
    case 'requeued':
      return words.requeued
    case 'customer-left':
      return words.customerLeft
    case 'redirected':
      return words.redirected
  }
}

function article(kind: string, by: string, time: string, body: string): string {
  const classes = [kind, body.length > LONG ? 'long' : ''].filter((each) => each !== '')
  const mark = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`
  return `<article${mark}><div class="by"><span dir="auto">${escaped(by)}</span><time>${escaped(time)}</time></div>${body}</article>`
}

function named(template: string, name: string): string {
  return template.split('{{name}}').join(name)
}
