import carried from '../../../resources/zones.json' with { type: 'json' }
import { readZoneTable, type ZoneTable } from '../../contract/zone-table.ts'
import type { Zone } from '../../contract/zone.ts'

let inForce: ZoneTable | undefined

/** The zone data that the app goes by: its own (`resources/zones.json`), or newer ones of the policy (ADR 13). */
export function zones(): ZoneTable {
  return (inForce ??= readZoneTable(carried))
}

/** Takes other data from here on, for the whole process; undefined: the app's own again. */
export function useZones(table: ZoneTable | undefined): void {
  inForce = table
}

/**
 * A zone that was found to be known before.
 * @throws RangeError where it is not.
 */
export function zoneNamed(name: string): Zone {
  const zone = zones().find(name)
  if (zone === undefined) throw new RangeError(`no time zone is called ${name}`)
  return zone
}

/** Whether an edition of the database, such as `2026f`, came out after another one. */
export function isNewer(version: string, than: string): boolean {
  const [year, letter] = partsOf(version)
  const [otherYear, otherLetter] = partsOf(than)
  if (year !== otherYear) return year > otherYear
  if (letter.length !== otherLetter.length) return letter.length > otherLetter.length
  return letter > otherLetter
}

function partsOf(version: string): readonly [year: number, letter: string] {
  return [Number.parseInt(version, 10), version.slice(4)]
}
