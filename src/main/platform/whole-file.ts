import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'

/** Name of a draft, until it replaces its file. */
const DRAFT = /\.tmp-[\da-f]+$/u

/**
 * Writes a file as a whole or not at all: a power cut or a full disk leaves the old file or the new one.
 * Every byte is on the disk when it returns.
 * @throws Error of the file system; the draft is gone then, and the old file is as it was.
 */
export function writeWhole(file: string, bytes: string | Uint8Array, mode = 0o600): void {
  const draft = `${file}.tmp-${randomBytes(8).toString('hex')}`
  try {
    const handle = openSync(draft, 'wx', 0o600)
    try {
      // Goes on until the last byte is written: `writeSync` alone stops at a disk that has just become full.
      writeFileSync(handle, bytes)
      fchmodSync(handle, mode)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}

/** A rename survives a power cut only once its folder is synced, which not every file system can do. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch {
    // The file itself is written.
  }
}

/** Removes drafts that a power cut has left in a folder. */
export function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (DRAFT.test(name)) rmSync(join(folder, name), { force: true })
  }
}
