import { chmodSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The top of this clone. */
export const repositoryRoot = resolve(import.meta.dirname, '../..')

/** Where root keeps what an unprivileged user must be able to read. */
const rootCache = '/var/cache/callpoint'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  readonly isRoot: boolean
  readonly home: string
}

/** True when this process runs as root on a system that has such a thing. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** The cache directory for these surroundings; `CALLPOINT_CACHE` overrides it. */
export function cachePath({ platform, environment, isRoot, home }: Surroundings): string {
  const chosen = environment['CALLPOINT_CACHE']
  if (chosen) return resolve(chosen)
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'callpoint', 'Cache')
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'callpoint')
  if (isRoot) return rootCache
  return join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'callpoint')
}

/** The cache directory of this machine and user, made if need be; root's is readable for everybody. */
export function cacheDirectory(): string {
  const surroundings = {
    platform: process.platform,
    environment: process.env,
    isRoot: isRoot(),
    home: homedir(),
  }
  const path = cachePath(surroundings)
  mkdirSync(path, { recursive: true })
  if (surroundings.isRoot) chmodSync(path, 0o755)
  return path
}
