import type { SpawnOptions } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './lib/build-targets.ts'
import { gather, run, which } from './lib/command.ts'
import { hasDisplay } from '../tests/kit/machine/display.ts'
import { prepareElectron } from './lib/electron-launch.ts'
import { resolveElectron } from './lib/electron-runtime.ts'
import { messageOf, ScriptFailure } from './lib/failure.ts'
import { repositoryRoot } from './lib/paths.ts'
import { ensurePeers, missingParts } from '../tests/kit/machine/peer-packages.ts'
import { readArguments, runScript } from './lib/script.ts'
import { ensureSystemPackages } from '../tests/kit/machine/system-packages.ts'
import {
  addCounts,
  noTests,
  readPlaywrightReport,
  readVitestReport,
  summaryLine,
  uncollected,
  withExitCode,
  type TestCounts,
} from './lib/test-reports.ts'

const help = `
Runs unit and component tests (Vitest) and tests in a real Electron and a current Chromium, with a short version
of each campaign (Playwright). Tests with third-party servers, proxies and telephones (Kamailio, rtpengine, baresip,
linphone, coturn, squid, nginx, haproxy, Tomcat) are run by npm run test:peers.
First installs or lists missing system packages, and builds what is stale.

  npm test [-- [--unit] [--e2e] [--draws] [--name PATTERN] [FILE...]]
  npm run test:peers [-- [--skip-missing] [--name PATTERN] [FILE...]]

  --unit           only Vitest
  --e2e            only Playwright, without the campaigns
  --draws          only the short campaigns
  --peers          only tests with third-party software: what test:peers runs
  --skip-missing   passes, with a note, if that software cannot be installed
  --name PATTERN   only tests whose name matches
  FILE             only test files whose path contains this

The last line counts passed and failed tests. A test file that no runner picks up is a failure.
`

const results = join(repositoryRoot, 'test-results')
/** Of the many Node processes that tests start, each but the first finds its code compiled. */
const compiled = join(repositoryRoot, '.cache', 'compiled')
const say = (line: string) => process.stdout.write(`${line}\n`)

type Kind = 'unit' | 'e2e' | 'peers' | 'draws'

interface Wish {
  readonly name: string | undefined
  readonly files: readonly string[]
}

await runScript('test', async () => {
  const input = readArguments(help, {
    unit: { type: 'boolean' },
    e2e: { type: 'boolean' },
    peers: { type: 'boolean' },
    draws: { type: 'boolean' },
    'skip-missing': { type: 'boolean' },
    name: { type: 'string' },
  })
  if (input === undefined) return 0
  const { unit = false, e2e = false, peers = false, draws = false, name } = input.values
  const wish: Wish = { name, files: input.positionals }
  const isAll = !unit && !e2e && !peers && !draws
  const kinds = { unit: unit || isAll, e2e: e2e || isAll, peers, draws: draws || isAll }
  const missing = kinds.peers ? await ensurePeers() : undefined
  const mayMiss = input.values['skip-missing'] === true
  if (missing !== undefined && !mayMiss) throw new ScriptFailure(missing)
  if (kinds.e2e || kinds.peers || kinds.draws) await prepare()
  else await prepareCarrier()
  mkdirSync(results, { recursive: true })
  let counts = noTests
  const together = [
    ...(kinds.e2e ? ['browser-calls', 'calls', 'chromium', 'electron'] : []),
    ...(kinds.draws ? ['draws'] : []),
  ]
  // Alone: a third-party telephone times out on a busy machine.
  const alone = kinds.peers && missing === undefined ? ['peers'] : []
  // Playwright's tests often wait, and calls go one after the other: those of Vitest run meanwhile.
  const units = kinds.unit ? runVitest(wish, together.length > 0) : noTests
  const played = together.length > 0 ? await runPlaywright(wish, together) : noTests
  for (const each of [await units, played]) counts = addCounts(counts, each)
  if (alone.length > 0) counts = addCounts(counts, await runPlaywright(wish, alone))
  if (missing !== undefined) say(`Skipped what needs parts of others: ${missing}`)
  for (const part of alone.length > 0 ? missingParts() : []) say(`Skipped its tests: ${part}`)
  const isWhole = wish.name === undefined && wish.files.length === 0
  const lost = isWhole
    ? uncollected(testFiles({ ...kinds, peers: kinds.peers && missing === undefined }), counts)
    : []
  for (const line of counts.notable) say(line)
  for (const file of lost) say(`No runner has picked up ${file}`)
  const total = { ...counts, failed: counts.failed + lost.length }
  if (isAll) say('Not among these: servers and telephones of others, npm run test:peers')
  if (total.passed + total.failed === 0 && missing === undefined) say('No test matches.')
  say(summaryLine(total))
  return total.failed === 0 && (total.passed > 0 || missing !== undefined) ? 0 : 1
})

async function prepare(): Promise<void> {
  await ensureSystemPackages({ display: !hasDisplay(), chromium: true })
  await Promise.all([buildAll({ say }), resolveElectron({ say })])
  const { version, user } = await prepareElectron()
  say(`Electron ${version}${user === undefined ? '' : `, as the user ${user.name}`}`)
}

/** What sends requests for the tests of the REST client is the app's own Electron, without a window. */
async function prepareCarrier(): Promise<void> {
  await ensureSystemPackages({ display: false, chromium: false })
  await resolveElectron({ say })
}

function testFiles(kinds: Readonly<Record<Kind, boolean>>): readonly string[] {
  const exclude = ['**/node_modules/**', 'out/**', '**/dist/**', '.cache/**', 'test-results/**']
  const find = (pattern: string, others: readonly string[] = []): readonly string[] =>
    globSync(pattern, { cwd: repositoryRoot, exclude: [...exclude, ...others] })
  return [
    ...(kinds.unit ? find('**/*.test.ts') : []),
    ...(kinds.e2e ? find('**/*.spec.ts', ['tests/peers/**', 'tests/draws/**']) : []),
    ...(kinds.peers ? find('tests/peers/**/*.spec.ts') : []),
    ...(kinds.draws ? find('tests/draws/**/*.spec.ts') : []),
  ]
}

/** `isBeside`: others are to have the machine whenever they want it, and the output is shown in one piece. */
async function runVitest({ name, files }: Wish, isBeside: boolean): Promise<TestCounts> {
  const report = join(results, 'vitest.json')
  const args = [
    ...['run', '--passWithNoTests', '--reporter=default', '--reporter=json'],
    `--outputFile.json=${report}`,
    ...(name === undefined ? [] : ['-t', name]),
    ...(isBeside ? ['--maxWorkers=1'] : []),
    ...files,
  ]
  const program = 'node_modules/vitest/vitest.mjs'
  return await runTests(program, args, {}, report, readVitestReport, isBeside ? behind : run)
}

async function runPlaywright(
  { name, files }: Wish,
  projects: readonly string[],
): Promise<TestCounts> {
  const report = join(results, `${projects.length > 1 ? 'playwright' : projects.join('-')}.json`)
  const args = [
    ...['test', '--pass-with-no-tests', '--reporter=list,json'],
    ...projects.map((project) => `--project=${project}`),
    ...(name === undefined ? [] : ['--grep', name]),
    ...files,
  ]
  const program = 'node_modules/@playwright/test/cli.js'
  const environment = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  return await runTests(program, args, environment, report, readPlaywrightReport)
}

async function runTests(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  report: string,
  read: (report: unknown, root: string) => TestCounts,
  start: typeof run = run,
): Promise<TestCounts> {
  rmSync(report, { force: true })
  const code = await start(process.execPath, [program, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment, NODE_COMPILE_CACHE: compiled },
  })
  try {
    const value: unknown = JSON.parse(readFileSync(report, 'utf8'))
    return withExitCode(read(value, repositoryRoot), code)
  } catch (error) {
    say(`${program} ended with code ${code} and left no report: ${messageOf(error)}`)
    return { ...noTests, failed: 1 }
  }
}

/** Like `run`, behind all others, and with its output at its end. */
async function behind(command: string, args: readonly string[], options: SpawnOptions = {}) {
  const nice = which('nice')
  const [program, ...rest] =
    nice === undefined ? [command, ...args] : [nice, '-n', '10', command, ...args]
  const { code, output } = await gather(program, rest, options)
  process.stdout.write(output)
  return code
}
