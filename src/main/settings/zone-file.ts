import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readZoneTable, type ZoneTable } from '../../contract/zone-table.ts'
import { ToldError, sentenceOf } from '../platform/words.ts'
import { isNewer, useZones, zones } from '../platform/zones.ts'
import { inFile } from './policy-file.ts'
import type { PolicyProblem } from './problem.ts'

/** Largest file of zone data, in bytes: moment-timezone's has 730 kB. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Takes newer zone data where the policy names a file of them (`zoneFile`, relative to the policy's folder), before any
 * zone is checked. Answers what is wrong with it; then the app's own data stay in force.
 */
export function takeZoneFile(value: unknown, policyFile: string): readonly PolicyProblem[] {
  useZones(undefined)
  // What is no path at all is told by the schema.
  if (typeof value !== 'string' || value === '') return []
  const file = resolve(dirname(policyFile), value)
  try {
    const table = readTable(file)
    const values = { data: table.version, own: zones().version }
    if (isNewer(values.own, values.data)) throw new ToldError({ key: 'reason.zonesOlder', values })
    useZones(table)
    return []
  } catch (error) {
    return [{ ...inFile(file, sentenceOf(error)), path: 'zoneFile' }]
  }
}

/** @throws ToldError where the file holds no zone data; what the system says where it cannot be read. */
function readTable(file: string): ZoneTable {
  if (statSync(file).size > MOST_BYTES) throw new ToldError({ key: 'reason.noZones' })
  const text = readFileSync(file, 'utf8')
  try {
    return readZoneTable(JSON.parse(text))
  } catch {
    throw new ToldError({ key: 'reason.noZones' })
  }
}
