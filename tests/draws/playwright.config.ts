import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findChromium } from '../../scripts/lib/system-packages.ts'

const executablePath = findChromium()

/** Short draws of the campaigns and of a bench, each with its own goals; `npm run test:draws`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/draws',
  globalSetup: '../support/global-setup.ts',
  fullyParallel: true,
  workers: Math.min(4, availableParallelism()),
  // As in the end-to-end tests: on a shared machine it may be the neighbours.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { trace: 'off', launchOptions: executablePath === undefined ? {} : { executablePath } },
})
