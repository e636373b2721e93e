import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openForReading, publish } from './electron-fallback.ts'
import { cacheDirectory } from './paths.ts'
import { canRead, type UnprivilegedUser } from '../../tests/kit/machine/unprivileged.ts'

/** What of a clone the running app reads. */
const appParts = ['package.json', 'out', 'resources'] as const
/** How long an unused copy is kept. */
const keepMs = 24 * 60 * 60_000

/**
 * The folder from which Electron can load the app: the clone itself, or, where the unprivileged user cannot get
 * at that (a clone under root's home), a copy in the cache that is renewed when the app has changed.
 */
export function stageApp(user: UnprivilegedUser | undefined, root: string): string {
  const parts = appParts.filter((part) => existsSync(join(root, part)))
  if (parts.every((part) => isReadable(user, join(root, part)))) return root
  return stage('app', root, parts)
}

/** The folder from which the unprivileged user can run this Electron: its own, or a copy in the cache. */
export function stageRuntime(user: UnprivilegedUser | undefined, dist: string): string {
  return isReadable(user, dist) ? dist : stage('runtime', dist, readdirSync(dist))
}

function isReadable(user: UnprivilegedUser | undefined, path: string): boolean {
  return user === undefined || canRead(user, path)
}

function stage(kind: string, source: string, parts: readonly string[]): string {
  const folder = join(cacheDirectory(), 'staged')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const prefix = `${kind}-${short(source)}-`
  const target = join(folder, `${prefix}${short(inventory(source, parts))}`)
  if (existsSync(target)) return target
  sweep(folder, prefix)
  const work = mkdtempSync(join(folder, '.copying-'))
  try {
    for (const part of parts) {
      cpSync(join(source, part), join(work, part), { recursive: true, verbatimSymlinks: true })
    }
    openForReading(work)
    publish(work, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return target
}

/** Removes copies of the same source that are older than a day; a younger one may be in use. */
function sweep(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const isOld = Date.now() - lstatSync(path).mtimeMs > keepMs
    if (isOld && (name.startsWith(prefix) || name.startsWith('.copying-'))) {
      rmSync(path, { recursive: true, force: true })
    }
  }
}

/** Every file below these parts with its size and time: it changes whenever one of them does. */
function inventory(root: string, parts: readonly string[]): string {
  const visit = (path: string): readonly string[] => {
    const entry = lstatSync(path)
    if (entry.isDirectory()) return readdirSync(path).flatMap((name) => visit(join(path, name)))
    return [`${relative(root, path)} ${entry.size} ${entry.mtimeMs}`]
  }
  return parts.flatMap((part) => visit(join(root, part))).join('\n')
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
