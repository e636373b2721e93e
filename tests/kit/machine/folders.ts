import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handOver, type UnprivilegedUser } from './unprivileged.ts'

/** A fresh folder that only this user (or the caller) may enter, outside of root's own temporary files. */
export function privateFolder(user: UnprivilegedUser | undefined, purpose: string): string {
  const parent = user === undefined ? tmpdir() : '/tmp'
  const folder = mkdtempSync(join(parent, `callpoint-${purpose}-`))
  chmodSync(folder, 0o700)
  handOver(user, folder)
  return folder
}

/** A fresh folder that everybody may enter: servers started by root have users of their own, and so has the app. */
export function openFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `callpoint-${purpose}-`))
  chmodSync(folder, 0o755)
  return folder
}

/** Removes it with all that a run has left in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
