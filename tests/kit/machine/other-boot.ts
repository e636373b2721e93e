import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Arguments with which Electron's main finds itself in another boot of the machine. Linux only. */
export function otherBoot(folder: string, id: string): readonly string[] {
  const file = join(folder, 'other-boot.cjs')
  writeFileSync(file, `(${hold.toString()})(${JSON.stringify(id)}, require('node:fs'))`, {
    mode: 0o644,
  })
  return ['--require', file]
}

/** Runs in the app's main process. */
function hold(id: string, files: Record<string, unknown>): void {
  const read = files['readFileSync']
  if (typeof read !== 'function') throw new Error('no files')
  files['readFileSync'] = (...words: unknown[]): unknown =>
    words[0] === '/proc/sys/kernel/random/boot_id' ? id : Reflect.apply(read, files, words)
}
