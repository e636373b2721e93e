import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { told } from '../platform/told.ts'
import { useZones, zoneNamed, zones } from '../platform/zones.ts'
import { loadSettings, type Machine } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'zones-'))
let count = 0
function fileWith(text: string): string {
  const file = join(folder, `${String((count += 1))}.json`)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}
const load = (file: string, more: Partial<Machine> = {}) =>
  loadSettings([`--config=${file}`], {
    platform: 'linux',
    environment: {},
    lastGood: { values: {} },
    isShippedKiosk: () => false,
    zone: () => zoneNamed('Europe/Berlin'),
    ...more,
  })

describe('an unknown time zone', () => {
  const reasonsOf = (file: string, more: Partial<Machine> = {}) =>
    load(file, more).problems.map(({ path, reason }) => `${path}: ${told(reason)}`)

  it('of the centre is replaced by the machine’s, and is reported', () => {
    const file = fileWith('{"zone":"America/Vancuver"}')
    const zone = () => zones().find('America/Vancouver')
    expect(load(file, { zone })).toMatchObject({
      policy: { zone: 'America/Vancouver' },
      isZoneGuessed: true,
    })
    expect(reasonsOf(file, { zone })).toEqual([
      expect.stringMatching(
        /^zone: .*did you mean "America\/Vancouver".*; until then America\/Vancouver counts$/u,
      ),
    ])
    // Where the machine has none either, the default counts.
    const nowhere = load(file, { zone: () => undefined })
    expect(nowhere.policy.zone).toBe('Europe/Berlin')
    expect(nowhere.problems).toHaveLength(2)
  })

  it('of the centre is replaced by the last good one', () => {
    const lastGood = { values: { zone: 'Asia/Tokyo' } }
    const loaded = load(fileWith('{"zone":"Mars/Olympus"}'), { lastGood })
    expect(loaded).toMatchObject({ policy: { zone: 'Asia/Tokyo' }, isZoneGuessed: false })
  })

  it('of the machine is reported with the zone in force', () => {
    const environment = { TZ: 'America/Coyhaiqe' }
    expect(reasonsOf(fileWith('{}'), { environment, zone: () => undefined })).toEqual([
      expect.stringMatching(/did you mean "America\/Coyhaique".*Europe\/Berlin counts/u),
    ])
  })
})

describe('a file of zone data', () => {
  const packed = (version: string) =>
    fileWith(JSON.stringify({ version, zones: ['Mars/Olympus|X|-30|0|'], links: [] }))
  const policyWith = (zoneFile: string) =>
    fileWith(JSON.stringify({ zone: 'Mars/Olympus', zoneFile }))
  const problemsOf = (file: string) =>
    load(file).problems.map(({ path, reason }) => `${path}: ${told(reason)}`)
  afterEach(() => {
    useZones(undefined)
  })

  it('that is newer is used before any zone is checked, also from the policy’s folder', () => {
    for (const file of [packed('2099a'), basename(packed('2099a'))]) {
      const loaded = load(policyWith(file), { zone: () => zones().find('Mars/Olympus') })
      expect(loaded.problems).toEqual([])
      expect([loaded.policy.zone, zones().version]).toEqual(['Mars/Olympus', '2099a'])
    }
  })

  it('that is older, invalid or missing is reported, and the app uses its own', () => {
    const own = zones().version
    for (const [file, reason] of [
      [packed('2024a'), `time zone data 2024a, and the app has newer ones, ${own}`],
      [fileWith('{"version":"2099a"}'), 'holds no time zone data'],
      [fileWith('no JSON'), 'holds no time zone data'],
      [join(folder, 'none.json'), 'ENOENT'],
    ] as const) {
      const problems = problemsOf(policyWith(file))
      expect(problems).toContainEqual(expect.stringMatching(/^zoneFile: /u))
      expect(problems.join(' ')).toContain(reason)
      expect(zones().version).toBe(own)
    }
  })
})
