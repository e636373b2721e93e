import { describe, expect, it } from 'vitest'
import { adviceFor, createKeyring, passwordStoreFor, type SafeStorageLike } from './keyring.ts'
import { told } from '../platform/told.ts'

const reversed = (text: string): string => Array.from(text).reverse().join('')

function older(more: Partial<SafeStorageLike> = {}): SafeStorageLike {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(reversed(text)),
    decryptString: (bytes) => reversed(bytes.toString()),
    ...more,
  }
}

/** The newer one warns at its synchronous half: it must not be touched. */
function newer(more: Partial<SafeStorageLike> = {}): SafeStorageLike {
  const never = (): never => {
    throw new Error('the synchronous half was used')
  }
  return {
    isEncryptionAvailable: never,
    encryptString: never,
    decryptString: never,
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(reversed(text))),
    decryptStringAsync: (bytes) =>
      Promise.resolve({ result: reversed(bytes.toString()), shouldReEncrypt: true }),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...more,
  }
}

/** It would open without a word on the screen. */
const opens = () => Promise.resolve(undefined)

describe('the keyring', () => {
  it('encrypts and decrypts with the older interface', async () => {
    const keyring = createKeyring(older(), 'linux', opens)
    expect(await keyring.problem()).toBeUndefined()
    const bytes = await keyring.wrap('abc')
    expect(bytes.toString()).toBe('cba')
    expect(await keyring.unwrap(bytes)).toEqual({ text: 'abc', isOld: false })
  })

  it('uses only the asynchronous interface if there is one', async () => {
    const keyring = createKeyring(newer(), 'linux', opens)
    expect(await keyring.problem()).toBeUndefined()
    expect(await keyring.unwrap(await keyring.wrap('abc'))).toEqual({ text: 'abc', isOld: true })
  })

  it.each([
    ['no keyring', older({ isEncryptionAvailable: () => false }), 'no-keyring'],
    [
      'a newer one that has none',
      newer({ isAsyncEncryptionAvailable: () => Promise.resolve(false) }),
      'no-keyring',
    ],
    ['plain text', newer({ getSelectedStorageBackend: () => 'basic_text' }), 'plain-text-keyring'],
    [
      'plain text that says it cannot encrypt',
      newer({
        isAsyncEncryptionAvailable: () => Promise.resolve(false),
        getSelectedStorageBackend: () => 'basic_text',
      }),
      'plain-text-keyring',
    ],
  ] as const)('refuses %s', async (_what, storage, problem) => {
    expect(await createKeyring(storage, 'linux', opens).problem()).toBe(problem)
  })

  it.each(['no-keyring', 'locked-keyring', 'no-collection', 'silent-keyring'] as const)(
    'is not used if it would block main: %s',
    async (trouble) => {
      const never = (): never => {
        throw new Error('it was touched')
      }
      const { encryptString, decryptString } = older()
      const storage = { isEncryptionAvailable: never, encryptString, decryptString }
      const keyring = createKeyring(storage, 'linux', () => Promise.resolve(trouble))
      expect(await keyring.problem()).toBe(trouble)
      expect(told(adviceFor(trouble, 'linux'))).toContain('key-file')
    },
  )

  it('is asked for its backend on Linux only', async () => {
    const storage = newer({ getSelectedStorageBackend: () => 'basic_text' })
    expect(await createKeyring(storage, 'win32', opens).problem()).toBeUndefined()
  })

  it('tells the technician what to install', () => {
    expect(told(adviceFor('no-keyring', 'linux'))).toMatch(
      /gnome-keyring.*libsecret-1-0.*key-file/u,
    )
    expect(told(adviceFor('plain-text-keyring', 'linux'))).toContain('plain text')
    expect(told(adviceFor('no-keyring', 'darwin'))).not.toContain('gnome')
  })

  it('is named to Chromium if no desktop does', () => {
    const storeFor = (desktop?: string, platform: NodeJS.Platform = 'linux') =>
      passwordStoreFor(platform, { XDG_CURRENT_DESKTOP: desktop })
    expect(storeFor()).toBe('gnome-libsecret')
    expect(storeFor('sway')).toBe('gnome-libsecret')
    expect(storeFor('ubuntu:GNOME')).toBeUndefined()
    expect(storeFor('KDE')).toBeUndefined()
    expect(storeFor(undefined, 'win32')).toBeUndefined()
  })
})
