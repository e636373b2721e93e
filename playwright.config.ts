import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/lib/system-packages.ts'

const executablePath = findChromium()
const browserTests = '**/*.browser.spec.ts'

/** Tests of the app in a real Electron (`*.spec.ts`) and of pages in a current Chromium (`*.browser.spec.ts`). */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/playwright',
  globalSetup: './tests/support/global-setup.ts',
  fullyParallel: true,
  // Each test runs a browser and a centre, and most wait for something: twice as many as cores, but calls, which take a
  // core to code their pictures, one at a time for each kind of browser.
  workers: Math.min(8, 2 * availableParallelism()),
  // On a machine of its own a failure is looked at; on a shared one it may be the neighbours.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { trace: 'off' },
  projects: [
    // The long files that go one test after the other begin first.
    {
      name: 'chromium',
      testMatch: browserTests,
      workers: 1,
      use: {
        browserName: 'chromium',
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: executablePath === undefined ? {} : { executablePath },
      },
    },
    { name: 'calls', testMatch: '**/{call,call-*}.spec.ts', testIgnore: browserTests, workers: 1 },
    { name: 'electron', testIgnore: [browserTests, '**/{call,call-*}.spec.ts'] },
  ],
})
