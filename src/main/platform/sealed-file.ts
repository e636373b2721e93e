import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from './whole-file.ts'

const SALT_BYTES = 16
const TAG_BYTES = 16
const SEPARATOR = ':'.charCodeAt(0)
const valuesSchema = z.record(z.string(), z.unknown())

export type Values = Readonly<Record<string, unknown>>

/**
 * A JSON object in an encrypted and authenticated file: AES-256-GCM in the layout of electron-store, which
 * wrote it in earlier versions (16 bytes of salt, a colon, the text, 16 bytes of tag).
 */
export interface SealedFile {
  /**
   * Empty where there is no file.
   * @throws Error where it is not ours, was changed, or cannot be read.
   */
  read(): Values
  /** @throws Error of the file system. */
  write(values: Values): void
  /** Deletes the file. @throws Error of the file system. */
  discard(): void
}

export function sealedFile(file: string, secret: string): SealedFile {
  const keyOf = (salt: Uint8Array): Buffer => pbkdf2Sync(secret, salt, 10_000, 32, 'sha512')
  return {
    read() {
      let bytes: Buffer
      try {
        bytes = readFileSync(file)
      } catch (error) {
        if (isMissing(error)) return {}
        throw error
      }
      if (bytes.length <= SALT_BYTES + TAG_BYTES) throw new Error('the file is too short')
      const salt = bytes.subarray(0, SALT_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', keyOf(salt), salt)
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      const sealed = bytes.subarray(SALT_BYTES + 1, -TAG_BYTES)
      const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
      return valuesSchema.parse(JSON.parse(text))
    },
    write(values) {
      const salt = randomBytes(SALT_BYTES)
      const cipher = createCipheriv('aes-256-gcm', keyOf(salt), salt)
      const sealed = [cipher.update(JSON.stringify(values), 'utf8'), cipher.final()]
      const separator = Buffer.of(SEPARATOR)
      writeWhole(file, Buffer.concat([salt, separator, ...sealed, cipher.getAuthTag()]))
    },
    discard() {
      rmSync(file, { force: true })
    },
  }
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

/** `ENOSPC`, `EROFS`, `EACCES`: what the file system calls it. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'unknown'
}
