import { availableParallelism } from 'node:os'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

/** A guard against hanging, not a measure: machines are shared. */
const guardMs = 180_000

/** Tests that want a process of their own: of whose heap they tell, or for which they put something in Electron's place. */
const alone = [
  'tests/campaigns/lib/heap-census.test.ts',
  'src/main/{desktop/desktop-parts,platform/http.electron,paper/printing.electron}.test.ts',
]

export default defineConfig({
  test: {
    // Vitest leaves one core to whoever watches; here nobody does.
    maxWorkers: availableParallelism(),
    // On a machine of its own a failure is looked at; on a shared one it may be the neighbours, and is named.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        test: {
          name: 'node',
          testTimeout: guardMs,
          hookTimeout: guardMs,
          // Each worker reads the project's modules once, not once for each file.
          isolate: false,
          environment: 'node',
          include: [
            'src/{contract,main,phone,preload}/**/*.test.ts',
            'simulator/**/*.test.ts',
            'scripts/**/*.test.ts',
            'eslint-rules/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/{contract,integration,kit,campaigns}/**/*.test.ts',
          ],
          exclude: ['simulator/console/**', ...alone],
        },
      },
      {
        test: {
          name: 'alone',
          testTimeout: guardMs,
          hookTimeout: guardMs,
          environment: 'node',
          include: alone,
        },
      },
      {
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'screen',
          testTimeout: guardMs,
          hookTimeout: guardMs,
          setupFiles: ['tests/kit/page/screen-setup.ts'],
          // One page for all files of a worker: making one for each took two thirds of the time.
          isolate: false,
          environment: 'jsdom',
          include: ['{src/renderer,component,simulator/console}/**/*.test.ts'],
        },
      },
    ],
  },
})
