import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { isMissing } from '../platform/sealed-file.ts'
import { writeWhole } from '../platform/whole-file.ts'
import type { Keyring } from './keyring.ts'

/** The files that are encrypted with the key. */
export const SEALED = ['vault.bin', 'secrets.bin'] as const
const KEY = /^[0-9a-f]{64}$/u
const ASIDE = /^lost-\d+$/u

export interface FoundKey {
  readonly key: string
  /** There was a key and it is lost: the files it encrypted have been set aside. */
  readonly isLost: boolean
  /** Others could read it. */
  readonly wasOpen: boolean
}

/**
 * The key in a file of its own, which only this user may read; made where there is none yet.
 * @throws Error of the file system where it cannot be read or made: nothing has been changed then.
 */
export function plainKey(folder: string): FoundKey {
  const file = join(folder, 'vault.plain-key')
  const found = readIfThere(file)
  const known = found?.toString('utf8').trim() ?? ''
  if (KEY.test(known)) return { key: known, isLost: false, wasOpen: closeToOthers(file) }
  // Written before anything is moved: a full disk must not destroy what is there.
  const key = randomBytes(32).toString('hex')
  const isLost = isThere(folder, found)
  writeWhole(`${file}.new`, key)
  if (isLost) setAside(folder, ['vault.plain-key', ...SEALED])
  renameSync(`${file}.new`, file)
  return { key, isLost, wasOpen: false }
}

/**
 * The key that the keyring wraps; made where there is none yet.
 * @throws Error where the keyring or the file system fails.
 */
export async function wrappedKey(folder: string, keyring: Keyring): Promise<FoundKey> {
  const file = join(folder, 'vault.key')
  const wrapped = readIfThere(file)
  const opened = wrapped === undefined ? undefined : await unwrapped(wrapped, keyring)
  if (opened !== undefined) {
    if (opened.isOld) await wrapAnew(file, opened.text, keyring)
    return { key: opened.text, isLost: false, wasOpen: false }
  }
  const key = randomBytes(32).toString('hex')
  const isLost = isThere(folder, wrapped)
  writeWhole(`${file}.new`, await keyring.wrap(key))
  if (isLost) setAside(folder, ['vault.key', ...SEALED])
  renameSync(`${file}.new`, file)
  return { key, isLost, wasOpen: false }
}

/** The key and whether its wrapping is an old one; undefined where this keyring cannot open it. */
async function unwrapped(
  wrapped: Buffer,
  keyring: Keyring,
): Promise<{ readonly text: string; readonly isOld: boolean } | undefined> {
  try {
    const opened = await keyring.unwrap(wrapped)
    return KEY.test(opened.text) ? opened : undefined
  } catch {
    return undefined
  }
}

/** Replaces an old wrapping. The key still opens everything where that fails: the next start tries again. */
async function wrapAnew(file: string, key: string, keyring: Keyring): Promise<void> {
  try {
    writeWhole(file, await keyring.wrap(key))
  } catch {
    // The old wrapping is still there.
  }
}

/** Whether there has been a key: an unusable one is there, or files that it encrypted. */
function isThere(folder: string, found: Buffer | undefined): boolean {
  return found !== undefined || SEALED.some((name) => existsSync(join(folder, name)))
}

/** Moves files into a folder of their own: nothing is deleted before a technician says so. */
export function setAside(folder: string, names: readonly string[]): void {
  const newest = Math.max(0, ...asideIn(folder).map((path) => Number(path.split('-').at(-1))))
  const place = join(folder, `lost-${String(newest + 1)}`)
  for (const name of names) {
    if (!existsSync(join(folder, name))) continue
    mkdirSync(place, { recursive: true, mode: 0o700 })
    renameSync(join(folder, name), join(place, name))
  }
}

/** Folders of what was set aside, now or at an earlier start. */
export function asideIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => ASIDE.test(name))
    .map((name) => join(folder, name))
}

/** Lets only the owner read the file. Answers whether others could read it or own it. */
function closeToOthers(file: string): boolean {
  if (process.platform === 'win32') return false
  const { mode, uid } = statSync(file)
  const isOpen = (mode & 0o077) !== 0
  const isOurs = uid === process.getuid?.()
  if (isOpen && isOurs) chmodSync(file, 0o600)
  return isOpen || !isOurs
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
