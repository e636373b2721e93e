import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { gather } from '../../../scripts/lib/command.ts'
import { npmCommand } from '../../../scripts/lib/npm.ts'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'

/** The folder of somebody who has installed the packages of this project, and nothing else. */
export interface InstalledPackages {
  /** Undefined where a dependency is neither in npm's cache nor to be had from the registry. */
  readonly folder: string | undefined
  remove(): void
}

const lockSchema = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ link: z.boolean().optional() })),
})
const unreachable = /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH/u

/**
 * Packs both packages as for the registry and installs the tarballs in an empty folder. Their dependencies come in the
 * versions of this project's lock, out of npm's cache where it has them.
 * @throws Error with npm's words where they cannot be packed or installed.
 */
export async function installPackages(): Promise<InstalledPackages> {
  const folder = mkdtempSync(join(tmpdir(), 'callpoint-packages-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const workspaces = ['-w', '@callpoint/simulator', '-w', 'oscc-click-to-dial']
    const packed = await npm(repositoryRoot, ['pack', ...workspaces, '--pack-destination', folder])
    if (packed.code !== 0) throw new Error(packed.output)
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    writeManifest(folder)
    const flags = [
      '--workspaces=false',
      '--fetch-retries=1',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
    ]
    const install = async (how: string) =>
      await npm(folder, [
        ...['install', '--save-dev', how, ...flags],
        ...tarballs.map((name) => `./${name}`),
      ])
    const offline = await install('--offline')
    const { code, output } = offline.code === 0 ? offline : await install('--prefer-offline')
    if (code === 0) return { folder, remove }
    if (!unreachable.test(output)) throw new Error(output)
    remove()
    return { folder: undefined, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** An empty project, and of our lock what is no workspace: npm drops from it what nobody asks for. */
function writeManifest(folder: string): void {
  const project = { name: 'integrator', private: true, type: 'module' }
  const lock = lockSchema.parse(
    JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')),
  )
  const packages = Object.entries(lock.packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && link !== true,
  )
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(value))
  write('package.json', project)
  write('package-lock.json', {
    ...lock,
    name: project.name,
    packages: { '': project, ...Object.fromEntries(packages) },
  })
}

async function npm(cwd: string, args: readonly string[]) {
  const [command = 'npm', ...words] = npmCommand()
  return await gather(command, [...words, ...args], { cwd })
}
