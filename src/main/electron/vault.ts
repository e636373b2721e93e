import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import ElectronStore from 'electron-store'
import type { Log } from '../support/log.ts'
import { createMemoryStore, type Store } from '../support/store.ts'

/** Where the key of the vault lives: what the policy wants, and what this machine has. */
export type VaultKind = 'keyring' | 'key-file' | 'memory'

export interface Vault {
  readonly kind: VaultKind
  /** Set where the policy's wish could not be met: what the technician should mend. */
  readonly problem?: 'no-keyring' | 'plain-text-keyring' | 'key-lost'
  /** Conversation that must survive a crash: encrypted on disk, or in memory for this run only. */
  readonly store: Store
}

interface Options {
  readonly folder: string
  readonly wanted: VaultKind
  readonly log: Log
}

/**
 * Opens the encrypted store. Its random key is wrapped by the system keyring; a backend that would
 * keep it in plain text is refused: then everything stays in memory for this run, or, where the
 * policy chose so, under a key file that only this user can read.
 */
export async function openVault({ folder, wanted, log }: Options): Promise<Vault> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (wanted === 'key-file') {
    return { kind: 'key-file', store: openStore(folder, plainKey(folder), log) }
  }
  if (wanted === 'memory') return { kind: 'memory', store: createMemoryStore() }
  if (!(await isAvailable())) return withoutKeyring('no-keyring', log)
  if (isPlainText()) return withoutKeyring('plain-text-keyring', log)
  try {
    const { key, lost } = await wrappedKey(folder)
    if (lost) log.error('the keyring no longer opens the vault: begun anew')
    const store = openStore(folder, key, log)
    return { kind: 'keyring', store, ...(lost ? { problem: 'key-lost' as const } : {}) }
  } catch (error) {
    log.error('the keyring failed', { error })
    return withoutKeyring('no-keyring', log)
  }
}

function withoutKeyring(problem: 'no-keyring' | 'plain-text-keyring', log: Log): Vault {
  log.warn('no keyring: kept in memory for this run only', { problem })
  return { kind: 'memory', problem, store: createMemoryStore() }
}

/** Newer Electron has an asynchronous interface; the one at hand may have the older only. */
async function isAvailable(): Promise<boolean> {
  if (typeof Reflect.get(safeStorage, 'isAsyncEncryptionAvailable') === 'function') {
    return safeStorage.isAsyncEncryptionAvailable()
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that the older one has
  return safeStorage.isEncryptionAvailable()
}

function isPlainText(): boolean {
  if (process.platform !== 'linux') return false
  if (typeof Reflect.get(safeStorage, 'getSelectedStorageBackend') !== 'function') return false
  return safeStorage.getSelectedStorageBackend() === 'basic_text'
}

async function encrypt(text: string): Promise<Buffer> {
  if (typeof Reflect.get(safeStorage, 'encryptStringAsync') === 'function') {
    return safeStorage.encryptStringAsync(text)
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that the older one has
  return safeStorage.encryptString(text)
}

async function decrypt(bytes: Buffer): Promise<string> {
  if (typeof Reflect.get(safeStorage, 'decryptStringAsync') === 'function') {
    return (await safeStorage.decryptStringAsync(bytes)).result
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- all that the older one has
  return safeStorage.decryptString(bytes)
}

async function wrappedKey(folder: string): Promise<{ key: string; lost: boolean }> {
  const file = join(folder, 'vault.key')
  const wrapped = readIfThere(file)
  if (wrapped) {
    try {
      return { key: await decrypt(wrapped), lost: false }
    } catch {
      renameSync(file, `${file}.unreadable`)
    }
  }
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, await encrypt(key), { mode: 0o600 })
  return { key, lost: wrapped !== undefined }
}

function plainKey(folder: string): string {
  const file = join(folder, 'vault.plain-key')
  const known = readIfThere(file)?.toString('utf8').trim()
  if (known !== undefined && /^[0-9a-f]{64}$/u.test(known)) return known
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, key, { mode: 0o600 })
  return key
}

/** Authenticated encryption: a file that was changed from outside is set aside, never half read. */
function openStore(folder: string, key: string, log: Log): Store {
  const open = (): ElectronStore =>
    new ElectronStore({
      cwd: folder,
      name: 'vault',
      fileExtension: 'bin',
      encryptionKey: key,
      encryptionAlgorithm: 'aes-256-gcm',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: false,
    })
  let file: ElectronStore
  try {
    file = open()
  } catch (error) {
    log.error('the vault cannot be read: set aside', { error })
    const path = join(folder, 'vault.bin')
    rmSync(`${path}.unreadable`, { force: true })
    renameSync(path, `${path}.unreadable`)
    file = open()
  }
  // Kept in memory as well: reading would decrypt the whole file each time.
  const values = new Map<string, unknown>(Object.entries(file.store))
  const write = (): void => {
    file.store = Object.fromEntries(values)
  }
  return {
    get: (name) => structuredClone(values.get(name)),
    set(name, value) {
      values.set(name, structuredClone(value))
      write()
    },
    delete(name) {
      if (values.delete(name)) write()
    },
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
