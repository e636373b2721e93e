import { describe, expect, it } from 'vitest'
import { compareZones, readZoneFile } from './zone-data.ts'

const DAY = 86_400
const NOW = Date.UTC(2026, 10, 30)

/** A zone file of version 2: its changes (epoch seconds, offset), the offset before, and its rule. */
function zoneFile(before: number, changes: readonly (readonly [number, number])[], rule: string) {
  const offsets = [before, ...changes.map(([, offset]) => offset)]
  const head = (times: number, types: number): Buffer => {
    const bytes = Buffer.alloc(44)
    bytes.write('TZif2')
    bytes.writeUInt32BE(times, 32)
    bytes.writeUInt32BE(types, 36)
    bytes.writeUInt32BE(4, 40)
    return bytes
  }
  const type = (offset: number): Buffer => {
    const bytes = Buffer.alloc(6)
    bytes.writeInt32BE(offset)
    return bytes
  }
  const times = changes.map(([at]) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(at))
    return bytes
  })
  return Buffer.concat([
    ...[head(0, 1), type(0), Buffer.from('UTC\0')],
    ...[head(changes.length, offsets.length), ...times],
    ...[Buffer.from(changes.map((_, n) => n + 1)), ...offsets.map(type), Buffer.from('UTC\0')],
    Buffer.from(`\n${rule}\n`),
  ])
}

describe('zone file', () => {
  it('says which offset is in force', () => {
    const file = readZoneFile(
      zoneFile(
        3600,
        [
          [1000, 7200],
          [2000, 3600],
        ],
        'CET-1',
      ),
    )
    expect(file?.changes).toEqual([1000, 2000])
    expect([999, 1000, 1999, 2000, 9e9].map((at) => file?.offsetAt(at))).toEqual([
      3600, 7200, 7200, 3600, 3600,
    ])
  })

  it('says nothing beyond its last change where a rule goes on', () => {
    const file = readZoneFile(zoneFile(3600, [[1000, 7200]], 'CET-1CEST,M3.5.0,M10.5.0/3'))
    expect(file?.offsetAt(2000)).toBeUndefined()
  })

  it.each([Buffer.alloc(0), Buffer.from('no zone'), Buffer.from('TZif2'), Buffer.alloc(100)])(
    'is none: %#',
    (bytes) => {
      expect(readZoneFile(bytes)).toBeUndefined()
    },
  )
})

describe('zones in use', () => {
  const utc = zoneFile(0, [], 'UTC0')
  const later = zoneFile(0, [[NOW / 1000 + 100 * DAY, 3600]], 'NEW-1')
  const compare = (files: Readonly<Record<string, Buffer>>, zones: readonly string[]) =>
    compareZones({ zones, now: NOW, version: '2023a', read: (zone) => files[zone] })

  it('are right where the system says the same', () => {
    expect(compare({ UTC: utc }, ['UTC', 'UTC'])).toEqual({ version: '2023a', wrong: [] })
  })

  it('are wrong where an offset changes within a year and ours does not', () => {
    expect(compare({ UTC: later, 'Africa/Abidjan': utc }, ['UTC', 'Africa/Abidjan']).wrong).toEqual(
      ['UTC'],
    )
  })

  it('are taken on trust where the system has no file', () => {
    expect(compare({}, ['Europe/Berlin', 'No/Zone']).wrong).toEqual([])
  })
})
