import { expect, test } from 'vitest'
import { USUAL_KINDS } from '../../phone/kinds.ts'
import { PhoneEntry } from './phone-entry.svelte.ts'

async function entry(country = 'DE') {
  const phone = new PhoneEntry({
    language: () => 'en',
    allow: () => ({ countries: ['*'], types: USUAL_KINDS }),
    takesExtension: true,
  })
  phone.country = country
  await phone.prepare()
  return phone
}

/** Types as a customer does: one key after the other, at the end. */
async function typed(text: string, country = 'DE') {
  const phone = await entry(country)
  for (const key of text) phone.type(phone.text + key, true)
  return phone
}

test.each([
  ['040 5550142 ext. 12', '+49405550142;ext=12'],
  ['0405550142x12', '+49405550142;ext=12'],
  ['040/5550142 Durchwahl 12', '+49405550142;ext=12'],
  ['040 5550142#12', '+49405550142;ext=12'],
  ['(+49) 40 5550142', '+49405550142'],
  ['(0049) 40 5550142', '+49405550142'],
  ['+49 (0) 40 5550142', '+49405550142'],
  ['\u0660\u0664\u0660\u0665\u0665\u0665\u0660\u0661\u0664\u0662', '+49405550142'],
  ['\uff10\uff14\uff10\uff15\uff15\uff15\uff10\uff11\uff14\uff12', '+49405550142'],
  ['\u200e0405550142\u200e', '+49405550142'],
  ['0800 CALLNOW', '+498002255669'],
])('%j typed key by key stays the number it is', async (text, number) => {
  const phone = await typed(text)
  expect(phone.problem).toBeUndefined()
  expect(phone.given.number).toBe(number)
})

test('number is spaced while it is typed, whatever its digits look like', async () => {
  expect((await typed('01705550142')).text).toBe('0170 5550142')
  expect(
    (await typed('\u06f0\u06f1\u06f7\u06f0\u06f5\u06f5\u06f5\u06f0\u06f1\u06f4\u06f2')).text,
  ).toBe('0170 5550142')
  expect((await typed('040 5550142 ext. 12')).text).toBe('040 5550142 ext. 12')
})

test.each([
  ['040 5550142', '+49405550142'],
  ['Tel.: +49 (0) 40 5550142', '+49405550142'],
  ['040 5550142 ext. 12\n', '+49405550142;ext=12'],
  ['\u202a+44 20 7946 0958\u202c', '+442079460958'],
  ['Tel.: 040 5550142\r\nFax: 040 5550143', undefined],
])('%j pasted reads the same whatever stands there', async (text, number) => {
  for (const before of ['', '0170', '+49', '0170 5550142 ext. 9', 'Anna']) {
    const phone = await entry()
    phone.type(before, false)
    phone.country = 'DE'
    phone.paste(text)
    expect(phone.problem).toBe(number === undefined ? 'several' : undefined)
    if (number !== undefined) expect(phone.given.number).toBe(number)
  }
})

test('number of another country names that country; one without a country names none', async () => {
  const phone = await typed('+44 20 7946 0958')
  expect([phone.country, phone.countryName]).toEqual(['GB', 'United Kingdom'])
  for (const text of ['+800 1234 5678', '+881 6 123 45678', '+979 1 2345 6789']) {
    const global = await typed(text)
    expect([global.number?.written, global.countryName]).toEqual([text, ''])
  }
})
