import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { resolveConfig } from 'vite'
import { gather } from './command.ts'
import { ScriptFailure } from './failure.ts'
import { withLock } from './lock.ts'
import { repositoryRoot } from './paths.ts'
import { updateZoneData } from './zone-data.ts'

interface BuildTarget {
  readonly name: string
  /** The configuration file; a clone without it has nothing of this kind to build. */
  readonly config: string
  /** What goes into it, as glob patterns from the top of the clone. */
  readonly sources: readonly string[]
  /** Where it puts its result, where that is not read from the configuration. */
  readonly output?: string
  readonly command: readonly string[]
}

const always = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'svelte.config.js',
  'scripts/lib/hover.ts',
] as const

function viteTarget(name: string, config: string, sources: readonly string[]): BuildTarget {
  const command = ['node_modules/vite/bin/vite.js', 'build', '--config', config]
  return { name, config, sources: [...always, config, ...sources], command }
}

/** Everything that `npm run build` makes. */
const buildTargets: readonly BuildTarget[] = [
  {
    name: 'app',
    config: 'electron.vite.config.ts',
    sources: [...always, 'electron.vite.config.ts', 'src/**/*', 'resources/**/*'],
    output: 'out',
    command: ['node_modules/electron-vite/bin/electron-vite.js', 'build'],
  },
  viteTarget('console', 'simulator/console/vite.config.ts', ['simulator/console/**/*']),
  {
    name: 'simulator',
    config: 'simulator/tsconfig.build.json',
    sources: [...always, 'simulator/*', 'simulator/!(console)/**/*', 'docs/*'],
    output: 'simulator/dist/cli.js',
    command: ['simulator/build.ts'],
  },
  {
    name: 'component',
    config: 'component/build.ts',
    sources: [...always, 'component/**/*', 'src/**/*', 'docs/click-to-dial.md'],
    output: 'component/dist/index.js',
    command: ['component/build.ts'],
  },
]

/** What only tests ask for: the screens in their named states. */
const screens: BuildTarget = {
  name: 'screens',
  config: 'tests/kit/page/fake-build.ts',
  sources: [...always, 'tests/kit/page/fake-*.ts', 'src/**/*', 'resources/**/*'],
  output: '.cache/screens',
  command: ['tests/kit/page/fake-build.ts'],
}
const everyTarget = [...buildTargets, screens]
const buildNames: readonly string[] = everyTarget.map(({ name }) => name)

interface Stamp {
  readonly hash: string
  readonly output: string
}

/**
 * Builds this target if its sources have changed since its last build, its result is gone, or `force` says so.
 * Answers whether it built. Only one process builds a target at a time.
 * @throws ScriptFailure with the builder's own words when it does not succeed.
 */
async function buildIfStale(
  target: BuildTarget,
  options: { force?: boolean; say?: (line: string) => void } = {},
): Promise<boolean> {
  if (!existsSync(join(repositoryRoot, target.config))) return false
  const folder = join(repositoryRoot, '.cache', 'build')
  mkdirSync(folder, { recursive: true })
  const stampFile = join(folder, `${target.name}.json`)
  return await withLock(join(folder, `${target.name}.lock`), async () => {
    const hash = hashOfSources(target, repositoryRoot)
    if (options.force !== true && isFresh(readStamp(stampFile), hash)) return false
    options.say?.(`Building the ${target.name} ...`)
    rmSync(stampFile, { force: true })
    await build(target)
    const stamp: Stamp = { hash, output: await outputOf(target) }
    writeFileSync(stampFile, JSON.stringify(stamp))
    return true
  })
}

/** Builds whatever is stale, or what is stale of those `only` names. */
export async function buildAll(
  options: { force?: boolean; say?: (line: string) => void; only?: readonly string[] } = {},
): Promise<void> {
  const { only = buildTargets.map(({ name }) => name) } = options
  const unknown = only.find((name) => !buildNames.includes(name))
  if (unknown !== undefined) {
    throw new ScriptFailure(`there is no ${unknown} to build, only ${buildNames.join(', ')}`)
  }
  if (updateZoneData()) options.say?.('Took newer time zone data into resources/zones.json.')
  for (const target of everyTarget.filter(({ name }) => only.includes(name))) {
    await buildIfStale(target, options)
  }
}

async function build(target: BuildTarget): Promise<void> {
  const { code, output } = await gather(process.execPath, target.command, {
    cwd: repositoryRoot,
    // electron-vite compares the targets in its configuration with the oldest Electron that must run the result.
    env: { ...process.env, ELECTRON_MAJOR_VER: '33', NODE_ENV: 'production' },
  })
  if (code === 0) return
  throw new ScriptFailure(`the ${target.name} could not be built:\n${output.trim()}`)
}

async function outputOf(target: BuildTarget): Promise<string> {
  if (target.output !== undefined) return target.output
  const configFile = join(repositoryRoot, target.config)
  const config = await resolveConfig({ configFile, logLevel: 'silent' }, 'build')
  return relative(repositoryRoot, resolve(config.root, config.build.outDir))
}

function isFresh(stamp: Stamp | undefined, hash: string): boolean {
  return stamp?.hash === hash && existsSync(join(repositoryRoot, stamp.output))
}

function readStamp(file: string): Stamp | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    if (!('hash' in value) || !('output' in value)) return undefined
    const { hash, output } = value
    return typeof hash === 'string' && typeof output === 'string' ? { hash, output } : undefined
  } catch {
    // A missing or half-written stamp only means that the target is built once more.
    return undefined
  }
}

/** A digest of the names and contents of everything that goes into a target; tests do not. */
export function hashOfSources(target: Pick<BuildTarget, 'sources'>, root: string): string {
  const files = globSync([...target.sources], { cwd: root })
    .filter((file) => !/\.(?:test|spec)\.ts$|(?:^|\/)(?:dist|node_modules)\//.test(file))
    .toSorted()
  const hash = createHash('sha256')
  for (const file of new Set(files)) {
    const path = join(root, file)
    if (!statSync(path).isFile()) continue
    hash.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}
