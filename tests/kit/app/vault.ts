import { createDecipheriv, pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What stands in the vault of an app with `secrets.store: key-file`, as JSON text: read the way electron-store has
 * written it (16 bytes of salt, a colon, AES-256-GCM with its tag at the end).
 * @throws Error when it cannot be read yet, or was changed.
 */
export function readVault(userData: string): string {
  const folder = join(userData, 'vault')
  const bytes = readFileSync(join(folder, 'vault.bin'))
  const secret = readFileSync(join(folder, 'vault.plain-key'), 'utf8')
  const salt = bytes.subarray(0, 16)
  const key = pbkdf2Sync(secret, salt, 10_000, 32, 'sha512')
  const decipher = createDecipheriv('aes-256-gcm', key, salt)
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(17, -16)), decipher.final()]).toString(
    'utf8',
  )
}
