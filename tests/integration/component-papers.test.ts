import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { VENDOR_STYLES } from '../../component/src/styles.ts'
import { FURTHER_TEXTS, VENDOR_TEXTS } from '../../src/renderer/features/call/texts.ts'

const page = readFileSync(new URL('../../docs/click-to-dial.md', import.meta.url), 'utf8')

/** The rows of the table between `<!-- NAME -->` and `<!-- end -->`, without its head. */
function rowsOf(name: string): readonly string[] {
  const table = new RegExp(`<!-- ${name} -->([^]*?)<!-- end -->`, 'u').exec(page)?.[1] ?? ''
  const lines = table.split('\n').filter((line) => line.startsWith('| '))
  return lines.filter((line) => !line.includes('---')).slice(1)
}

it('the page of the component has a row for each text, with its default', () => {
  const rows = Object.entries({ ...VENDOR_TEXTS, ...FURTHER_TEXTS })
  expect(rowsOf('texts')).toEqual(rows.map(([name, text]) => `| ${name} | ${text} |`))
})

it('the page of the component has a row for each variable, with its default', () => {
  const rows = Object.entries(VENDOR_STYLES)
  expect(rowsOf('styles')).toEqual(
    rows.map(([name, value]) => `| \`--oscc-ctd-${name}\` | \`${value}\` |`),
  )
})
