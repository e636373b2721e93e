import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packager } from '@electron/packager'
import { z } from 'zod'
import type { ElectronRuntime } from './electron-runtime.ts'
import { ScriptFailure } from './failure.ts'
import { setFuses, wantedFuses, type Fuses } from './fuses.ts'
import { repositoryRoot } from './paths.ts'
import { zipStored } from './zip-store.ts'

const manifestSchema = z.object({
  name: z.string(),
  productName: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  author: z.string(),
  main: z.string(),
})

/** Files of docs/ that are shipped: those for IT, not for engineers. */
export const shippedDocs = [
  'configuration.md',
  'config.schema.json',
  'examples',
  'kiosk.md',
  'log.md',
  'operations.md',
] as const

/** What of package.json the shipped app carries. */
export type Manifest = z.infer<typeof manifestSchema>

export interface PackagedApp {
  /** The folder with the binary in it. */
  readonly folder: string
  readonly fuses: Fuses
}

export function readManifest(root: string = repositoryRoot): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
}

/**
 * Throws if this Electron must not be shipped and no flag allows it.
 * @throws ScriptFailure
 */
export function refuseDevelopmentOnly(
  { version, developmentOnly }: Pick<ElectronRuntime, 'version' | 'developmentOnly'>,
  isAllowed: boolean,
): void {
  if (!developmentOnly || isAllowed) return
  throw new ScriptFailure(
    `Electron ${version} is here for development and tests only (it gets no security fixes): nothing was ` +
      'packaged; let npm fetch the declared one (npm run electron-path -- --retry), name another in ' +
      'ELECTRON_OVERRIDE_DIST_PATH, or say --development-runtime for a package that is not shipped',
  )
}

/**
 * Puts the built app into an Electron of its own below `out` and burns the fuses. The app must have
 * been built. On Linux nothing is fetched; elsewhere the packager fetches Electron where its cache has none.
 */
export async function packageApp(runtime: ElectronRuntime, out: string): Promise<PackagedApp> {
  const manifest = readManifest()
  const work = mkdtempSync(join(tmpdir(), 'callpoint-package-'))
  try {
    const app = join(work, 'app')
    mkdirSync(app)
    cpSync(join(repositoryRoot, 'out'), join(app, 'out'), { recursive: true })
    writeFileSync(join(app, 'package.json'), JSON.stringify(manifest))
    const docs = join(work, 'docs')
    copyPapers(docs)
    const [folder] = await packager({
      dir: app,
      out,
      extraResource: [docs],
      tmpdir: join(work, 'packager'),
      name: manifest.productName,
      executableName: manifest.name,
      appVersion: manifest.version,
      appBundleId: 'org.callpoint.app',
      appCategoryType: 'public.app-category.business',
      icon: join(repositoryRoot, 'resources', 'icons', manifest.name),
      protocols: [{ name: manifest.productName, schemes: [manifest.name] }],
      usageDescription: {
        Camera: 'For a video call that you begin.',
        Microphone: 'For a call that you begin.',
      },
      win32metadata: {
        CompanyName: manifest.author,
        FileDescription: manifest.productName,
        ProductName: manifest.productName,
      },
      electronVersion: runtime.version,
      ...(process.platform === 'linux' ? { electronZipDir: await zipOf(runtime, work) } : {}),
      asar: true,
      // Everything is bundled: there is nothing to prune.
      prune: false,
      overwrite: true,
      quiet: true,
    })
    if (folder === undefined) throw new ScriptFailure('the packager made nothing')
    return { folder, fuses: await setFuses(binaryOf(folder, manifest), wantedFuses) }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Copies the documents that are needed to set the app up without this repository. */
function copyPapers(target: string): void {
  mkdirSync(target)
  for (const name of shippedDocs) {
    cpSync(join(repositoryRoot, 'docs', name), join(target, name), { recursive: true })
  }
}

/** The binary in a packaged folder; on macOS the bundle, in which the fuses lie deeper. */
export function binaryOf(folder: string, { name, productName }: Manifest): string {
  if (process.platform === 'darwin') return join(folder, `${productName}.app`)
  return join(folder, process.platform === 'win32' ? `${name}.exe` : name)
}

/** The packager takes Electron as the archive that it would have fetched. */
async function zipOf({ dist, version }: ElectronRuntime, work: string): Promise<string> {
  const folder = join(work, 'electron')
  mkdirSync(folder)
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`
  await zipStored(dist, join(folder, name), ['resources/default_app.asar'])
  return folder
}
