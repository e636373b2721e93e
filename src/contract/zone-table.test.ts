import { expect, it } from 'vitest'
import carried from '../../resources/zones.json' with { type: 'json' }
import { readZoneTable } from './zone-table.ts'
import { offsetAt } from './zone.ts'

const zones = readZoneTable(carried)

it('table has every zone under each of its names, spelled as in the database', () => {
  expect(zones.names.length).toBeGreaterThan(590)
  for (const name of zones.names) expect(zones.find(name)?.name).toBe(name)
  expect(zones.find('europe/kyiv')?.name).toBe('Europe/Kyiv')
  expect(zones.find('Europe/Kiev')?.changes).toEqual(zones.find('Europe/Kyiv')?.changes)
  for (const name of [
    '',
    'Etc/Unknown',
    'GMT+5',
    'Mars/Olympus',
    'constructor',
    'Europe/Berlin|',
  ]) {
    expect(zones.find(name), name).toBeUndefined()
  }
})

it('table returns the new offset from the moment of a change', () => {
  const berlin = zones.find('Europe/Berlin')
  if (berlin === undefined) throw new Error('no Berlin')
  const at = Date.parse('2026-10-25T01:00:00Z')
  expect([at - 1, at].map((each) => offsetAt(berlin, each))).toEqual([120, 60])
  expect(offsetAt(berlin, Date.UTC(1990, 0, 1))).toBe(60)
  expect(offsetAt(berlin, Date.UTC(2090, 6, 1))).toBe(60)
})

it('table refuses invalid zones and data in another format', () => {
  const broken = readZoneTable({
    version: '2026f',
    zones: ['A/B|X|!|0|', 'A/C|X Y|0 1|01|', 'A/D|X Y|0 1|010|2 -2', 'A/E|X|4A0|0|', 'A/F|X|0|0|'],
    links: ['A/G|A/H'],
  })
  for (const name of ['A/B', 'A/C', 'A/D', 'A/E', 'A/G'])
    expect(broken.find(name), name).toBeUndefined()
  expect(broken.find('A/F')).toEqual({ name: 'A/F', changes: [], offsets: [0] })
  for (const data of [
    undefined,
    null,
    [],
    {},
    { version: '2026f', zones: [1], links: [] },
    { ...carried, version: 'x' },
  ]) {
    expect(() => readZoneTable(data)).toThrow('no packed zone data')
  }
})
