import { describe, expect, it } from 'vitest'
import { addDays, dateIn, instantIn, weekdayOf } from './wall-clock.ts'

const iso = (at: number): string => new Date(at).toISOString()

describe('wall clocks of a zone', () => {
  it.each([
    // Permanent -07 since the spring of 2026.
    ['America/Vancouver', '2026-12-01T16:00:00.000Z'],
    ['Africa/Casablanca', '2026-12-01T09:00:00.000Z'],
    ['Asia/Almaty', '2026-12-01T04:00:00.000Z'],
    ['America/Winnipeg', '2026-12-01T14:00:00.000Z'],
    ['America/Coyhaique', '2026-12-01T12:00:00.000Z'],
    ['Europe/Kyiv', '2026-12-01T07:00:00.000Z'],
    ['Europe/Kiev', '2026-12-01T07:00:00.000Z'],
  ])('nine o\u2019clock on 1 December 2026 in %s is %s', (zone, at) => {
    expect(iso(instantIn(zone, '2026-12-01', '09:00'))).toBe(at)
  })

  it('a skipped time becomes the one after the gap; an ambiguous time is the earlier one', () => {
    expect(iso(instantIn('Europe/Berlin', '2026-03-29', '02:30'))).toBe('2026-03-29T01:30:00.000Z')
    expect(iso(instantIn('Europe/Berlin', '2026-10-25', '02:30'))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(instantIn('Europe/Berlin', '2026-10-25', '03:00'))).toBe('2026-10-25T02:00:00.000Z')
    // Where midnight is skipped, the day begins at one.
    expect(iso(instantIn('America/Santiago', '2026-09-06', '00:00'))).toBe(
      '2026-09-06T04:00:00.000Z',
    )
  })

  it('a day ends where the next begins, and dates follow the zone', () => {
    expect(instantIn('Asia/Tokyo', '2026-12-31', '24:00')).toBe(
      instantIn('Asia/Tokyo', '2027-01-01', '00:00'),
    )
    expect(dateIn('Asia/Tokyo', Date.parse('2026-12-31T15:00:00Z'))).toBe('2027-01-01')
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect([weekdayOf('2026-11-29'), weekdayOf('2026-12-01')]).toEqual([0, 2])
  })
})
