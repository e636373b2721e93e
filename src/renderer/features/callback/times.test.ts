import { describe, expect, test } from 'vitest'
import en from '../../../../resources/locales/features/more-en.json'
import {
  dateOf,
  isTwice,
  momentOf,
  nearnessOf,
  partOf,
  rangeOf,
  shortDayOf,
  tileOf,
  zonesDiffer,
  type Translate,
} from './times.ts'
import { filled, textFinder } from '../../../contract/texts.ts'
import { shortZoneOf, zoneNameOf } from '../../lib/zone-names.ts'
import { fakeZone } from '../../lib/fake-zones.ts'

/** The English texts, without the machinery of the screens. */
const find = textFinder('en', [en], {})
const t: Translate = (key, values = {}) =>
  filled(find(key, values['count']) ?? key, (name) => String(values[name]))
const at = (iso: string): number => Date.parse(iso)
const words = (zone: string, now = at('2026-10-20T08:00:00Z')) => ({
  t,
  style: { language: 'en', zone: fakeZone(zone) },
  now,
})

describe('times', () => {
  test('a window is written in the customer\u2019s zone', () => {
    const window = { start: at('2026-11-24T14:00:00Z'), end: at('2026-11-24T14:30:00Z') }
    expect(rangeOf(window, words('Europe/Berlin'))).toBe('15:00–15:30')
    expect(rangeOf(window, words('America/New_York'))).toBe('9:00–9:30')
    expect(rangeOf(window, words('Asia/Kathmandu'))).toBe('19:45–20:15')
  })

  test('a time that comes twice says which one is meant; others do not', () => {
    // On 25 October 2026 Berlin has 02:30 twice: at 00:30 and at 01:30 UTC.
    const first = { start: at('2026-10-25T00:30:00Z'), end: at('2026-10-25T00:45:00Z') }
    const again = { start: at('2026-10-25T01:30:00Z'), end: at('2026-10-25T01:45:00Z') }
    const berlin = words('Europe/Berlin')
    expect(rangeOf(first, berlin)).toBe('2:30–2:45 CEST')
    expect(rangeOf(again, berlin)).toBe('2:30–2:45 CET')
    const across = { start: at('2026-10-25T00:30:00Z'), end: at('2026-10-25T02:30:00Z') }
    expect(rangeOf(across, berlin)).toBe('2:30 CEST – 3:30 CET')
    expect(isTwice(at('2026-10-24T00:30:00Z'), fakeZone('Europe/Berlin'))).toBe(false)
    expect(isTwice(at('2026-10-25T02:00:00Z'), fakeZone('Europe/Berlin'))).toBe(false)
    // Where the clocks are put forward nothing comes twice.
    expect(isTwice(at('2026-03-29T01:30:00Z'), fakeZone('Europe/Berlin'))).toBe(false)
    // Lord Howe Island puts its clocks back by half an hour.
    expect(isTwice(at('2026-04-04T14:45:00Z'), fakeZone('Australia/Lord_Howe'))).toBe(true)
    expect(isTwice(at('2026-04-04T14:15:00Z'), fakeZone('Australia/Lord_Howe'))).toBe(false)
    expect(isTwice(at('2026-04-04T15:15:00Z'), fakeZone('Australia/Lord_Howe'))).toBe(true)
  })

  test('the day is named: today and tomorrow, else weekday and date, the year where it is another', () => {
    const now = at('2026-12-31T22:30:00Z')
    const here = words('Europe/Berlin', now)
    const tonight = { start: now, end: now + 900_000 }
    expect(momentOf(tonight, here)).toBe('Today, 23:30–23:45')
    expect(momentOf(tonight, here, true)).toBe('Thursday 31 December, 23:30–23:45')
    const later = { start: at('2027-01-01T09:00:00Z'), end: at('2027-01-01T10:00:00Z') }
    expect(momentOf(later, here)).toBe('Tomorrow, 10:00–11:00')
    expect(momentOf(later, here, true)).toContain('1 January 2027')
    expect(nearnessOf('2027-01-02', here)).toBeUndefined()
    // The same moment is another day elsewhere.
    expect(dateOf(now, fakeZone('Asia/Tokyo'))).toBe('2027-01-01')
  })

  test.each([
    ['en', '8\u00A0Dec'],
    ['de', '8.\u00A0Dez'],
    ['fi', '8.12.'],
    ['ar', '8\u00A0ديسمبر'],
  ])('a short date is never parted from its month in %s', (language, date) => {
    expect(shortDayOf('2026-12-08', language)).toContain(date)
  })

  test('tiles, parts of the day and zones', () => {
    expect(tileOf('2026-11-25', 'de', 'long')).toEqual({
      weekday: 'Mittwoch',
      day: '25',
      month: 'November',
    })
    const part = (hour: string) =>
      partOf({ start: at(`2026-11-24T${hour}Z`), end: 0 }, fakeZone('Europe/Berlin'))
    expect([part('03:59'), part('04:00'), part('11:00'), part('16:00'), part('23:30')]).toEqual([
      'night',
      'morning',
      'afternoon',
      'evening',
      'night',
    ])
    expect(zoneNameOf(at('2026-11-24T12:00:00Z'), fakeZone('Europe/Berlin'), 'en')).toBe(
      'Central European Time',
    )
    expect(
      zonesDiffer(fakeZone('Europe/Berlin'), fakeZone('Europe/Paris'), [
        at('2026-11-24T12:00:00Z'),
      ]),
    ).toBe(false)
    // Alike in winter, apart in summer.
    const summer = at('2026-07-01T12:00:00Z')
    expect(
      zonesDiffer(fakeZone('Europe/Berlin'), fakeZone('Africa/Algiers'), [
        at('2026-11-24T12:00:00Z'),
      ]),
    ).toBe(false)
    expect(zonesDiffer(fakeZone('Europe/Berlin'), fakeZone('Africa/Algiers'), [summer])).toBe(true)
  })
})

describe('names of zones', () => {
  test('are the runtime\u2019s where its data say the same', () => {
    const now = at('2026-07-01T12:00:00Z')
    expect(zoneNameOf(now, fakeZone('Europe/Berlin'), 'de')).toBe('Mitteleuropäische Zeit')
    expect(shortZoneOf(now, { language: 'en', zone: fakeZone('Europe/London') })).toBe('BST')
  })

  test('are city and offset where it knows another offset, or no such zone', () => {
    const winter = at('2026-12-01T12:00:00Z')
    // As if the law of Berlin had changed yesterday, and for a zone that was founded then.
    const later = { ...fakeZone('Europe/Berlin'), changes: [], offsets: [150] }
    expect(zoneNameOf(winter, later, 'en')).toBe('Berlin (\u2066UTC+2:30\u2069)')
    const founded = { name: 'America/New_Town', changes: [], offsets: [-180] }
    expect(zoneNameOf(winter, founded, 'fi')).toBe('New Town (\u2066UTC\u22123\u2069)')
    expect(shortZoneOf(winter, { language: 'ar', zone: founded })).toBe('\u2066UTC\u22123\u2069')
    expect(zoneNameOf(winter, { ...founded, offsets: [0] }, 'en')).toBe(
      'New Town (\u2066UTC\u2069)',
    )
  })
})
