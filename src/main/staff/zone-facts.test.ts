import { describe, expect, it } from 'vitest'
import { zoneFile } from '../platform/zone-file-bytes.ts'
import { zones } from '../platform/zones.ts'
import { compareZones } from './zone-facts.ts'

const DAY = 86_400
const NOW = Date.UTC(2026, 10, 30)

describe('zones in use', () => {
  const utc = zoneFile(0, [], 'UTC0')
  const later = zoneFile(0, [[NOW / 1000 + 100 * DAY, 3600]], 'NEW-1')
  const compare = (
    files: Readonly<Record<string, Buffer>>,
    names: readonly string[],
    system?: string,
  ) => compareZones({ zones: names, now: NOW, system, read: (zone) => files[zone] })

  it('are correct if the system agrees', () => {
    expect(compare({ UTC: utc }, ['UTC', 'UTC'])).toEqual({ version: zones().version, wrong: [] })
  })

  it("are wrong if the system's offset changes within a year and ours does not", () => {
    expect(compare({ UTC: later, 'Africa/Abidjan': utc }, ['UTC', 'Africa/Abidjan']).wrong).toEqual(
      ['UTC'],
    )
  })

  it("are correct if the system's data is older, and its version is reported", () => {
    expect(compare({ UTC: later }, ['UTC'], '2025b')).toEqual({
      version: zones().version,
      system: '2025b',
      wrong: [],
    })
    expect(compare({ UTC: later }, ['UTC'], '2099a').wrong).toEqual(['UTC'])
  })

  it('are assumed correct if the system has no file', () => {
    expect(compare({}, ['Europe/Berlin', 'No/Zone']).wrong).toEqual([])
  })
})
