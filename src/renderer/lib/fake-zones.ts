import data from '../../../resources/zones.json' with { type: 'json' }
import { readZoneTable } from '../../contract/zone-table.ts'
import type { Zone } from '../../contract/zone.ts'

const table = readZoneTable(data)

/** A zone as main hands it to the pages, for tests and scenarios. */
export function fakeZone(name: string): Zone {
  const zone = table.find(name)
  if (zone === undefined) throw new RangeError(`no time zone is called ${name}`)
  return zone
}
