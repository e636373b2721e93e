import { isAbsolute, join, relative } from 'node:path'
import { z } from 'zod'

/** What a runner has found out. */
export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The test files that it has looked at, from the top of the clone, with forward slashes. */
  readonly files: readonly string[]
}

/** Nothing at all. */
export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0, files: [] }

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int().default(0),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
})

/**
 * Reads Vitest's JSON report. A file that could not even be loaded counts as one failed test.
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
  }
}

const playwrightReport = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(z.object({ file: z.string() })),
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
  }
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
  }
}

/** What a runner's end means when its exit code and its report disagree: a failure that it did not count. */
export function withExitCode(counts: TestCounts, code: number): TestCounts {
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 }
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
