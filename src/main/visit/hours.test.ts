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
  it('are unlimited if not configured', () => {
    expect(openState({ holidays: [], zone: 'Europe/Berlin' }, at('2026-11-23T03:00Z'))).toEqual({
      open: true,
    })
  })

  it("end at a time in the centre's zone", () => {
    const table = berlin({ monday: ['09:00-20:00'] })
    expect(openState(table, at('2026-11-23T08:00Z'))).toEqual({
      open: true,
      until: at('2026-11-23T19:00Z'),
    })
  })

  it('begin again after a weekend and a holiday', () => {
    const table = berlin({ monday: ['09:00-20:00'], tuesday: ['10:00-18:00'] }, ['2026-11-23'])
    expect(openState(table, at('2026-11-20T12:00Z'))).toEqual({
      open: false,
      until: at('2026-11-24T09:00Z'),
    })
  })

  it('can have a lunch break', () => {
    const table = berlin({ monday: ['13:00-18:00', '09:00-12:00'] })
    expect(openState(table, at('2026-11-23T11:30Z'))).toEqual({
      open: false,
      until: at('2026-11-23T12:00Z'),
    })
  })

  it('can pass midnight, and adjoining spans are joined', () => {
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

  it('follow the wall clock when the clocks change', () => {
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

  it('have no end if none is near', () => {
    const day = ['00:00-24:00']
    const always = Object.fromEntries(Object.keys(empty).map((name) => [name, day]))
    expect(openState(berlin(always), at('2026-11-23T12:00Z'))).toEqual({ open: true })
  })

  it('have no next start if there is none within a fortnight', () => {
    expect(openState(berlin({}), at('2026-11-23T12:00Z'))).toEqual({ open: false })
  })
})
