import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/lib/system-packages.ts'

const executablePath = findChromium()

/** Tests of the app in a real Electron (`*.spec.ts`) and of pages in a current Chromium (`*.browser.spec.ts`). */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/playwright',
  globalSetup: './tests/support/global-setup.ts',
  fullyParallel: true,
  // Each test runs a browser and a centre: more of them at once than cores only wait for each other.
  workers: Math.min(4, availableParallelism()),
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
      testMatch: '**/*.browser.spec.ts',
      use: {
        browserName: 'chromium',
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: executablePath === undefined ? {} : { executablePath },
      },
    },
    { name: 'electron', testIgnore: '**/*.browser.spec.ts' },
  ],
})
