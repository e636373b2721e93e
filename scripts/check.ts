import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { gather } from './lib/command.ts'
import { repositoryRoot } from './lib/paths.ts'
import { readArguments, runScript } from './lib/script.ts'

const help = `
Checks types, lint, format and unused code, two checks at a time, and prints the output of those that fail.

  npm run check [-- NAME...]

  NAME   only the checks whose name contains this: types, svelte, lint, format, unused
`

/** Checks at once: each of them keeps one core busy. */
const width = 2

interface Check {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
}

const references = z.object({ references: z.array(z.object({ path: z.string() })) })

/** Where there are components: svelte-check sees all types, and tsc only some. */
const PAGES = ['src/renderer', 'component', 'simulator/console']

function allChecks(): readonly Check[] {
  const text = readFileSync(join(repositoryRoot, 'tsconfig.json'), 'utf8')
  const projects = references.parse(JSON.parse(text)).references.map(({ path }) => path)
  return [
    // The longest ones first, so that the others fill the time beside them.
    lint('lint', ['.', ...PAGES.flatMap((path) => ['--ignore-pattern', `${path}/**`])]),
    lint(`lint ${PAGES.join(' ')}`, PAGES),
    { name: 'lint by types', program: 'oxlint/bin/oxlint', args: ['--type-aware'] },
    { name: 'format', program: 'prettier/bin/prettier.cjs', args: ['--check', '.', ...FORMATTED] },
    {
      name: `svelte ${PAGES.join(' ')}`,
      program: 'svelte-check/bin/svelte-check',
      args: ['--tsconfig', 'tsconfig.pages.json', '--fail-on-warnings', '--output', 'human'],
    },
    ...projects
      .filter((path) => !PAGES.some((page) => path.endsWith(page)))
      .map((path) => ({
        name: `types ${path}`,
        program: 'typescript-native/bin/tsc',
        args: ['-p', path, '--pretty', 'false', '--singleThreaded'],
      })),
    { name: 'unused', program: 'knip/bin/knip.js', args: ['--no-progress'] },
  ]
}

/** Files that were in shape and have not changed since are not read again. */
const FORMATTED = ['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/prettier']

function lint(name: string, args: readonly string[]): Check {
  return { name, program: 'eslint/bin/eslint.js', args: [...args, '--max-warnings', '0'] }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

await runScript('check', async () => {
  const input = readArguments(help, {})
  if (input === undefined) return 0
  const wanted = input.positionals
  const checks = allChecks().filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
  )
  if (checks.length === 0) {
    say(`No check has a name with ${wanted.join(' or ')} in it (see --help).`)
    return 1
  }
  const outcomes = await runAll(checks)
  const failed = outcomes.filter((isSound) => !isSound).length
  say(`${outcomes.length - failed} checks passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})

/** Runs the checks, `width` at a time, and reports each as it ends; answers which were sound. */
async function runAll(checks: readonly Check[]): Promise<readonly boolean[]> {
  const waiting = [...checks]
  const outcomes: boolean[] = []
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      outcomes.push(await runOne(check))
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  return outcomes
}

async function runOne({ name, program, args }: Check): Promise<boolean> {
  const startMs = performance.now()
  const { code, output } = await gather(
    process.execPath,
    [join('node_modules', program), ...args],
    { cwd: repositoryRoot },
  )
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (code !== 0) say(output.trimEnd().replace(/^/gm, '    '))
  return code === 0
}
