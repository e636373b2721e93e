import { renderSVG } from 'uqr'
import type { PaperSlip } from '../../contract/callback.ts'
import { escaped, paperPage, tagOf } from './paper-page.ts'

const STYLE = `
@page { margin: 18mm 16mm }
* { box-sizing: border-box }
body { margin: 0; color: #101a1d; background: #fff; font: 12pt/1.4 'Noto Sans', 'Segoe UI', 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif; overflow-wrap: anywhere }
h1 { margin: 0 0 6mm; font-size: 18pt; font-weight: 600; line-height: 1.2 }
dl { display: grid; gap: 4mm; margin: 0 0 8mm }
dt { color: #4a5a5f; font-size: 10pt }
dd { margin: 0; font-weight: 600; white-space: pre-wrap }
figure { margin: 0; break-inside: avoid }
figure svg { display: block; inline-size: 55mm; block-size: 55mm }
figcaption { margin-block-start: 2mm; color: #4a5a5f; font-size: 10pt }
`

/** The callback's slip as a page for paper, with its calendar entry as a code. */
export function slipDocument({ language, title, rows, code }: PaperSlip, calendar: string): string {
  const lines = rows.map(
    ({ label, value }) =>
      `<div><dt dir="auto">${escaped(label)}</dt><dd dir="auto">${escaped(value)}</dd></div>`,
  )
  return paperPage({
    language: tagOf(language),
    title,
    style: STYLE,
    body: [
      `<h1 dir="auto">${escaped(title)}</h1><dl>${lines.join('')}</dl>`,
      `<figure>${renderSVG(calendar, { ecc: 'L', border: 3 })}`,
      `<figcaption dir="auto">${escaped(code)}</figcaption></figure>`,
    ].join('\n'),
  })
}
