import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** As much as a start writes at least, in bytes: a disk with less is full. */
const LEAST_BYTES = 64 * 1024
const NAME = '.callpoint-probe'

/**
 * Tries whether files can be kept in a folder, which is made where it is missing.
 * @throws Error that names the folder and what stands in the way.
 */
export function probeFolder(folder: string): void {
  const file = join(folder, NAME)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    rmSync(file, { force: true })
    const handle = openSync(file, 'wx', 0o600)
    try {
      writeSync(handle, Buffer.alloc(LEAST_BYTES))
      // A disk that is full may say so only now.
      fsyncSync(handle)
    } finally {
      closeSync(handle)
      rmSync(file, { force: true })
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`nothing can be kept in ${folder}: ${reason}`, { cause: error })
  }
}
