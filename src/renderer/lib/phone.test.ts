import { describe, expect, test } from 'vitest'
import { groupsOf, loadPhone, spokenGroups } from './phone.ts'

describe('phone numbers', () => {
  test('are read, grouped and formatted as they are typed', async () => {
    const phone = await loadPhone()
    expect(phone.format('01705550', 'DE')).toBe('0170 5550')
    const { number } = phone.read('0170 5550142', 'DE')
    expect(number).toMatchObject({ e164: '+491705550142', country: 'DE', callingCode: '+49' })
    expect(number && spokenGroups(number)).toEqual(['170', '555', '01', '42'])
    // A plus names its own country, whatever was chosen.
    expect(phone.read('+44 20 7946 0958', 'DE').number?.country).toBe('GB')
  })

  test('countries are named in the language', async () => {
    const countries = (await loadPhone()).countries('de')
    expect(countries).toContainEqual({
      code: 'AT',
      name: 'Österreich',
      callingCode: '+43',
      words: 'AT Austria',
    })
    expect(countries.length).toBeGreaterThan(200)
    const names = countries.map(({ name }) => name)
    expect(names.indexOf('Österreich')).toBeLessThan(names.indexOf('Polen'))
  })

  test.each([
    ['170 5550142', ['170', '555', '01', '42']],
    ['20 7946 0958', ['20', '7946', '0958']],
    ['12345', ['123', '45']],
    ['123456', ['123', '456']],
    ['12345678', ['123', '456', '78']],
  ])('%s in groups of two to four', (written, groups) => {
    expect(groupsOf(written)).toEqual(groups)
  })
})
