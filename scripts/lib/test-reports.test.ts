import { describe, expect, it } from 'vitest'
import {
  addCounts,
  noTests,
  readPlaywrightReport,
  readVitestReport,
  summaryLine,
  uncollected,
  withExitCode,
} from './test-reports.ts'

const good = { fullName: 'a holds', status: 'passed', failureMessages: [] }
const late = { fullName: 'a wavers', status: 'passed', failureMessages: ['seed 7: 1 is not 2'] }
const bad = { fullName: 'a falls', status: 'failed' }
const vitest = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  testResults: [
    { name: '/repo/src/a.test.ts', status: 'failed', assertionResults: [good, late, bad] },
    { name: '/repo/src/broken.test.ts', status: 'failed', assertionResults: [] },
  ],
}
const playwright = {
  config: { rootDir: '/repo/tests/e2e' },
  suites: [
    {
      title: 'chat.spec.ts',
      file: 'chat.spec.ts',
      specs: [{ title: 'holds', line: 3, tests: [{ status: 'expected' }] }],
      suites: [
        {
          title: 'a group',
          file: 'chat.spec.ts',
          specs: [
            { title: 'falls', line: 7, tests: [{ status: 'unexpected' }] },
            { title: 'wavers', line: 9, tests: [{ status: 'flaky' }] },
          ],
        },
      ],
    },
  ],
  errors: [],
  stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 2 },
}

describe('the reports of the runners', () => {
  it('count a file that could not be loaded as a failure', () => {
    expect(readVitestReport(vitest, '/repo')).toEqual({
      passed: 3,
      failed: 2,
      skipped: 1,
      files: ['src/a.test.ts', 'src/broken.test.ts'],
      notable: [
        'failed: src/broken.test.ts (could not be loaded)',
        'passed at a second try: src/a.test.ts › a wavers: seed 7: 1 is not 2',
        'failed: src/a.test.ts › a falls',
      ],
    })
  })

  it('count an error outside of tests as a failure, and a retried test as flaky', () => {
    const stats = { ...playwright.stats, flaky: 1 }
    const report = readPlaywrightReport({ ...playwright, stats, errors: [{}] }, '/repo')
    expect(report).toMatchObject({ passed: 6, failed: 1, skipped: 2 })
  })

  it('name failed and flaky tests, even in nested groups', () => {
    expect(readPlaywrightReport(playwright, '/repo').notable).toEqual([
      'failed: chat.spec.ts:7 › falls',
      'passed at a second try: chat.spec.ts:9 › wavers',
    ])
  })

  it('are refused in another format', () => {
    expect(() => readPlaywrightReport({}, '/repo')).toThrow()
  })
})

describe('the summary', () => {
  it('adds up both runners and omits zeros', () => {
    const both = addCounts(
      readVitestReport(vitest, '/repo'),
      readPlaywrightReport(playwright, '/repo'),
    )
    expect(summaryLine(both)).toBe('8 passed, 2 failed, 3 skipped')
    expect(summaryLine({ ...noTests, passed: 1 })).toBe('1 passed, 0 failed')
  })

  it('counts a bad exit code as a failure', () => {
    expect(withExitCode({ ...noTests, passed: 4 }, 1).failed).toBe(1)
    expect(withExitCode({ ...noTests, passed: 4 }, 1).notable).toHaveLength(1)
    expect(withExitCode({ ...noTests, failed: 2 }, 1).failed).toBe(2)
  })

  it('lists test files that no runner executed', () => {
    const counts = readPlaywrightReport(playwright, '/repo')
    const tree = ['tests/e2e/chat.spec.ts', 'tests/e2e\\lost.spec.ts']
    expect(uncollected(tree, counts)).toEqual(['tests/e2e/lost.spec.ts'])
  })
})
