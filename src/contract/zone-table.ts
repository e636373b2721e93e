import type { Zone } from './zone.ts'

/** Time zones by name, of one edition of the IANA database. */
export interface ZoneTable {
  /** `2026f`. */
  readonly version: string
  /** Every name, in alphabetical order. */
  readonly names: readonly string[]
  /** A zone under the name that it was asked for, in the database's spelling; undefined where there is none. */
  find(name: string): Zone | undefined
}

/**
 * Reads zone data as moment-timezone packs them: `name|abbreviations|offsets|indices|differences|population`, and
 * links `name|other name`. Nothing is unpacked before it is asked for: a start asks for two zones of six hundred.
 * @throws Error where the data have another form.
 */
export function readZoneTable(data: unknown): ZoneTable {
  if (!isPacked(data)) throw new Error('no packed zone data')
  const { version, zones, links } = data
  const known = new Map<string, Zone>()
  let names: readonly string[] | undefined

  /** The packed zone of a name; a link is written in either direction, and may lead to another link. */
  function packedOf(name: string, from: readonly string[] = []): string | undefined {
    const own = zones.find((zone) => zone.startsWith(`${name}|`))
    if (own !== undefined) return own
    for (const link of links) {
      if (!link.startsWith(`${name}|`) && !link.endsWith(`|${name}`)) continue
      const next = link.split('|').find((each) => each !== name) ?? ''
      const found = from.includes(next) ? undefined : packedOf(next, [...from, name])
      if (found !== undefined) return found
    }
    return undefined
  }

  const table: ZoneTable = {
    version,
    get names() {
      return (names ??= [
        ...new Set([
          ...zones.map((zone) => zone.split('|', 1)[0] ?? ''),
          ...links.flatMap((link) => link.split('|')),
        ]),
      ].sort())
    },
    find(asked) {
      const found = known.get(asked)
      if (found !== undefined || !NAME.test(asked)) return found
      const packed = packedOf(asked)
      if (packed === undefined) {
        const lower = asked.toLowerCase()
        const spelled = table.names.find((name) => name !== asked && name.toLowerCase() === lower)
        return spelled === undefined ? undefined : table.find(spelled)
      }
      const zone = unpack(asked, packed)
      if (zone !== undefined) known.set(asked, zone)
      return zone
    },
  }
  return table
}

const NAME = /^[A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*$/u

/** Undefined where what is packed makes no zone. */
function unpack(name: string, packed: string): Zone | undefined {
  const [, , offsets = '', indices = '', differences = ''] = packed.split('|')
  const list = offsets.split(' ').map((each) => 0 - number60(each))
  let at = 0
  const changes =
    differences === ''
      ? []
      : differences.split(' ').map((each) => (at = Math.round(at + number60(each) * 60_000)))
  const zone = { name, changes, offsets: Array.from(indices, (each) => list[digit60(each)] ?? NaN) }
  const isZone =
    zone.offsets.length === changes.length + 1 &&
    zone.offsets.every((minutes) => Math.abs(minutes) < 1440) &&
    changes.every((each, place) => each > (changes[place - 1] ?? -Infinity))
  return isZone ? zone : undefined
}

/** `1BWp0`, `-2.u`: a number to the base of 60, with the digits 0-9a-zA-X. */
function number60(text: string): number {
  const [whole = '', part = ''] = text.replace('-', '').split('.')
  let value = 0
  for (const each of whole) value = value * 60 + digit60(each)
  let weight = 1
  for (const each of part) value += digit60(each) * (weight /= 60)
  return text.startsWith('-') ? -value : value
}

function digit60(character: string): number {
  const digit = DIGITS.indexOf(character)
  return digit < 0 ? Number.NaN : digit
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX'

function isPacked(
  data: unknown,
): data is Record<'zones' | 'links', readonly string[]> & { readonly version: string } {
  if (typeof data !== 'object' || data === null) return false
  const { version, zones, links }: { version?: unknown; zones?: unknown; links?: unknown } = data
  const isList = (list: unknown): boolean =>
    Array.isArray(list) && list.every((each) => typeof each === 'string')
  return (
    typeof version === 'string' &&
    /^\d{4}[a-z]{1,2}$/u.test(version) &&
    isList(zones) &&
    isList(links)
  )
}
