import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { createPersistentStore, type PersistentStore } from '../platform/persistent-store.ts'
import type { Log } from '../platform/log.ts'
import { codeOf, sealedFile, type Values } from '../platform/sealed-file.ts'
import { createMemoryStore, type Store } from '../platform/store.ts'
import { sweepDrafts } from '../platform/whole-file.ts'
import { adviceFor, type Keyring, type KeyringProblem } from './keyring.ts'
import { ours } from '../platform/said.ts'
import { asideIn, plainKey, setAside, wrappedKey, type FoundKey } from './vault-key.ts'
import { inEnglish, type Sentence } from '../platform/words.ts'

/** Where the key of the vault lives: what the policy wants, and what this machine has. */
export type VaultKind = 'keyring' | 'key-file' | 'memory'

export type VaultProblem =
  | KeyringProblem
  /** What it holds was encrypted with a key that is gone or another one; it is set aside. */
  | 'key-lost'
  /** Others could read the key file. */
  | 'open-key-file'
  /** Nothing can be kept in its folder. */
  | 'unwritable'

/** A store, and since when its newest values are in memory alone. */
export type VaultStore = Store & Partial<Pick<PersistentStore, 'unwritten'>>

export interface Vault {
  readonly kind: VaultKind
  /** Set where the policy's wish could not be met: what the technician should mend. */
  readonly problem?: VaultProblem
  /** What to do about it, in one sentence for the technician. */
  readonly advice?: Sentence
  /** Conversation that must survive a crash: encrypted on disk, or in memory for this run only. */
  readonly store: VaultStore
  /** Client secret, SIP password, TURN secret: apart from the conversation, which is written often. */
  readonly secrets: VaultStore
  /** Why what is kept is not on the disk: `ENOSPC`, `EROFS`, ... */
  readonly unwritten: string | undefined
  /** Stops retrying writes. */
  stop(): void
}

interface Options {
  readonly folder: string
  readonly wanted: VaultKind
  readonly keyring: Keyring
  readonly clock: Clock
  readonly log: Log
}

/**
 * Opens the encrypted stores. Their random key is wrapped by the system keyring; a backend that would
 * keep it in plain text is refused: then everything stays in memory for this run, or, where the
 * policy chose so, under a key file that only this user can read. What an earlier key has encrypted is set
 * aside and stays until a technician removes it. Never rejects: the app starts even without a vault.
 */
export async function openVault(options: Options): Promise<Vault> {
  const { folder, wanted, keyring, log } = options
  const trouble = prepare(folder)
  if (wanted === 'memory') return { kind: 'memory', ...inMemory() }
  try {
    const problem = wanted === 'keyring' ? await keyring.problem() : undefined
    if (problem !== undefined) return withoutKeyring(problem, log)
    if (trouble !== undefined) throw trouble
    const found = wanted === 'key-file' ? plainKey(folder) : await wrappedKey(folder, keyring)
    return openStores(wanted, found, options)
  } catch (error) {
    log.error('the vault cannot be opened', { error })
    // The keyring's own failure has no code of the file system.
    if (wanted === 'keyring' && codeOf(error) === 'unknown')
      return withoutKeyring('no-keyring', log)
    const advice: Sentence = { key: 'doctor.vault.unwritableDo', values: { folder } }
    return { kind: 'memory', problem: 'unwritable', advice, ...inMemory() }
  }
}

/** Makes the folder and removes drafts that a power cut has left in it. */
function prepare(folder: string): Error | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    sweepDrafts(folder)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function withoutKeyring(problem: KeyringProblem, log: Log): Vault {
  const advice = adviceFor(problem, process.platform)
  log.warn('no keyring: kept in memory for this run only', {
    problem,
    advice: ours(inEnglish(advice)),
  })
  return { kind: 'memory', problem, advice, ...inMemory() }
}

function inMemory(): Pick<Vault, 'store' | 'secrets' | 'unwritten' | 'stop'> {
  return {
    store: createMemoryStore(),
    secrets: createMemoryStore(),
    unwritten: undefined,
    stop: () => undefined,
  }
}

function openStores(kind: VaultKind, found: FoundKey, options: Options): Vault {
  const { key, isLost, wasOpen } = found
  const { folder, log } = options
  // After a crash an outdated record would send a message again: no record is better.
  const store = openStore('vault', key, true, options)
  const secrets = openStore('secrets', key, false, options)
  const aside = asideIn(folder)
  if (isLost)
    log.error('the key of the vault is lost: a new vault was made', {
      aside: aside.slice(-1).map(ours),
    })
  else if (aside.length > 0)
    log.warn('files encrypted with a lost key are still there', { aside: aside.map(ours) })
  if (wasOpen) log.error('others could read the key of the vault', { folder: ours(folder) })
  const lost: Sentence = { key: 'doctor.vault.lostDo', values: { files: aside.join(', ') } }
  const open: Sentence = { key: 'doctor.vault.openDo' }
  const both: Sentence = { key: 'reason.both', values: { first: lost, second: open } }
  const advice = aside.length === 0 ? open : wasOpen ? both : lost
  const problem = aside.length > 0 ? 'key-lost' : wasOpen ? 'open-key-file' : undefined
  return {
    kind,
    ...(problem === undefined ? {} : { problem, advice }),
    store,
    secrets,
    get unwritten() {
      return (secrets.unwritten ?? store.unwritten)?.code
    },
    stop() {
      store.stop()
      secrets.stop()
    },
  }
}

/** Authenticated encryption: a file that was changed from outside is set aside, never half read. */
function openStore(
  name: string,
  key: string,
  isVolatile: boolean,
  options: Options,
): PersistentStore {
  const { folder, clock, log } = options
  const path = join(folder, `${name}.bin`)
  const file = sealedFile(path, key)
  let values: Values = {}
  try {
    values = file.read()
  } catch (error) {
    // What the file system refuses is not damaged: it stays where it is.
    if (codeOf(error) !== 'unknown') throw error
    log.error('the vault cannot be read: set aside', { file: ours(`${name}.bin`), error })
    setAside(folder, [`${name}.bin`])
  }
  return createPersistentStore({
    name,
    values,
    clock,
    log,
    write: file.write,
    ...(isVolatile ? { discard: file.discard } : {}),
  })
}
