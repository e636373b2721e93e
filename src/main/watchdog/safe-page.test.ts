import { readdirSync } from 'node:fs'
import { parse } from 'parse5'
import { expect, it } from 'vitest'
import texts from '../../../resources/safe/texts.json'
import { policySchema } from '../settings/policy.ts'
import { safePage } from './safe-page.ts'

const address = { css: 'app://callpoint/safe.css', home: 'app://callpoint/index.html' }
const guest = { language: 'de', theme: 'default' } as const

function page(policy: object, customer: Parameters<typeof safePage>[1] = guest): string {
  return safePage(policySchema.parse(policy), customer, address).html
}

it('safe screen has every language of the app', () => {
  const files = readdirSync(new URL('../../../resources/locales', import.meta.url))
  const languages = files.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []))
  expect(new Set(Object.keys(texts))).toEqual(new Set(languages))
  for (const words of Object.values(texts)) {
    expect(Object.keys(words)).toEqual(Object.keys(texts.en))
    for (const text of Object.values(words)) expect(text).not.toBe('')
  }
})

it("safe screen shows the phone number, in the customer's language first", () => {
  const html = page({ contact: { phoneNumber: '040 5550 0142' }, languages: ['en', 'de', 'ar'] })
  expect(html).toContain('<html lang="de" dir="ltr"')
  expect(html).toContain('<strong dir="ltr">040 5550 0142</strong>')
  expect(html.indexOf(texts.de.title)).toBeLessThan(html.indexOf(texts.en.title))
  expect(html).toContain('lang="ar" dir="rtl"')
  expect(html).toContain(`href="${address.home}"`)
})

it('safe screen names the team if there is no number, and uses English for unknown languages', () => {
  const html = page({ languages: ['pt', 'nl'] }, { language: 'pt', theme: 'dark' })
  expect(html).toContain('data-theme="dark"')
  expect(html).toContain(texts.en.title)
  expect(html).toContain(texts.en.team)
  expect(html).not.toContain(texts.en.phone)
})

it("safe screen shows the policy's texts, escaped", () => {
  const html = page({
    brand: { name: '<b>"Nord" & Licht</b>' },
    texts: {
      '*': { 'safe.title': 'Gone <script>fishing</script>' },
      de: { 'safe.lead': 'Gleich' },
    },
    contact: { phoneNumber: '<i>1</i>' },
  })
  expect(html).toContain('Gone &lt;script>'.replace('>', '&gt;'))
  expect(html).toContain('Gleich')
  expect(html).toContain('&lt;b&gt;&quot;Nord&quot; &amp; Licht&lt;/b&gt;')
  const found = JSON.stringify(parse(html), (key, value: unknown) =>
    key === 'parentNode' ? undefined : value,
  )
  expect(found).not.toMatch(/"nodeName":"(script|style|img|i)"/u)
})
