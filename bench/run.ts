import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildAll } from '../scripts/lib/build-targets.ts'
import { run } from '../scripts/lib/command.ts'
import { repositoryRoot } from '../scripts/lib/paths.ts'
import { hasDisplay } from '../tests/kit/machine/display.ts'
import { ensureSystemPackages } from '../tests/kit/machine/system-packages.ts'
import { isMet, lineOf, ratioOf, type Bench, type Figure } from './lib/figure.ts'

function help(benches: readonly Bench[]): string {
  const lines = benches.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`)
  return `npm run bench [-- NAME...] [--against FOLDER]

Measures ratios; runs all benchmarks unless names are given. Some compare this checkout with another one,
alternating between both: the clone in FOLDER, which needs its node_modules.

${lines.join('\n')}
`
}

/** The folder after `--against`, built; the other words are names. */
async function takePeer(words: string[]): Promise<string | undefined> {
  const at = words.indexOf('--against')
  const folder = at < 0 ? undefined : words.splice(at, 2)[1]
  if (folder === undefined) return undefined
  const root = resolve(folder)
  const script = join('scripts', 'run.js')
  const code = await run(process.execPath, [script, join('scripts', 'build.ts')], { cwd: root })
  if (code !== 0) throw new Error(`${folder} could not be built`)
  return root
}

const names = process.argv.slice(2)
const peer = await takePeer(names)
// First of all: which Chromium there is, is looked up when a bench is loaded.
if (!names.includes('--help'))
  await ensureSystemPackages({ display: !hasDisplay(), chromium: true })
const { benches } = await import('./benches.ts')
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name))
if (names.includes('--help') || unknown.length > 0) {
  process.stdout.write(help(benches))
  process.exitCode = names.includes('--help') ? 0 : 1
} else {
  await buildAll({ force: false, say: () => undefined })
  const figures: Figure[] = []
  for (const bench of benches) {
    if (names.length > 0 ? !names.includes(bench.name) : bench.needsPeer && !peer) continue
    figures.push(...(await bench.run(peer)))
  }
  console.table(
    figures.map((figure) => ({
      name: figure.name,
      ratio: ratioOf(figure).toFixed(2),
      goal: `${figure.atLeast === true ? '>=' : '<='} ${figure.goal.toFixed(2)}`,
      met: isMet(figure) ? 'yes' : 'no',
      value: figure.value.toFixed(1),
      floor: figure.floor.toFixed(1),
      unit: figure.unit,
      n: figure.n,
    })),
  )
  const folder = join(repositoryRoot, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  for (const figure of figures) {
    process.stdout.write(`${lineOf(figure)}\n`)
    const result = { ...figure, ratio: ratioOf(figure), met: isMet(figure) }
    writeFileSync(join(folder, `${figure.name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  }
  process.exitCode = figures.every(isMet) ? 0 : 1
}
