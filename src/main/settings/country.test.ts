import { describe, expect, test } from 'vitest'
import { countryOfPlace } from './country.ts'

const place = { policy: undefined, zones: ['Europe/Berlin'], languages: ['de'] }

describe('country of the place', () => {
  test.each([
    ['the policy first', { ...place, policy: 'CH' }, 'CH'],
    ['then the zone', place, 'DE'],
    ['a German shop for English readers', { ...place, languages: ['en'] }, 'DE'],
    ['a shop in Vancouver', { ...place, zones: ['America/Vancouver'] }, 'CA'],
    ['a zone that is newer than the runtime', { ...place, zones: ['America/Coyhaique'] }, 'CL'],
    ['a Swedish shop in Berlin', { ...place, languages: ['sv'] }, 'DE'],
    ['Singapore, which shares its time', { ...place, zones: ['Asia/Singapore'] }, 'SG'],
    ['a zone under its new name', { ...place, zones: ['Europe/Kyiv'], languages: ['en'] }, 'UA'],
    ['a zone under its old name', { ...place, zones: ['Asia/Calcutta'], languages: ['en'] }, 'IN'],
    [
      'the next zone where the first is of no country',
      { ...place, zones: ['UTC', 'Europe/Helsinki'] },
      'FI',
    ],
    [
      'a zone that nobody knows',
      { ...place, zones: ['Europe/Berlim'], languages: ['fi', 'en'] },
      'FI',
    ],
    [
      'then the language with its own region',
      { ...place, zones: ['UTC'], languages: ['de-AT'] },
      'AT',
    ],
    ['a tag that is none', { ...place, zones: [], languages: ['!'] }, 'US'],
  ])('%s', (_name, given, country) => {
    expect(countryOfPlace(given)).toBe(country)
  })
})
