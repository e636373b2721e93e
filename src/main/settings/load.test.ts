import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { redact } from '../platform/redact.ts'
import { createMemoryStore } from '../platform/store.ts'
import { readCommandLine, systemPolicyFile, trimmedPath } from './command-line.ts'
import { keepLastGood, readLastGood } from './last-good.ts'
import { loadSettings, type Machine } from './load.ts'
import { linesOf, originWithVault } from './origin.ts'
import { told } from '../platform/told.ts'
import { zoneNamed } from '../platform/zones.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-'))
let count = 0
function fileWith(text: string | Buffer, mode = 0o600): string {
  const file = join(folder, `${String((count += 1))}.json`)
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}
const machine: Machine = {
  platform: 'linux',
  environment: {},
  lastGood: { values: {} },
  isShippedKiosk: () => false,
  zone: () => zoneNamed('Europe/Berlin'),
}
const load = (file: string, more: Partial<Machine> = {}) =>
  loadSettings([`--config=${file}`], { ...machine, ...more })
const reasons = (file: string): string =>
  load(file)
    .problems.map(({ reason }) => told(reason))
    .join('; ')

describe('a policy file', () => {
  it('that cannot be parsed locks the app, and is reported without its content', () => {
    mkdirSync(join(folder, 'policies'))
    for (const [file, reason] of [
      [join(folder, 'none.json'), 'there is no such file'],
      [join(folder, 'policies'), 'is a folder'],
      [fileWith(''), 'it is empty'],
      [fileWith(' \r\n\t'), 'nothing in it but blanks'],
      [fileWith('[]'), 'must hold one JSON object'],
      [fileWith('{"staff": {"pin": "58204917",}}'), 'line 1, column 30: there is a comma too many'],
      [fileWith('{\r\n"a": 1 // 58204917\r\n}'), 'line 2, column 8: JSON has no comments'],
      [fileWith('{"centre": {"clientSecret": "58204917}}'), 'no closing quotation mark'],
    ] as const) {
      const { policy, problems, remember } = load(file)
      expect(policy.mode, reason).toBe('kiosk')
      expect(problems[0]).toMatchObject({ path: '' })
      expect(told(problems[0]?.reason)).toContain(reason)
      expect(JSON.stringify(problems)).not.toContain('58204917')
      expect(remember).toBeUndefined()
    }
  })

  it('in the machine-wide place that cannot be opened locks the app as well', () => {
    // The loop stands in for a folder that this user may not enter: tests may run as root.
    const at = (name: string): Machine => ({
      ...machine,
      platform: 'win32',
      environment: { ProgramData: join(folder, name) },
    })
    const place = (name: string): string => systemPolicyFile('win32', at(name).environment)
    symlinkSync(join(folder, 'nowhere.json'), place('dangling'))
    symlinkSync(place('loop'), place('loop'))
    for (const name of ['dangling', 'loop']) {
      const { policy, problems, remember } = loadSettings([], at(name))
      expect(policy.mode, name).toBe('kiosk')
      expect(told(problems[0]?.reason)).toContain('cannot be read')
      expect(remember).toBeUndefined()
    }
    expect(loadSettings([], at('absent')).policy.mode).toBe('desktop')
  })

  it('in a legacy encoding loses only its non-ASCII values', () => {
    const text = '{"mode": "desktop", "brand": {"name": "Möbelhaus"}, "site": {"kiosk": "K7"}}'
    const { policy, problems } = load(fileWith(Buffer.from(text, 'latin1')))
    expect(policy).toMatchObject({
      mode: 'desktop',
      brand: { name: 'Callpoint' },
      site: { kiosk: 'K7' },
    })
    expect(problems.map(({ path }) => path)).toEqual(['', 'brand.name'])
    expect(told(problems[0]?.reason)).toContain('ISO 8859-1 or Windows-1252')
  })

  it('with a duplicate key is reported with both lines', () => {
    expect(reasons(fileWith('{"theme": "dark",\n"theme": "dark"}'))).toMatch(
      /stands in the file twice, in lines 1 and 2$/u,
    )
    const { policy } = load(fileWith('{"print":{"enabled":false},"print":{"enabled":true}}'))
    expect(policy.print.enabled).toBe(false)
  })

  it('with secrets is a finding if everybody can read it', () => {
    const secret = '{"centre": {"clientSecret": "58204917"}}'
    expect(reasons(fileWith(secret, 0o644))).toMatch(
      /holds centre\.clientSecret and can be read by every user of this machine \(mode 0644\): chmod o-rwx/u,
    )
    expect(reasons(fileWith('{"staff": {"pin": "58204917"}}', 0o604))).toContain('staff.pin')
    expect(reasons(fileWith('{"staff": {"pin": "58204917"', 0o644))).toContain('may hold secrets')
    for (const [text, mode] of [
      [secret, 0o600],
      [secret, 0o640],
      ['{"mode": "desktop"}', 0o644],
    ] as const) {
      expect(reasons(fileWith(text, mode))).toBe('')
    }
  })
})

describe('without a policy', () => {
  const none = { environment: { ProgramData: folder }, platform: 'win32' as const }

  it('a desktop app opens a window, and a kiosk stays a kiosk', () => {
    const desktop = loadSettings([], { ...machine, ...none })
    expect(desktop.policy.mode).toBe('desktop')
    expect(told(desktop.problems[0]?.reason)).toContain('there is no policy file')
    expect(desktop.remember).toBeUndefined()
    const lastGood = { values: { 'brand.name': 'Shop' }, mode: 'kiosk' as const }
    const kiosk = loadSettings([], { ...machine, ...none, lastGood, isShippedKiosk: () => true })
    expect(kiosk.policy).toMatchObject({ mode: 'kiosk', brand: { name: 'Shop' } })
  })
})

describe('paths', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['  \r\n', undefined],
    ['""', undefined],
    [' /a b/p.json\r\n', '/a b/p.json'],
    ['"C:\\x\\p.json"', 'C:\\x\\p.json'],
    ["'/p.json' ", '/p.json'],
  ])('%j is %j', (text, path) => {
    expect(trimmedPath(text)).toBe(path)
  })

  it('of the environment and the command line are trimmed, and empty ones ignored', () => {
    const file = fileWith('{"site": {"kiosk": "K7"}}')
    const environment = { CALLPOINT_CONFIG: ` "${file}"\r\n` }
    expect(loadSettings([], { ...machine, environment }).policy.site.kiosk).toBe('K7')
    expect(loadSettings(['--config='], { ...machine, environment }).file).toBe(file)
    expect(loadSettings([], { ...machine, environment: { CALLPOINT_CONFIG: ' ' } }).file).toBe(
      '/etc/callpoint/policy.json',
    )
    expect(readCommandLine(['--config', '"/p.json" '])).toEqual({ config: '/p.json' })
  })
})

describe('the last good policy', () => {
  it('is saved without secrets, and stays in force after a mistake', () => {
    const device = createMemoryStore()
    const well = fileWith(
      '{"mode": "desktop", "print": {"enabled": true}, "staff": {"pin": "58204917"}, "call": {"password": "58204917"}}',
    )
    const first = load(well)
    if (first.remember) keepLastGood(device, first.remember)
    expect(JSON.stringify(device.get('lastGoodPolicy'))).not.toContain('58204917')
    const lastGood = readLastGood(() => device)
    expect(lastGood).toMatchObject({ mode: 'desktop', values: { 'print.enabled': true } })

    const ill = load(fileWith('{"mode": "Desktop", "print": {"enabled": "yes"}}'), { lastGood })
    expect(ill.policy).toMatchObject({ mode: 'kiosk', print: { enabled: true } })
    expect(ill.origin).toMatchObject({ mode: 'stricter', 'print.enabled': 'last good' })
    // A mistake is nothing to learn from; what was known stays known.
    expect(ill.remember).toMatchObject({ mode: 'desktop', values: { 'print.enabled': true } })
  })

  it('is empty if its file cannot be read', () => {
    const broken = (): never => {
      throw new Error('no folder')
    }
    expect(readLastGood(broken)).toEqual({ values: {} })
    const odd = createMemoryStore()
    odd.set('lastGoodPolicy', ['x'])
    expect(readLastGood(() => odd)).toEqual({ values: {} })
  })

  it('is reported key by key', () => {
    const { origin } = loadSettings(
      [
        `--config=${fileWith('{"log": {"level": "warn"}, "secrets": {"store": "memory"}}')}`,
        '--kiosk',
      ],
      machine,
    )
    const lines = linesOf(originWithVault(origin, ['call.password']))
    expect(lines.map(({ from }) => from)).toEqual([
      'command line',
      'policy',
      'last good',
      'default',
    ])
    expect(lines[0]).toEqual({ from: 'command line', count: 1, keys: 'mode' })
    expect(lines[1]?.keys).toBe('secrets.*, log.*')
    expect(lines[2]?.keys).toBe('call.password')
    expect(lines[3]?.keys).toContain('centre.*')
    expect(lines[3]?.keys).toContain('call.user')
    // A line of the log as well: the name of a section is no secret.
    for (const { from, keys } of lines) {
      const whole = { from, keys: keys.slice(0, 1800) }
      expect(redact(whole)).toEqual(whole)
    }
  })
})

describe('the version of a consent', () => {
  const before = { 'consent.version': '1', 'consent.texts': { '*': 'old words' } }
  const read = (consent: object) =>
    load(fileWith(JSON.stringify({ consent })), { lastGood: { values: before } }).policy.consent

  it('is recorded with the texts of the policy', () => {
    const texts = { en: 'new words' }
    expect(read({ version: '2', texts })).toMatchObject({ version: '2', texts })
  })

  it.each([
    ['a version that cannot be read', { version: 2, texts: { '*': 'new words' } }],
    ['words that cannot be read', { version: '2', texts: 'new words' }],
    ['empty words', { version: '2', texts: { en: '', de: '' } }],
    [
      'words that are too long in one language',
      { version: '2', texts: { de: 'Neu', en: 'x'.repeat(601) } },
    ],
  ])('is not recorded with %s', (_what, consent) => {
    expect(read(consent).version).toBe('')
  })
})

it("a mode given on the command line is not saved as the machine's mode", () => {
  const file = fileWith('{"mode": "kiosk"}')
  const { policy, remember } = loadSettings([`--config=${file}`, '--desktop'], machine)
  expect(policy.mode).toBe('desktop')
  expect(remember?.mode).toBe('kiosk')
})
