import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { layer, readPolicyFile } from './load.ts'
import { storeSecret } from '../app/store-secret.ts'
import { moveIntoVault, settle, takeOut } from './secrets.ts'
import { wordsIn } from '../platform/words.ts'

const written = {
  mode: 'kiosk',
  centre: { baseUrl: 'https://centre.example/rest', clientId: 'a', clientSecret: 'canary-1' },
  call: { user: 'k7', password: 'canary-2', turnSecret: 'canary-3' },
  proxy: { hosts: ['proxy.example'], user: 'k7', password: 'canary-4' },
}

function policyFile(values: unknown = written): string {
  const file = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'policy.json')
  writeFileSync(file, `\uFEFF${JSON.stringify(values)}`, { mode: 0o640 })
  return file
}

const load = (file: string) =>
  takeOut(layer([{ name: 'policy', values: readPolicyFile(file).values }]).policy)

describe('secrets of the policy', () => {
  it('are removed from the settings that features receive', () => {
    const { policy, found } = load(policyFile())
    expect(JSON.stringify(policy)).not.toContain('canary')
    expect(policy.centre.clientId).toBe('a')
    expect(found).toEqual({
      'client-secret': 'canary-1',
      'sip-password': 'canary-2',
      'turn-secret': 'canary-3',
      'proxy-password': 'canary-4',
    })
  })

  it('move from the file into a persistent vault', () => {
    const file = policyFile()
    const vault = { kind: 'keyring' as const, secrets: createMemoryStore() }
    const secrets = moveIntoVault(load(file).found, vault, file, silentLog)
    expect(secrets['sip-password']).toBe('canary-2')
    const { centre, call, ...rest } = JSON.parse(readFileSync(file, 'utf8'))
    expect({ centre, call, rest }).toEqual({
      centre: { baseUrl: 'https://centre.example/rest', clientId: 'a' },
      call: { user: 'k7' },
      rest: { mode: 'kiosk', proxy: { hosts: ['proxy.example'], user: 'k7' } },
    })
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(readdirSync(dirname(file))).toEqual(['policy.json'])
    // The next start finds them in the vault alone.
    const again = load(file)
    expect(again.found['client-secret']).toBe('')
    expect(moveIntoVault(again.found, vault, file, silentLog)).toEqual(secrets)
  })

  it('stay in the file if the vault is in memory only, and are used in this run', () => {
    const file = policyFile()
    const before = readFileSync(file, 'utf8')
    const vault = { kind: 'memory' as const, secrets: createMemoryStore() }
    const secrets = moveIntoVault(load(file).found, vault, file, silentLog)
    expect(secrets['client-secret']).toBe('canary-1')
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it('stay in the file while the vault cannot be written, and are used in this run', () => {
    const file = policyFile()
    const before = readFileSync(file, 'utf8')
    const secrets = { ...createMemoryStore(), unwritten: { code: 'ENOSPC' } }
    const used = moveIntoVault(load(file).found, { kind: 'keyring', secrets }, file, silentLog)
    expect(used['client-secret']).toBe('canary-1')
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it('that are new replace those in the vault, and others stay', () => {
    const vault = createMemoryStore()
    vault.set('client-secret', 'old')
    vault.set('turn-secret', 'kept')
    const found = {
      'client-secret': 'new',
      'sip-password': '',
      'turn-secret': '',
      'proxy-password': '',
    }
    expect(settle(found, vault)).toEqual({
      secrets: {
        'client-secret': 'new',
        'sip-password': '',
        'turn-secret': 'kept',
        'proxy-password': '',
      },
      moved: ['client-secret'],
    })
    expect(vault.get('client-secret')).toBe('new')
  })

  it('stay in a file that the app cannot write', () => {
    const file = policyFile()
    // Another user's, or one that may not be written.
    if (process.getuid?.() === 0) chownSync(file, 12_345, 12_345)
    else chmodSync(file, 0o440)
    const vault = { kind: 'keyring' as const, secrets: createMemoryStore() }
    moveIntoVault(load(file).found, vault, file, silentLog)
    expect(readFileSync(file, 'utf8')).toContain('canary-1')
    expect(vault.secrets.get('client-secret')).toBe('canary-1')
  })

  it('are reported as still in the file if the file cannot be rewritten', () => {
    const vault = { kind: 'keyring' as const, secrets: createMemoryStore() }
    const { found } = load(policyFile())
    const lines: string[] = []
    const log = { ...silentLog, warn: (line: string) => void lines.push(line) }
    moveIntoVault(found, vault, '/nowhere/policy.json', log)
    expect(lines).toEqual([
      'these secrets are in the vault: remove their copies from the policy file',
    ])
  })
})

describe('--store-secret', () => {
  async function run(
    name: string,
    input: Readable,
    kind: 'keyring' | 'memory' = 'keyring',
    secrets = createMemoryStore(),
  ) {
    let text = ''
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
    })
    const code = await storeSecret(name, { kind, secrets }, input, sink, sink, wordsIn('en'))
    return { code, text, secrets }
  }
  const bytes = (text: string): Readable => Readable.from([Buffer.from(text)])

  it('stores a secret without its line end, and does not print it', async () => {
    const { code, text, secrets } = await run('sip-password', bytes('can ary-ü\r\n'))
    expect([code, text]).toEqual([0, 'callpoint: the sip-password is in the vault (keyring)\n'])
    expect(secrets.get('sip-password')).toBe('can ary-ü')
  })

  it('joins chunks, even if a character is split', async () => {
    const whole = Buffer.from('grün')
    const parts = Readable.from([whole.subarray(0, 3), whole.subarray(3)])
    const { secrets } = await run('turn-secret', parts)
    expect(secrets.get('turn-secret')).toBe('grün')
  })

  it('stores only a hash of a staff code, and refuses a code without digits', async () => {
    const { code, text, secrets } = await run('staff-pin', bytes('4711\n'))
    expect([code, text]).toEqual([0, 'callpoint: the staff-pin is in the vault (keyring)\n'])
    expect(secrets.get('staff-pin')).toMatch(/^scrypt\$/u)
    const refused = await run('staff-pin', bytes('47a1\n'))
    expect([refused.code, refused.secrets.get('staff-pin')]).toEqual([1, undefined])
    expect(refused.text).not.toContain('47a1')
  })

  it('removes the secret if the input is empty', async () => {
    const store = createMemoryStore()
    store.set('client-secret', 'x')
    const { code, secrets } = await run('client-secret', bytes('\n'), 'keyring', store)
    expect([code, secrets.get('client-secret')]).toEqual([0, undefined])
  })

  it.each([
    ['put in', 'canary'],
    ['taken out', ''],
  ])('reports that nothing was stored if it could not be %s', async (_what, input) => {
    const secrets = { ...createMemoryStore(), unwritten: { code: 'ENOSPC' } }
    const { code, text } = await run('client-secret', bytes(input), 'keyring', secrets)
    expect([code, text]).toEqual([
      1,
      'callpoint: nothing was stored: the vault cannot be written (ENOSPC)\n',
    ])
  })

  it.each([
    ['client-secret=canary', bytes('x'), 'keyring', 'known are client-secret, sip-password'],
    ['', bytes('x'), 'keyring', 'there is no secret of that name'],
    ['client-secret', bytes('canary'), 'memory', 'nothing was stored'],
    ['client-secret', bytes('canary'.repeat(100)), 'keyring', '400 characters at most'],
    ['client-secret', bytes('canary\nand more'), 'keyring', 'one line'],
    ['client-secret', Object.assign(bytes('canary'), { isTTY: true }), 'keyring', 'read -rs'],
  ] as const)('refuses %s', async (name, input, kind, sentence) => {
    const { code, text, secrets } = await run(name, input, kind)
    expect(code).toBe(1)
    expect(text).toContain(sentence)
    expect(text).not.toContain('canary')
    expect(secrets.get('client-secret')).toBeUndefined()
  })
})
