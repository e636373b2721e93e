import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import type { Keyring } from './keyring.ts'
import { openVault, type Vault, type VaultKind } from './vault.ts'
import { told } from '../platform/told.ts'

let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'callpoint-vault-')), 'vault')
})
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true })
})

/** Wraps by turning the text round, after a mark of its own. */
function keyring(mark = 'a', problem?: 'locked-keyring'): Keyring {
  const turned = (text: string) => Array.from(text).reverse().join('')
  return {
    problem: () => Promise.resolve(problem),
    wrap: (text) => Promise.resolve(Buffer.from(mark + turned(text))),
    unwrap(bytes) {
      const text = bytes.toString()
      if (!text.startsWith(mark)) return Promise.reject(new Error('another keyring'))
      return Promise.resolve({ text: turned(text.slice(1)), isOld: false })
    },
  }
}

async function open(wanted: VaultKind = 'key-file', ring = keyring()): Promise<Vault> {
  const clock = createManualClock()
  return await openVault({ folder, wanted, keyring: ring, clock, log: silentLog })
}

/** A vault that has been used. */
async function used(wanted: VaultKind = 'key-file'): Promise<void> {
  const { store, secrets } = await open(wanted)
  store.set('chat.draft', 'Halb fertig')
  secrets.set('client-secret', 'Kirschkern')
}

const key = () => join(folder, 'vault.plain-key')

describe('the key file', () => {
  it('is created once, for this user only, and decrypts what it encrypted', async () => {
    await used()
    expect(statSync(key()).mode & 0o777).toBe(0o600)
    expect(readFileSync(key(), 'utf8')).toMatch(/^[0-9a-f]{64}$/u)
    const { secrets, store, problem, kind } = await open()
    expect([kind, problem]).toEqual(['key-file', undefined])
    expect(secrets.get('client-secret')).toBe('Kirschkern')
    expect(store.get('chat.draft')).toBe('Halb fertig')
    expect(readdirSync(folder).sort()).toEqual(['secrets.bin', 'vault.bin', 'vault.plain-key'])
  })

  it.each([
    ['short', () => truncateSync(key(), 10)],
    ['empty', () => truncateSync(key(), 0)],
    ['no key', () => writeFileSync(key(), 'x'.repeat(64))],
    ['gone', () => rmSync(key())],
    ['another one', () => writeFileSync(key(), 'f'.repeat(64))],
  ])(
    '%s: the key is lost, which is reported until the old files are removed; nothing is deleted',
    async (what, spoil) => {
      await used()
      const before = readFileSync(join(folder, 'secrets.bin'))
      spoil()
      const vault = await open()
      expect([vault.kind, vault.problem]).toEqual(['key-file', 'key-lost'])
      expect(told(vault.advice)).toContain('--store-secret')
      expect([vault.store.get('chat.draft'), vault.secrets.get('client-secret')]).toEqual([
        undefined,
        undefined,
      ])
      const aside = readdirSync(folder).filter((name) => name.startsWith('lost-'))
      const kept = aside.flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => join(folder, name, file)),
      )
      const found = kept.find((file) => file.endsWith('secrets.bin')) ?? ''
      expect(readFileSync(found)).toEqual(before)
      expect(kept.some((file) => file.endsWith('vault.bin'))).toBe(true)
      // A key that is of no use is kept as well: perhaps somebody can make something of it.
      const isKeyKept = kept.some((file) => file.endsWith('vault.plain-key'))
      expect(isKeyKept).toBe(what !== 'gone' && what !== 'another one')

      vault.secrets.set('client-secret', 'anew')
      const later = await open()
      expect([later.problem, later.secrets.get('client-secret')]).toEqual(['key-lost', 'anew'])
      for (const name of aside) rmSync(join(folder, name), { recursive: true })
      expect((await open()).problem).toBeUndefined()
    },
  )

  it('lost twice: the old files of both are kept', async () => {
    for (const time of [1, 2]) {
      await used()
      rmSync(key())
      await open()
      expect(readdirSync(folder)).toContain(`lost-${String(time)}`)
    }
    expect(readdirSync(join(folder, 'lost-1')).sort()).toEqual(['secrets.bin', 'vault.bin'])
  })

  it.runIf(process.platform !== 'win32')(
    'that others could read is restricted to this user, and reported',
    async () => {
      await used()
      chmodSync(key(), 0o644)
      const { problem, secrets } = await open()
      expect(problem).toBe('open-key-file')
      expect(statSync(key()).mode & 0o777).toBe(0o600)
      expect(secrets.get('client-secret')).toBe('Kirschkern')
      expect((await open()).problem).toBeUndefined()
    },
  )

  it('that cannot be read is left unchanged, and memory is used', async () => {
    await used()
    const before = readFileSync(join(folder, 'secrets.bin'))
    rmSync(key())
    // Reading it fails, as with a file of somebody else.
    mkdirSync(key())
    const { kind, problem, advice } = await open()
    expect([kind, problem]).toEqual(['memory', 'unwritable'])
    expect(told(advice)).toContain(folder)
    expect(readFileSync(join(folder, 'secrets.bin'))).toEqual(before)
  })

  it('opens the other vault file if one was damaged and set aside', async () => {
    await used()
    writeFileSync(join(folder, 'vault.bin'), 'torn')
    const { problem, secrets, store } = await open()
    expect(problem).toBe('key-lost')
    expect(secrets.get('client-secret')).toBe('Kirschkern')
    expect(store.get('chat.draft')).toBeUndefined()
    expect(readFileSync(join(folder, 'lost-1', 'vault.bin'), 'utf8')).toBe('torn')
  })
})

describe('the key that the keyring wraps', () => {
  it.each([
    ['another keyring', () => undefined, keyring('b')],
    ['a file that is gone', () => rmSync(join(folder, 'vault.key')), keyring()],
    ['a file that is empty', () => truncateSync(join(folder, 'vault.key'), 0), keyring()],
  ])('%s: the key is lost, and nothing is deleted', async (_what, spoil, ring) => {
    await used('keyring')
    spoil()
    const vault = await open('keyring', ring)
    expect([vault.kind, vault.problem]).toEqual(['keyring', 'key-lost'])
    expect(vault.secrets.get('client-secret')).toBeUndefined()
    expect(readdirSync(join(folder, 'lost-1'))).toEqual(
      expect.arrayContaining(['secrets.bin', 'vault.bin']),
    )
  })

  it('is kept if the keyring can decrypt it but not encrypt it again', async () => {
    await used('keyring')
    const old = keyring()
    const ring: Keyring = {
      ...old,
      wrap: () => Promise.reject(new Error('no answer')),
      unwrap: async (bytes) => ({ ...(await old.unwrap(bytes)), isOld: true }),
    }
    const { problem, secrets } = await open('keyring', ring)
    expect([problem, secrets.get('client-secret')]).toEqual([undefined, 'Kirschkern'])
    expect((await open('keyring')).secrets.get('client-secret')).toBe('Kirschkern')
  })

  it('is left unchanged if the keyring fails, and memory is used', async () => {
    await used('keyring')
    const ring = { ...keyring(), problem: () => Promise.reject(new Error('no answer')) }
    const failed = await open('keyring', ring)
    expect([failed.kind, failed.problem]).toEqual(['memory', 'no-keyring'])
    expect((await open('keyring')).secrets.get('client-secret')).toBe('Kirschkern')
  })

  it('is not lost while the keyring is locked', async () => {
    await used('keyring')
    const locked = await open('keyring', keyring('a', 'locked-keyring'))
    expect([locked.kind, locked.problem]).toEqual(['memory', 'locked-keyring'])
    expect((await open('keyring')).secrets.get('client-secret')).toBe('Kirschkern')
  })
})

describe('an unusable folder', () => {
  it('is replaced by memory, and the app starts', async () => {
    writeFileSync(folder, 'in the way')
    for (const wanted of ['key-file', 'keyring'] as const) {
      const { kind, problem, store } = await open(wanted)
      expect([kind, problem]).toEqual(['memory', 'unwritable'])
      store.set('chat.draft', 'Halb fertig')
      expect(store.get('chat.draft')).toBe('Halb fertig')
    }
    expect(existsSync(join(folder, 'vault.bin'))).toBe(false)
  })
})
