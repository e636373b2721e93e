import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import published from 'moment-timezone/data/packed/latest.json' with { type: 'json' }
import { expect, it } from 'vitest'
import { readZoneTable } from '../../src/contract/zone-table.ts'
import { repositoryRoot } from './paths.ts'
import { zoneCountries, zoneData } from './zone-data.ts'

it('app contains the zone data of the pinned package, within its size limit', () => {
  const carried = readFileSync(join(repositoryRoot, 'resources', 'zones.json'), 'utf8')
  expect(carried === zoneData(), 'npm run build brings resources/zones.json up to date').toBe(true)
  const countries = readFileSync(join(repositoryRoot, 'resources', 'zone-countries.json'), 'utf8')
  expect(countries === zoneCountries(), 'npm run build brings them up to date').toBe(true)
  expect(carried.length + countries.length).toBeLessThan(250_000)
})

it("app's zone data has each change of the covered years, to the millisecond", () => {
  const [ours, whole] = [readZoneTable(JSON.parse(zoneData())), readZoneTable(published)]
  const isOurs = (at: number): boolean => at > Date.UTC(2020, 1, 1) && at < Date.UTC(2037, 0, 1)
  expect(ours.version).toBe(whole.version)
  expect(ours.names).toEqual(whole.names)
  for (const name of ours.names) {
    // The published moments go back to seconds of the nineteenth century, and every step is a fraction.
    expect(ours.find(name)?.changes.filter(isOurs), name).toEqual(
      whole.find(name)?.changes.filter(isOurs),
    )
  }
})
