import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const retryMs = 200

/**
 * Runs `body` while holding the lock at `path`, which other processes on this machine respect too. Waits for as
 * long as another living process holds it; `onWait` is called once. A lock whose owner has died is taken over.
 */
export async function withLock<Result>(
  path: string,
  body: () => Promise<Result>,
  onWait: () => void = () => undefined,
): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true })
  for (let told = false; !take(path); told = true) {
    if (!told) onWait()
    await delay(retryMs)
  }
  try {
    return await body()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  if (!isAlive(ownerOf(path))) rmSync(path, { force: true })
  return false
}

function ownerOf(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    // Between its creation and its first byte the file is empty: the owner is alive, only not named yet.
    return text === '' ? process.pid : Number(text)
  } catch {
    return undefined
  }
}

/** True while a process with this id exists. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || !Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** True when `error` is a system error with this code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
