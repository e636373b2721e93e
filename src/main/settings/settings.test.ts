import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommandLine, systemPolicyFile } from './command-line.ts'
import { layer, readPolicyFile } from './load.ts'
import { isReadable } from './brand.ts'
import { settingsView } from './view.ts'
import { told } from '../platform/told.ts'
import { UTC } from '../../contract/zone.ts'

const fileWith = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.json')
  writeFileSync(file, text)
  return file
}

describe('layered settings', () => {
  it('has a default for everything', () => {
    const { policy, problems } = layer([])
    expect(problems).toEqual([])
    expect(policy).toMatchObject({
      mode: 'desktop',
      centre: { businessUnit: 'DEFAULT' },
      visit: { idleSeconds: 60, warningSeconds: 20 },
      chat: { pollSeconds: 3, messageCharacters: 2000 },
    })
  })

  it('merges layers and records the source of each key', () => {
    const { policy, origin } = layer([
      { name: 'policy', values: { mode: 'desktop', centre: { clientId: 'a', businessUnit: 'X' } } },
      { name: 'local', values: { centre: { clientId: 'b' } } },
      { name: 'command line', values: { mode: 'kiosk' } },
    ])
    expect(policy.mode).toBe('kiosk')
    expect(policy.centre).toMatchObject({ clientId: 'b', businessUnit: 'X' })
    expect(origin).toMatchObject({
      mode: 'command line',
      'centre.clientId': 'local',
      'centre.businessUnit': 'policy',
      'centre.baseUrl': 'default',
    })
  })

  it('keeps the rest of a section if one key is invalid, and reports its path', () => {
    const { policy, problems } = layer([
      {
        name: 'policy',
        values: {
          mode: 'kiosk',
          zone: 'Mars/Olympus',
          centre: { baseUrl: 'ftp://x', clientId: 'a' },
          colour: 'red',
          visit: { idleSeconds: 5 },
        },
      },
    ])
    expect(policy.mode).toBe('kiosk')
    expect(policy.centre.clientId).toBe('a')
    expect(policy.centre.baseUrl).toBeUndefined()
    expect(problems.map(({ path }) => path)).toEqual([
      'zone',
      'centre.baseUrl',
      'colour',
      'visit.idleSeconds',
    ])
  })

  it('refuses credentials in the base URL', () => {
    const { problems } = layer([
      { name: 'policy', values: { centre: { baseUrl: 'https://user:secret@host/rest' } } },
    ])
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('secret@')
  })

  it.each([
    ['', 'is not JSON'],
    ['{"centre": {"clientSecret": "hunter2",}', 'is not JSON'],
    ['[1]', 'must hold one JSON object'],
  ])('reports what is wrong with the file %j without its content', (text, reason) => {
    const { values, problems } = readPolicyFile(fileWith(text))
    expect(values).toEqual({})
    expect(told(problems[0]?.reason)).toContain(reason)
    expect(told(problems[0]?.reason)).not.toContain('hunter2')
  })

  it('reads a file with a byte order mark, and reports a missing file', () => {
    expect(readPolicyFile(fileWith('\uFEFF{"mode":"kiosk"}')).values).toEqual({ mode: 'kiosk' })
    expect(told(readPolicyFile('/nowhere/policy.json').problems[0]?.reason)).toContain(
      'cannot be read',
    )
  })
})

describe('command line', () => {
  it('recognises its own flags among Chromium’s', () => {
    expect(
      readCommandLine([
        '--no-sandbox',
        '--config',
        '/p.json',
        '--kiosk',
        '--user-data-dir=/x',
        '.',
      ]),
    ).toEqual({ config: '/p.json', mode: 'kiosk' })
    expect(readCommandLine(['--config=/q.json'])).toEqual({ config: '/q.json' })
    expect(readCommandLine(['--config'])).toEqual({})
  })

  it('finds the policy in the machine-wide place', () => {
    expect(systemPolicyFile('linux', {})).toBe('/etc/callpoint/policy.json')
    expect(systemPolicyFile('win32', { ProgramData: 'D:\\Data' })).toBe(
      'D:\\Data\\Callpoint\\policy.json',
    )
  })
})

describe('the policy view for the renderer', () => {
  it('contains no secret', () => {
    const { policy } = layer([
      {
        name: 'policy',
        values: {
          centre: { clientId: 'canary-1', clientSecret: 'canary-2', baseUrl: 'https://canary-3/r' },
          call: {
            server: 'wss://canary-4',
            user: 'canary-5',
            password: 'canary-6',
            turnSecret: 'canary-7',
            destinations: [{ key: 'Sales', label: 'Sales', pilotNumber: 'canary-8' }],
          },
        },
      },
    ])
    expect(JSON.stringify(settingsView(policy, '1', UTC))).not.toContain('canary')
  })

  it('contains an accent colour only if white text on it is readable', () => {
    expect(isReadable('#005a42')).toBe(true)
    expect(isReadable('#ffdd00')).toBe(false)
    const { policy } = layer([{ name: 'policy', values: { brand: { accent: '#ffdd00' } } }])
    expect(settingsView(policy, '1', UTC).brand).toEqual({ name: 'Callpoint' })
  })
})
