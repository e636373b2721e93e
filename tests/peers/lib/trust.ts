import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, which } from '../../../scripts/lib/command.ts'
import { handOver, type UnprivilegedUser } from '../../kit/machine/unprivileged.ts'

/**
 * Makes `home` a home directory whose Chromium trusts this authority (PEM), as an administrator would do it: in the
 * user's own certificate database.
 */
export function trustAuthority(home: string, authority: string, user?: UnprivilegedUser): void {
  const database = join(home, '.pki', 'nssdb')
  mkdirSync(database, { recursive: true })
  const file = join(home, 'authority.pem')
  writeFileSync(file, authority)
  const certutil = which('certutil') ?? 'certutil'
  for (const args of [
    ['-N', '--empty-password'],
    ['-A', '-n', 'Peers', '-t', 'C,,', '-i', file],
  ]) {
    const { code, stderr } = capture(certutil, ['-d', `sql:${database}`, ...args])
    if (code !== 0) throw new Error(`certutil: ${stderr}`)
  }
  handOver(user, home)
}
