import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findChromium } from './tests/kit/machine/system-packages.ts'
import { GLANCES, shortenGlances } from './tests/kit/short-glances.ts'
import { ACTION_MS } from './tests/kit/waits.ts'

shortenGlances()
const executablePath = findChromium()
const launchOptions = executablePath === undefined ? {} : { executablePath }

const browsers = 'e2e/*.browser.spec.ts'
const callsInBrowsers = 'e2e/*call*.browser.spec.ts'
const callsInApp = 'e2e/call?(-survival).spec.ts'
const inBrowser = {
  browserName: 'chromium',
  contextOptions: { reducedMotion: 'reduce' },
  launchOptions,
} as const

/** Every test with a browser; `npm test` says which projects it wants. */
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/playwright',
  globalSetup: './tests/kit/global-setup.ts',
  fullyParallel: true,
  // A test waits for half of its time, for the pace of a poll or of a call.
  workers: Math.min(4, availableParallelism() * 2),
  // On a machine of its own a failure is looked at; on a shared one it may be the neighbours.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: Boolean(process.env['CI']),
  // Machines are shared: a guard against hanging, not a measure.
  timeout: 120_000,
  expect: { timeout: 15_000, toPass: { intervals: GLANCES } },
  reporter: [['list']],
  use: { trace: 'off', actionTimeout: ACTION_MS },
  // Calls take a core to code their pictures: one at a time in each project, and those that go one after the other first.
  projects: [
    // Calls in a current Chromium.
    { name: 'browser-calls', testMatch: callsInBrowsers, workers: 1, use: inBrowser },
    // Calls in the app.
    { name: 'calls', testMatch: callsInApp, workers: 1 },
    // Other pages in a current Chromium.
    { name: 'chromium', testMatch: browsers, testIgnore: callsInBrowsers, use: inBrowser },
    // Calls with servers and telephones that nobody here wrote; one telephone takes one call.
    { name: 'peers', testMatch: 'peers/*.spec.ts', workers: 1, fullyParallel: false },
    // The app in a real Electron.
    { name: 'electron', testMatch: 'e2e/*.spec.ts', testIgnore: [browsers, callsInApp] },
    // Short draws of the campaigns and of a bench, each with its own goals.
    { name: 'draws', testMatch: 'draws/*.spec.ts', timeout: 240_000, use: { launchOptions } },
  ],
})
