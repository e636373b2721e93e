import { describe, expect, test } from 'vitest'
import {
  dayOf,
  daysBetween,
  hourOf,
  isolated,
  labelOf,
  listOf,
  nameOf,
  weekdayOf,
} from './format.ts'
import { fakeZone } from './fake-zones.ts'
import { timeOf } from '../../contract/moment.ts'
import { UTC } from '../../contract/zone.ts'

/** 24 November 2026, 23:30 in Berlin. */
const late = Date.parse('2026-11-24T22:30:00Z')
const zone = fakeZone('Europe/Berlin')

test('times are written as the language writes them, in the zone of the centre', () => {
  const noon = Date.parse('2026-07-01T12:05:00Z')
  expect(timeOf(noon, { language: 'en', zone })).toBe('14:05')
  expect(timeOf(noon, { language: 'de', zone })).toBe('14:05')
  expect(timeOf(noon, { language: 'fi', zone })).toBe('14.05')
  expect(timeOf(noon, { language: 'ar', zone })).toBe('14:05')
  expect(timeOf(noon, { language: 'en-US', zone: fakeZone('America/New_York') })).toMatch(
    /^8:05\sAM$/u,
  )
})

test('weekdays and days are named', () => {
  expect(weekdayOf(late, { language: 'en', zone })).toBe('Tuesday')
  expect(weekdayOf(late, { language: 'ar', zone })).toBe('الثلاثاء')
  expect(dayOf(late, { language: 'de', zone })).toBe('24. November')
})

test('a day begins at midnight of the zone, not of this machine', () => {
  expect(hourOf(late, zone)).toBe(23)
  expect(hourOf(late, fakeZone('Asia/Tokyo'))).toBe(7)
  const hour = 3_600_000
  expect(daysBetween(late, late + hour, zone)).toBe(1)
  expect(daysBetween(late, late + hour, UTC)).toBe(0)
})

test('a day of the change to winter time is one day', () => {
  const before = Date.parse('2026-10-24T22:30:00Z')
  expect(daysBetween(before, before + 25 * 3_600_000, zone)).toBe(1)
})

describe('languages', () => {
  test('name themselves', () => {
    expect(['en', 'de', 'fi', 'ar', 'fr'].map(nameOf)).toEqual([
      'English',
      'Deutsch',
      'Suomi',
      'العربية',
      'Français',
    ])
  })

  test('have a base and a direction', () => {})

  test('join lists', () => {
    expect(listOf(['Anna', 'Ben'], 'de')).toBe('Anna und Ben')
  })
})

test('a label is taken by language, base, any, then the first', () => {
  const labels = { de: 'Rechnung', '*': 'Billing' }
  expect(labelOf(labels, 'de-AT')).toBe('Rechnung')
  expect(labelOf(labels, 'fi')).toBe('Billing')
  expect(labelOf({ de: 'Rechnung' }, 'fi')).toBe('Rechnung')
  expect(labelOf({}, 'fi')).toBe('')
})

test('customer reads a phone number in a sentence on one line, from left to right', () => {
  expect(isolated('+49 40 5550142')).toBe('\u2066+49\u00a040\u00a05550142\u2069')
})
