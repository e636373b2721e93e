import { beforeAll, expect, test } from 'vitest'
import { countryOf, loadPhone, type Phone } from './phone.ts'

let phone: Phone
beforeAll(async () => {
  phone = await loadPhone()
})

test.each([
  ['de', undefined, 'DE'],
  ['de-AT', 'de', 'AT'],
  ['de', 'en', 'DE'],
  ['en', 'de', 'DE'],
  ['en', 'en-GB', 'GB'],
  ['ar', 'fi', 'FI'],
  ['ar', undefined, 'EG'],
])('%s in a house of %s suggests %s', (language, house, country) => {
  expect(countryOf(language, house)).toBe(country)
})

test('countries are named and sorted in the language', () => {
  const countries = phone.countries('de')
  expect(countries.length).toBeGreaterThan(200)
  expect(countries.find(({ code }) => code === 'AT')).toEqual({
    code: 'AT',
    name: 'Österreich',
    callingCode: '+43',
  })
  const names = countries.map(({ name }) => name)
  expect(names.indexOf('Österreich')).toBeLessThan(names.indexOf('Polen'))
})

test('blanks come while typing', () => {
  expect(phone.format('030123456', 'DE')).toBe('030 123456')
  expect(phone.format('+55418091', 'DE')).toBe('+55 41 8091')
})

test('a number is read in its country, or in the one that its plus sign names', () => {
  expect(phone.read('030 123456', 'DE')).toEqual({
    e164: '+4930123456',
    country: 'DE',
    national: '030 123456',
    international: '+49 30 123456',
  })
  expect(phone.read('+55 (41) 3091-1597', 'DE')?.country).toBe('BR')
  expect(phone.read('+55 (41) 3091-1597', 'DE')?.e164).toBe('+554130911597')
})

test.each(['', '12', 'call me', '+', '00000000000000000000'])('%j is no number', (text) => {
  expect(phone.read(text, 'DE')).toBeUndefined()
})
