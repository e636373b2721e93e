import { describe, expect, it } from 'vitest'
import { zoneFile } from './zone-file-bytes.ts'
import { readZoneFile } from './zone-files.ts'

describe('zone file', () => {
  it('returns the offset in force', () => {
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

  it('returns no offset beyond its last change if a rule continues', () => {
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
