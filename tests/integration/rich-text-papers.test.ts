import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN } from '../../src/main/chat/rich-elements.ts'
import { parseRich } from '../../src/main/chat/rich.ts'
import { richDocument } from '../../src/main/paper/rich-document.ts'

const page = readFileSync(new URL('../../docs/rich-text.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `(?<markup><?[^`]+)` \| `(?<paper>[^`]*)` \| .+ \|$/gmu)].map(
  ({ groups }) => [groups?.['markup'] ?? '', groups?.['paper'] ?? ''] as const,
)
const policy = { linkHosts: ['*'], viewHosts: ['*'], privateHosts: [], maxLength: 2048 }
const words = {
  cut: 'There is more.',
  picture: 'Picture',
  leftOut: 'left out',
  elsewhere: 'leads to',
}

test.each(rows)('%s is printed as the table says', (markup, paper) => {
  const printed = richDocument(parseRich(markup, policy), words).replaceAll('\n', '')
  expect(printed || ' ').toBe(paper)
})

test('table has every text element of HTML', () => {
  // HTML, 4.5, 4.7 and 4.8: text-level semantics, edits, and what is embedded; 4.4: lists.
  const needed =
    'a em strong small s cite q dfn abbr ruby data time code var samp kbd sub sup i b u mark bdi bdo span br wbr ins ' +
    'del img iframe object video svg ol ul li dl dt dd blockquote pre hr'
  for (const tag of needed.split(' ')) {
    expect(KNOWN.has(tag), tag).toBe(true)
    expect(
      rows.some(([markup]) => markup.includes(`<${tag}`)),
      tag,
    ).toBe(true)
  }
  for (const attribute of ['start', 'reversed', 'type', 'value'])
    expect(
      rows.some(([markup]) => markup.includes(` ${attribute}`)),
      attribute,
    ).toBe(true)
})
