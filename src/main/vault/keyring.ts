import { backendOf, probeKeyring, type KeyringTrouble } from './keyring-probe.ts'
import type { Sentence, WordKey } from '../platform/words.ts'

/** Why secrets cannot be kept: what the technician should mend. */
export type KeyringProblem = KeyringTrouble | 'plain-text-keyring'

/** What of Electron's `safeStorage` is used; older versions have the synchronous half only. */
export interface SafeStorageLike {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
  isAsyncEncryptionAvailable?(): Promise<boolean>
  encryptStringAsync?(text: string): Promise<Buffer>
  decryptStringAsync?(bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>
  getSelectedStorageBackend?(): string
}

/** The system's keyring: wraps what only this user on this machine may read. */
export interface Keyring {
  /** What keeps it from being used, if anything does. */
  problem(): Promise<KeyringProblem | undefined>
  wrap(text: string): Promise<Buffer>
  /** `isOld`: the keyring has a newer key; wrap it again. Rejects where this keyring did not wrap it. */
  unwrap(bytes: Buffer): Promise<{ readonly text: string; readonly isOld: boolean }>
}

/**
 * The keyring over `safeStorage`, by its asynchronous interface where there is one. A backend that
 * would keep things in plain text counts as none. `safeStorage` is used only after `probe` has found that the
 * keyring opens without a prompt, which would block main.
 */
export function createKeyring(
  storage: SafeStorageLike,
  platform: NodeJS.Platform,
  probe: () => Promise<KeyringTrouble | undefined>,
): Keyring {
  return {
    async problem() {
      const trouble = await probe()
      if (trouble !== undefined) return trouble
      const isThere =
        storage.isAsyncEncryptionAvailable === undefined
          ? storage.isEncryptionAvailable()
          : await storage.isAsyncEncryptionAvailable()
      // Asked on Linux only: elsewhere there is no such choice.
      const backend = platform === 'linux' ? storage.getSelectedStorageBackend?.() : undefined
      if (backend === 'basic_text') return 'plain-text-keyring'
      return isThere ? undefined : 'no-keyring'
    },
    async wrap(text) {
      return storage.encryptStringAsync === undefined
        ? storage.encryptString(text)
        : await storage.encryptStringAsync(text)
    },
    async unwrap(bytes) {
      if (storage.decryptStringAsync === undefined) {
        return { text: storage.decryptString(bytes), isOld: false }
      }
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(bytes)
      return { text: result, isOld: shouldReEncrypt }
    },
  }
}

const LINUX_ADVICE = {
  'no-keyring': 'doctor.vault.wrongDo',
  'plain-text-keyring': 'doctor.vault.plainDo',
  'locked-keyring': 'doctor.vault.lockedDo',
  'no-collection': 'doctor.vault.noCollectionDo',
  'silent-keyring': 'doctor.vault.silentDo',
} as const satisfies Readonly<Record<KeyringProblem, WordKey>>

/** What a technician does about it, in one sentence. */
export function adviceFor(problem: KeyringProblem, platform: NodeJS.Platform): Sentence {
  if (platform !== 'linux') return { key: 'doctor.vault.keychainDo' }
  return { key: 'doctor.vault.keyFile', values: { advice: { key: LINUX_ADVICE[problem] } } }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The keyring that Chromium must be told to use before it starts: where no desktop says which one
 * there is (a kiosk's bare compositor) it would take none. Undefined where it finds out itself.
 */
export function passwordStoreFor(
  platform: NodeJS.Platform,
  environment: Environment,
): string | undefined {
  const isUnknown = platform === 'linux' && backendOf('', environment) === 'none'
  return isUnknown ? 'gnome-libsecret' : undefined
}

/** Probes the keyring that this `--password-store` selects. Only Linux needs that. */
export async function askKeyring(
  platform: NodeJS.Platform,
  store: string,
  environment: Environment,
): Promise<KeyringTrouble | undefined> {
  if (platform !== 'linux') return undefined
  return await probeKeyring(backendOf(store, environment), environment)
}
