import { expect, it } from 'vitest'
import { changesOf, runCalendar } from './calendar.ts'

it('finds the clock changes of a zone', () => {
  const berlin = changesOf('Europe/Berlin')
  expect(berlin).toHaveLength(10)
  expect(berlin.slice(0, 2).map((at) => new Date(at).toISOString())).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-10-25T01:00:00.000Z',
  ])
  expect(changesOf('Asia/Tokyo')).toEqual([])
})

it('plans right in zones with every kind of change', () => {
  const said: string[] = []
  const { changes, cases, wrong } = runCalendar({
    seed: 20_261_124,
    zones: [
      'Europe/Berlin',
      'America/New_York',
      // Half an hour, at midnight, a quarter of an hour off, none, and where Ramadan rules.
      'Australia/Lord_Howe',
      'America/Santiago',
      'Pacific/Chatham',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Asia/Beirut',
    ],
    say: (line) => said.push(line),
  })
  expect(said).toEqual([])
  expect(wrong).toBe(0)
  expect(changes).toBeGreaterThan(50)
  expect(cases).toBeGreaterThan(2000)
})
