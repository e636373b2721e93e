import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** What the package has of the manuals; the OpenAPI document is served, too. */
const manuals = [
  'simulator.md',
  'simulator-sip.md',
  'agent-console.md',
  'web-interaction.openapi.yaml',
]

// Writes the package's JavaScript, types and documents into dist/, beside the console that Vite puts there:
// Node.js does not run TypeScript below node_modules.
const here = import.meta.dirname
const dist = join(here, 'dist')
mkdirSync(dist, { recursive: true })
for (const name of readdirSync(dist).filter((name) => name !== 'console')) {
  rmSync(join(dist, name), { recursive: true })
}
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js')
const { status } = spawnSync(
  process.execPath,
  [compiler, '-p', join(here, 'tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
)
if (status !== 0) process.exit(1)
for (const file of globSync('scenarios/*.json', { cwd: here })) {
  cpSync(join(here, file), join(dist, file))
}
for (const name of manuals)
  cpSync(join(here, '..', 'docs', name), join(dist, 'docs', basename(name)))
