import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Arguments with which Electron makes the app's main process poll four times a second where the policy says once, which
 * is the most that it may: a test waits for a poll after nearly each step. They need a file, which is put into `folder`.
 */
export function shortPolls(folder: string): readonly string[] {
  const file = join(folder, 'short-polls.cjs')
  writeFileSync(file, `(${shorten.toString()})()`, { mode: 0o644 })
  return ['--require', file]
}

/** Runs in the app's main process: a wait of a second, give or take the jitter of a tenth, lasts a quarter of it. */
function shorten(): void {
  const { setTimeout: wait } = globalThis
  const shorter = (task: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    wait(task, ms >= 850 && ms <= 1150 ? ms / 4 : ms, ...given)
  Object.assign(globalThis, { setTimeout: Object.assign(shorter, wait) })
}
