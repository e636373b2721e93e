import { backendOf, probeKeyring, type KeyringTrouble } from '../support/keyring-probe.ts'

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

const KEY_FILE = 'or set "secrets": { "store": "key-file" } in the policy'
const LINUX_ADVICE: Readonly<Record<KeyringProblem, string>> = {
  'no-keyring':
    'install gnome-keyring and libsecret-1-0, unlock the keyring at login, and start with ' +
    `--password-store=gnome-libsecret; ${KEY_FILE}`,
  'plain-text-keyring':
    'install gnome-keyring and libsecret-1-0, unlock the keyring at login, and start with ' +
    `--password-store=gnome-libsecret; ${KEY_FILE} (the store in use would keep them in plain text)`,
  'locked-keyring': `the keyring is there but locked: let the login unlock it, or give it no password; ${KEY_FILE}`,
  'no-collection':
    'the keyring is there, but there is no default collection (wallet) in it: make one as this user, ' +
    `once; ${KEY_FILE}`,
  'silent-keyring': `the keyring does not answer: find out what blocks it on the session bus; ${KEY_FILE}`,
}

/** What a technician does about it, in one sentence. */
export function adviceFor(problem: KeyringProblem, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return 'let this user open the keychain of the system, then start again'
  return LINUX_ADVICE[problem]
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
