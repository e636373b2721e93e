import type { PaperSlip } from '../../contract/callback.ts'
import { qrCode } from '../../qr/qr-code.ts'
import { escaped, paperPage, tagOf } from './paper-page.ts'

const STYLE = `
@page { margin: 18mm 16mm }
* { box-sizing: border-box }
body { margin: 0; color: #101a1d; background: #fff; font: 12pt/1.4 'Noto Sans', 'Segoe UI', 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif; overflow-wrap: anywhere }
h1 { margin: 0 0 6mm; font-size: 18pt; font-weight: 600; line-height: 1.2 }
dl { display: grid; gap: 4mm; margin: 0 0 8mm }
dt { color: #4a5a5f; font-size: 10pt }
dd { margin: 0; font-weight: 600; white-space: pre-wrap }
.codes { display: flex; flex-wrap: wrap; gap: 6mm 12mm }
figure { inline-size: 60mm; margin: 0; break-inside: avoid }
svg { display: block; inline-size: 60mm; block-size: 60mm; shape-rendering: crispEdges }
figcaption { margin-block-start: 2mm; font-weight: 600 }
p { margin: 4mm 0 0; color: #4a5a5f; font-size: 10pt }
`

/** The callback's slip as a page for paper, with its calendar entries (iCalendar) as codes. */
export function slipDocument(
  { language, title, rows, code, captions }: PaperSlip,
  calendars: readonly string[],
): string {
  const lines = rows.map(
    ({ label, value }) =>
      `<div><dt dir="auto">${escaped(label)}</dt><dd dir="auto">${escaped(value)}</dd></div>`,
  )
  const codes = calendars.map((calendar, place) => {
    const { size, path } = qrCode(calendar, 'L')
    const caption = captions[place] ?? ''
    return [
      `<figure><svg viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`,
      caption === '' ? '' : `<figcaption dir="auto">${escaped(caption)}</figcaption>`,
      '</figure>',
    ].join('')
  })
  return paperPage({
    language: tagOf(language),
    title,
    style: STYLE,
    body: [
      `<h1 dir="auto">${escaped(title)}</h1><dl>${lines.join('')}</dl>`,
      `<div class="codes">${codes.join('')}</div><p dir="auto">${escaped(code)}</p>`,
    ].join('\n'),
  })
}
