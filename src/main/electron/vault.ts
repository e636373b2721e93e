import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import type { Log } from '../support/log.ts'
import { createMemoryStore, type Store } from '../support/store.ts'
import { adviceFor, type Keyring, type KeyringProblem } from './keyring.ts'
import { ours } from '../support/said.ts'

/** Where the key of the vault lives: what the policy wants, and what this machine has. */
export type VaultKind = 'keyring' | 'key-file' | 'memory'

export interface Vault {
  readonly kind: VaultKind
  /** Set where the policy's wish could not be met: what the technician should mend. */
  readonly problem?: KeyringProblem | 'key-lost'
  /** What to do about it, in one sentence for the technician. */
  readonly advice?: string
  /** Conversation that must survive a crash: encrypted on disk, or in memory for this run only. */
  readonly store: Store
  /** Client secret, SIP password, TURN secret: apart from the conversation, which is written often. */
  readonly secrets: Store
}

interface Options {
  readonly folder: string
  readonly wanted: VaultKind
  readonly keyring: Keyring
  readonly log: Log
}

/**
 * Opens the encrypted stores. Their random key is wrapped by the system keyring; a backend that would
 * keep it in plain text is refused: then everything stays in memory for this run, or, where the
 * policy chose so, under a key file that only this user can read.
 */
export async function openVault({ folder, wanted, keyring, log }: Options): Promise<Vault> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  sweep(folder)
  if (wanted === 'key-file') {
    return { kind: 'key-file', ...openStores(folder, plainKey(folder), log) }
  }
  if (wanted === 'memory') return { kind: 'memory', ...inMemory() }
  const problem = await keyring.problem()
  if (problem !== undefined) return withoutKeyring(problem, log)
  try {
    const { key, lost } = await wrappedKey(folder, keyring)
    const stores = openStores(folder, key, log)
    if (!lost) return { kind: 'keyring', ...stores }
    log.error('the keyring no longer opens the vault: begun anew')
    const advice = 'the keyring is another one: store the secrets again (callpoint --store-secret)'
    return { kind: 'keyring', problem: 'key-lost', advice, ...stores }
  } catch (error) {
    log.error('the keyring failed', { error })
    return withoutKeyring('no-keyring', log)
  }
}

/** Removes what a power cut left half written: it is encrypted, and still of a customer who has gone. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.bin\.tmp-[\da-f]+$/u.test(name)) rmSync(join(folder, name), { force: true })
  }
}

function withoutKeyring(problem: KeyringProblem, log: Log): Vault {
  const advice = adviceFor(problem, process.platform)
  log.warn('no keyring: kept in memory for this run only', { problem, advice: ours(advice) })
  return { kind: 'memory', problem, advice, ...inMemory() }
}

function inMemory(): Pick<Vault, 'store' | 'secrets'> {
  return { store: createMemoryStore(), secrets: createMemoryStore() }
}

async function wrappedKey(
  folder: string,
  keyring: Keyring,
): Promise<{ key: string; lost: boolean }> {
  const file = join(folder, 'vault.key')
  const keep = async (key: string): Promise<void> => {
    const bytes = await keyring.wrap(key)
    writeFileSync(`${file}.new`, bytes, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const wrapped = readIfThere(file)
  if (wrapped) {
    try {
      const { text, isOld } = await keyring.unwrap(wrapped)
      if (isOld) await keep(text)
      return { key: text, lost: false }
    } catch {
      renameSync(file, `${file}.unreadable`)
    }
  }
  const key = randomBytes(32).toString('hex')
  await keep(key)
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

function openStores(folder: string, key: string, log: Log): Pick<Vault, 'store' | 'secrets'> {
  return {
    store: openStore(folder, 'vault', key, log),
    secrets: openStore(folder, 'secrets', key, log),
  }
}

/** Authenticated encryption: a file that was changed from outside is set aside, never half read. */
function openStore(folder: string, name: string, key: string, log: Log): Store {
  const open = (): ElectronStore =>
    new ElectronStore({
      cwd: folder,
      name,
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
    log.error('the vault cannot be read: set aside', { file: ours(`${name}.bin`), error })
    const path = join(folder, `${name}.bin`)
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
    get: (entry) => structuredClone(values.get(entry)),
    set(entry, value) {
      values.set(entry, structuredClone(value))
      write()
    },
    delete(entry) {
      if (values.delete(entry)) write()
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
