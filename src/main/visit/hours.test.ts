import { describe, expect, it } from 'vitest'
import type { Hours } from '../settings/policy.ts'
import { openState } from './hours.ts'

const empty: Hours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}
const at = (iso: string): number => Date.parse(iso)
const berlin = (hours: Partial<Hours>, holidays: string[] = []) => ({
  hours: { ...empty, ...hours },
  holidays,
  zone: 'Europe/Berlin',
})

describe('opening hours', () => {
  it('is always open without hours', () => {
    expect(openState({ holidays: [], zone: 'Europe/Berlin' }, at('2026-11-23T03:00Z'))).toEqual({
      open: true,
    })
  })

  it('says until when it is open, in the zone of the centre', () => {
    const table = berlin({ monday: ['09:00-20:00'] })
    expect(openState(table, at('2026-11-23T08:00Z'))).toEqual({
      open: true,
      until: at('2026-11-23T19:00Z'),
    })
  })

  it('says when it opens next, over a weekend and a holiday', () => {
    const table = berlin({ monday: ['09:00-20:00'], tuesday: ['10:00-18:00'] }, ['2026-11-23'])
    expect(openState(table, at('2026-11-20T12:00Z'))).toEqual({
      open: false,
      until: at('2026-11-24T09:00Z'),
    })
  })

  it('closes for lunch', () => {
    const table = berlin({ monday: ['13:00-18:00', '09:00-12:00'] })
    expect(openState(table, at('2026-11-23T11:30Z'))).toEqual({
      open: false,
      until: at('2026-11-23T12:00Z'),
    })
  })

  it('runs past midnight, and joins spans that touch', () => {
    const table = berlin({ monday: ['22:00-02:00'], tuesday: ['02:00-04:00'] })
    expect(openState(table, at('2026-11-23T23:30Z'))).toEqual({
      open: true,
      until: at('2026-11-24T03:00Z'),
    })
    expect(openState(berlin({ monday: ['00:00-24:00'] }), at('2026-11-23T12:00Z'))).toEqual({
      open: true,
      until: at('2026-11-23T23:00Z'),
    })
  })

  it('keeps the wall clock on the days the clocks change', () => {
    const table = berlin({ sunday: ['01:00-09:00'] })
    // 25 October 2026: the hour from two to three comes twice.
    expect(openState(table, at('2026-10-25T00:30Z'))).toEqual({
      open: true,
      until: at('2026-10-25T08:00Z'),
    })
    // 29 March 2026: half past two does not exist; the span opens after the gap.
    expect(openState(berlin({ sunday: ['02:30-09:00'] }), at('2026-03-29T00:50Z'))).toEqual({
      open: false,
      until: at('2026-03-29T01:30Z'),
    })
  })

  it('names no end where none is in sight', () => {
    const day = ['00:00-24:00']
    const always = Object.fromEntries(Object.keys(empty).map((name) => [name, day]))
    expect(openState(berlin(always), at('2026-11-23T12:00Z'))).toEqual({ open: true })
  })

  it('stays closed where no hours come within a fortnight', () => {
    expect(openState(berlin({}), at('2026-11-23T12:00Z'))).toEqual({ open: false })
  })
})
