import { defineConfig } from '@playwright/test'

/** Calls with servers and telephones that nobody here wrote; `npm run test:peers`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/peers',
  globalSetup: '../support/global-setup.ts',
  // One telephone takes one call.
  workers: 1,
  // As in the end-to-end tests: on a shared machine it may be the neighbours.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { trace: 'off' },
})
