import { isAbsolute, join, relative } from 'node:path'
import { z } from 'zod'

/** What a runner has found out. */
export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The test files that it has looked at, from the top of the clone, with forward slashes. */
  readonly files: readonly string[]
  /** Failed tests, and those that passed only on retry, one per line at the end of a long list. */
  readonly notable: readonly string[]
}

/** Nothing at all. */
export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0, files: [], notable: [] }

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

/**
 * Reads Vitest's JSON report. A file that could not even be loaded counts as one failed test; a test that passed at a
 * second try has passed, and is listed with what went wrong at its first.
 * @throws Error when it is no such report.
 */
export function readVitestReport(report: unknown, root: string): TestCounts {
  const parsed = vitestReport.parse(report)
  const unloaded = parsed.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + unloaded.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
    files: parsed.testResults.map(({ name }) => fromTop(name, root)),
    notable: [
      ...unloaded.map(({ name }) => `failed: ${fromTop(name, root)} (could not be loaded)`),
      ...parsed.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.flatMap(({ fullName, status, failureMessages }) => {
          const place = `${fromTop(name, root)} › ${fullName}`
          if (status === 'failed') return [`failed: ${place}`]
          // What fails by chance says so in its message only: the seed of a property, for instance.
          const [first] = failureMessages ?? []
          return first === undefined ? [] : [`passed at a second try: ${place}: ${first}`]
        }),
      ),
    ],
  }
}

const playwrightSuite = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      line: z.int(),
      tests: z.array(z.object({ status: z.enum(['skipped', 'expected', 'unexpected', 'flaky']) })),
    }),
  ),
  get suites() {
    return z.array(playwrightSuite).optional()
  },
})

const playwrightReport = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(playwrightSuite),
  errors: z.array(z.unknown()),
  stats: z.object({
    expected: z.int(),
    unexpected: z.int(),
    flaky: z.int(),
    skipped: z.int(),
  }),
})

/**
 * Reads Playwright's JSON report. An error outside of any test counts as one failed test. A test that passed at a second
 * try has passed: there is one only where other programs share the machine, and the list names it as flaky.
 * @throws Error when it is no such report.
 */
export function readPlaywrightReport(report: unknown, root: string): TestCounts {
  const { config, suites, errors, stats } = playwrightReport.parse(report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    files: suites.map(({ file }) => fromTop(join(config.rootDir, file), root)),
    notable: suites.flatMap(notableOf),
  }
}

function notableOf({
  file,
  specs,
  suites = [],
}: z.infer<typeof playwrightSuite>): readonly string[] {
  const lines = specs.flatMap(({ title, line, tests }) =>
    tests.flatMap(({ status }) => {
      if (status !== 'unexpected' && status !== 'flaky') return []
      const how = status === 'flaky' ? 'passed at a second try' : 'failed'
      return [`${how}: ${file}:${String(line)} › ${title}`]
    }),
  )
  return [...lines, ...suites.flatMap(notableOf)]
}

function fromTop(file: string, root: string): string {
  return (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/')
}

/** Both together. */
export function addCounts(one: TestCounts, other: TestCounts): TestCounts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    files: [...one.files, ...other.files],
    notable: [...one.notable, ...other.notable],
  }
}

/** What a runner's end means when its exit code and its report disagree: a failure that it did not count. */
export function withExitCode(counts: TestCounts, code: number): TestCounts {
  if (code === 0 || counts.failed > 0) return counts
  const line = 'failed: something outside the tests, see above (an uncaught error, or a hook)'
  return { ...counts, failed: 1, notable: [...counts.notable, line] }
}

/** The test files of the tree that no runner has looked at. */
export function uncollected(tree: readonly string[], counts: TestCounts): readonly string[] {
  const seen = new Set(counts.files)
  return tree.map((file) => file.replaceAll('\\', '/')).filter((file) => !seen.has(file))
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }: TestCounts): string {
  const tail = skipped > 0 ? `, ${skipped} skipped` : ''
  return `${passed} passed, ${failed} failed${tail}`
}
