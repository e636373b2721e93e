import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import moment from 'moment-timezone/moment-timezone-utils.js'
import { z } from 'zod'
import { repositoryRoot } from './paths.ts'

const require = createRequire(import.meta.url)

const metaSchema = z.object({
  zones: z.record(z.string(), z.object({ countries: z.array(z.string()).min(1) })),
})

interface Packed {
  readonly version: string
  readonly zones: readonly string[]
  readonly links: readonly string[]
}

/** The years that the app knows: earlier and later moments have the offset of the first and the last. */
const FROM_YEAR = 2020
const TO_YEAR = 2037

const file = join(repositoryRoot, 'resources', 'zones.json')
const countriesFile = join(repositoryRoot, 'resources', 'zone-countries.json')

/** moment-timezone's data, packed anew with these years only; one zone a line, so that an update can be read. */
export function zoneData(packed: Packed = publishedData()): string {
  const { version, zones, links } = packed
  const unpacked = {
    version,
    zones: zones.map((zone) => moment.tz.unpack(zone)),
    links: [...links],
  }
  const { zones: kept, links: linked } = moment.tz.filterLinkPack(unpacked, FROM_YEAR, TO_YEAR)
  const names = new Set(kept.map(nameOf))
  const direct = linked.map((link) => [zoneOf(link, linked, names), link.split('|')[1]].join('|'))
  return `${JSON.stringify({ version, zones: kept, links: direct.sort() }, null, 1)}\n`
}

/** The zone that a link leads to in the end: what is looked up at a start is found at once. */
function zoneOf(link: string, links: readonly string[], zones: ReadonlySet<string>): string {
  const target = nameOf(link)
  if (zones.has(target)) return target
  const next = links.find((other) => other.split('|')[1] === target)
  if (next === undefined) throw new Error(`the link ${link} leads nowhere`)
  return zoneOf(next, links, zones)
}

function nameOf(packed: string): string {
  return packed.split('|', 1)[0] ?? ''
}

/** The country that each zone lies in, or most of it: `{ "Europe/Berlin": "DE" }`. */
export function zoneCountries(): string {
  const { zones } = metaSchema.parse(require('moment-timezone/data/meta/latest.json'))
  const places = Object.entries(zones).map(([name, { countries }]) => [name, countries[0]])
  return `${JSON.stringify(Object.fromEntries(places), null, 1)}\n`
}

/** Brings the app's own zone data up to the pinned package's; answers whether there was something to change. */
export function updateZoneData(): boolean {
  const updates = [update(file, zoneData()), update(countriesFile, zoneCountries())]
  return updates.includes(true)
}

function update(path: string, data: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === data) return false
  writeFileSync(path, data)
  return true
}

function publishedData(): Packed {
  const data: unknown = require('moment-timezone/data/packed/latest.json')
  if (!isPacked(data)) throw new Error('moment-timezone publishes its data in another form')
  return data
}

function isPacked(data: unknown): data is Packed {
  return (
    typeof data === 'object' &&
    data !== null &&
    'version' in data &&
    'zones' in data &&
    'links' in data
  )
}
