import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { capture } from './command.ts'
import { repositoryRoot } from './paths.ts'

const electronFolder = join(repositoryRoot, 'node_modules', 'electron')
/** How long the first answer of the download's host may take. */
const reachableMs = 5_000
/** How long the whole download may take once its host has answered. */
const downloadMs = 15 * 60_000
/** How long a failure is believed. */
const memoryMs = 24 * 60 * 60_000

/** The version of Electron that package.json asks for, as installed by npm; `undefined` before `npm ci`. */
export function declaredVersion(): string | undefined {
  const manifest = readJson(join(electronFolder, 'package.json'))
  return typeof manifest['version'] === 'string' ? manifest['version'] : undefined
}

/** The folder of Electron's own, complete binary within node_modules, if it is there. */
export function ownDist(version: string): string | undefined {
  const dist = join(electronFolder, 'dist')
  const stamp = join(dist, 'version')
  if (!existsSync(stamp) || !existsSync(join(electronFolder, 'path.txt'))) return undefined
  return readFileSync(stamp, 'utf8').trim().replace(/^v/, '') === version ? dist : undefined
}

/** Where the binary lies within an Electron folder on this platform. */
export function binaryWithin(dist: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(dist, platform === 'win32' ? 'electron.exe' : 'electron')
}

/** The address of Electron's own archive, after the mirror settings that its installer knows. */
export function archiveUrl(
  version: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): string {
  const mirror = ['npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR', 'ELECTRON_MIRROR']
    .map((name) => environment[name])
    .find((value) => value)
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/'
  return `${base}v${version}/electron-v${version}-${platform}-${arch}.zip`
}

interface Memory {
  readonly url: string
  readonly atMs: number
}

/** True while an earlier failure to reach this address, kept in `file`, is still believed. */
export function isRemembered(file: string, url: string, nowMs: number): boolean {
  const memory: Partial<Memory> = readJson(file)
  return memory.url === url && typeof memory.atMs === 'number' && nowMs - memory.atMs < memoryMs
}

/**
 * Has Electron's own installer fetch its binary into node_modules, when its host can be reached; answers whether
 * it did. A failure is remembered in `cache` for a day, so that not every run waits; `retry` forgets it.
 */
export function download(
  version: string,
  cache: string,
  options: { retry: boolean; say: (line: string) => void },
): boolean {
  const url = archiveUrl(version, process.env)
  const memory = join(cache, 'electron-unreachable.json')
  if (options.retry) rmSync(memory, { force: true })
  if (isRemembered(memory, url, Date.now())) return false
  if (isReachable(url) || isCached()) {
    options.say(`Fetching Electron ${version} (about 110 MB, once) ...`)
    const installer = join(electronFolder, 'install.js')
    const result = capture(process.execPath, [installer], {
      env: proxied(),
      timeoutMs: downloadMs,
    })
    if (result.code === 0 && ownDist(version) !== undefined) return true
  }
  writeFileSync(memory, JSON.stringify({ url, atMs: Date.now() } satisfies Memory))
  return false
}

/** Asked in a child process: a name service that never answers would otherwise hold up this one. */
function isReachable(url: string): boolean {
  const program = `fetch(process.argv[1], { method: 'HEAD' }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`
  const result = capture(process.execPath, ['-e', program, url], {
    env: proxied(),
    timeoutMs: reachableMs,
  })
  return result.code === 0
}

/** Electron's installer keeps what it has fetched before; then no network is needed. */
function isCached(): boolean {
  const folders = {
    darwin: join(homedir(), 'Library', 'Caches', 'electron'),
    win32: join(process.env['LOCALAPPDATA'] ?? homedir(), 'electron', 'Cache'),
  }
  const usual = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const platform = process.platform
  const folder =
    platform === 'darwin' || platform === 'win32' ? folders[platform] : join(usual, 'electron')
  return existsSync(process.env['electron_config_cache'] ?? folder)
}

/** Node.js and Electron's installer use a proxy from the environment only if configured to. */
function proxied(): NodeJS.ProcessEnv {
  const { ELECTRON_OVERRIDE_DIST_PATH: _unused, ...rest } = process.env
  return { ...rest, NODE_USE_ENV_PROXY: '1' }
}

function readJson(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
