import { describe, expect, it } from 'vitest'
import { machineZone, type ZoneSource } from './machine-zone.ts'

interface Parts {
  readonly platform?: NodeJS.Platform
  readonly TZ?: string
  readonly links?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly zoneFiles?: Readonly<Record<string, string>>
  readonly runtime?: string
}

const zoneOf = ({
  platform = 'linux',
  TZ,
  links = {},
  files = {},
  zoneFiles = {},
  runtime,
}: Parts) => {
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text))
  const system: ZoneSource = {
    platform,
    TZ,
    link: (path) => links[path],
    file: (path) => bytes(files[path]),
    zoneFile: (name) => bytes(zoneFiles[name]),
    listed: () => new Set(['Europe/Berlin', 'America/New_York']),
    runtime: () => runtime,
  }
  return machineZone(system)?.name
}
const linked = (target: string): Parts => ({ links: { '/etc/localtime': target } })
const berlin = linked('/usr/share/zoneinfo/Europe/Berlin')

describe('the zone of this machine', () => {
  it.each([
    ['America/Coyhaique', 'America/Coyhaique'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    [':Asia/Tokyo', 'Asia/Tokyo'],
    ['/usr/share/zoneinfo/Asia/Tokyo', 'Asia/Tokyo'],
    [':/usr/share/zoneinfo/posix/Asia/Tokyo', 'Asia/Tokyo'],
    [':/etc/localtime', 'Europe/Berlin'],
    ['', 'Europe/Berlin'],
    ['EST5EDT', 'EST5EDT'],
    ['Europe/Berln', undefined],
    ['Etc/Unknown', undefined],
    ['GMT+5', undefined],
    ['EST5EDT,M3.2.0,M11.1.0', undefined],
    ['<-03>3', undefined],
    ['../../etc/passwd', undefined],
  ])('with TZ=%s is %s', (TZ, zone) => {
    expect(zoneOf({ ...berlin, TZ })).toBe(zone)
  })

  it('is the target of /etc/localtime, also through another link', () => {
    expect(zoneOf(linked('../usr/share/zoneinfo/Europe/Berlin'))).toBe('Europe/Berlin')
    expect(zoneOf(linked('/var/db/timezone/zoneinfo/Asia/Tokyo'))).toBe('Asia/Tokyo')
    const links = {
      '/etc/localtime': 'static/localtime',
      '/etc/static/localtime': '/nix/share/zoneinfo/Asia/Tokyo',
    }
    expect(zoneOf({ links })).toBe('Asia/Tokyo')
    expect(zoneOf(linked('/usr/share/zoneinfo/Mars/Olympus'))).toBeUndefined()
    expect(zoneOf(linked('localtime'))).toBeUndefined()
  })

  it('is that of /etc/timezone if /etc/localtime is a copy of its file', () => {
    const zoneFiles = {
      'Arctic/Longyearbyen': 'B',
      'Europe/Berlin': 'B',
      'Europe/Oslo': 'B',
      'Asia/Tokyo': 'T',
    }
    const copy = (timezone?: string) => ({
      zoneFiles,
      files: {
        '/etc/localtime': 'B',
        ...(timezone === undefined ? {} : { '/etc/timezone': timezone }),
      },
    })
    expect(zoneOf(copy('Europe/Oslo\n'))).toBe('Europe/Oslo')
    // Left behind by an earlier setting.
    expect(zoneOf(copy('Asia/Tokyo\n'))).toBe('Europe/Berlin')
    expect(zoneOf(copy())).toBe('Europe/Berlin')
    expect(zoneOf({ zoneFiles, files: { '/etc/localtime': 'another' } })).toBeUndefined()
    // No files to hold the copy against.
    expect(zoneOf({ files: { '/etc/localtime': 'B', '/etc/timezone': 'Europe/Oslo' } })).toBe(
      'Europe/Oslo',
    )
  })

  it('is UTC on a system without a setting, as its clocks show', () => {
    expect(zoneOf({})).toBe('UTC')
    expect(zoneOf({ files: { '/etc/timezone': 'Asia/Tokyo' } })).toBe('Asia/Tokyo')
  })

  it('is that of the runtime on Windows', () => {
    expect(zoneOf({ platform: 'win32', runtime: 'Europe/Kiev' })).toBe('Europe/Kiev')
    expect(zoneOf({ platform: 'win32', runtime: 'Etc/Unknown' })).toBeUndefined()
  })
})
