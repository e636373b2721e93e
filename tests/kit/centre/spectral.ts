import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gather, run } from '../../../scripts/lib/command.ts'
import { publish } from '../../../scripts/lib/electron-fallback.ts'
import { npmCommand } from '../../../scripts/lib/npm.ts'
import { cacheDirectory, repositoryRoot } from '../../../scripts/lib/paths.ts'

const PACKAGE = '@stoplight/spectral-cli@6.16.3'

/**
 * The folder of the linter, or `undefined` where the registry is out of reach. It is no part of the install: it is
 * 68 MB, and one of its packages has an install script, which is not run here either.
 */
async function fetchSpectral(): Promise<string | undefined> {
  const linters = join(cacheDirectory(), 'linters')
  const folder = join(linters, PACKAGE.replaceAll(/[@/]/gu, '-').slice(1))
  if (existsSync(folder)) return folder
  mkdirSync(linters, { recursive: true })
  const work = mkdtempSync(join(linters, '.fetching-'))
  try {
    const [npm = 'npm', ...words] = npmCommand()
    const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--silent']
    const code = await run(npm, [...words, 'install', ...flags, '--prefix', work, PACKAGE], {
      stdio: 'ignore',
      cwd: work,
    })
    if (code !== 0) return undefined
    publish(work, folder)
    return folder
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What Spectral says of a document, hints too; `undefined` where it is not to be had. Works offline once it is in the cache. */
export async function askSpectral(
  document: string,
): Promise<{ readonly code: number; readonly output: string } | undefined> {
  const folder = await fetchSpectral()
  if (folder === undefined) return undefined
  const program = join(folder, 'node_modules', '@stoplight', 'spectral-cli', 'dist', 'index.js')
  const ruleset = join(repositoryRoot, 'tests', 'kit', 'centre', 'openapi.spectral.yaml')
  const flags = ['--ruleset', ruleset, '--fail-severity', 'hint']
  return await gather(process.execPath, [program, 'lint', document, ...flags])
}
