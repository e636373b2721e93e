import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { readZoneTable } from '../../src/contract/zone-table.ts'
import { isNewer, useZones, zones } from '../../src/main/platform/zones.ts'
import { runCalendar } from './calendar.ts'
import { keptJudge } from './lib/zone-judge.ts'

const judge = keptJudge()
const seed = 20_261_124

afterEach(() => {
  useZones(undefined)
})

describe('the judge', () => {
  it('finds the clock changes of a zone', () => {
    const berlin = judge.changesOf('Europe/Berlin').map((at) => new Date(at).toISOString())
    expect(berlin.slice(2, 4)).toEqual(['2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z'])
    expect(judge.changesOf('Asia/Tokyo')).toEqual([])
    expect(judge.offsetAt('America/Vancouver', Date.UTC(2026, 11, 1))).toBe(-7 * 3_600_000)
  })

  it('is at least as new as the data it judges (else rebuild it with --zoneinfo)', () => {
    expect(isNewer(zones().version, judge.version)).toBe(false)
    expect(judge.zones).toEqual(zones().names)
  })
})

it('app plans correctly in zones with every kind of change', () => {
  const said: string[] = []
  const { changes, cases, wrong } = runCalendar({
    seed,
    judge,
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
      'America/Vancouver',
    ],
    say: (line) => said.push(line),
  })
  expect(said).toEqual([])
  expect(wrong).toBe(0)
  expect(changes).toBeGreaterThan(50)
  expect(cases).toBeGreaterThan(2000)
})

it('judge rejects the zone data of 2024a for each zone changed since then', () => {
  const file = new URL('../fixtures/zones/2024a.json', import.meta.url)
  useZones(readZoneTable(JSON.parse(readFileSync(file, 'utf8'))))
  const names = ['America/Vancouver', 'Africa/Casablanca', 'America/Winnipeg', 'America/Coyhaique']
  for (const zone of names) {
    const { wrong } = runCalendar({ seed, judge, zones: [zone], say: () => undefined })
    expect(wrong, zone).toBeGreaterThan(0)
  }
  expect(runCalendar({ seed, judge, zones: ['Europe/Berlin'], say: () => undefined }).wrong).toBe(0)
})
