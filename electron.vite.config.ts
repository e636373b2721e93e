import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { contract } from './src/contract/contract.ts'
import { namesOf } from './src/contract/define.ts'
import { hoverByMouse, TOUCHED } from './scripts/lib/hover.ts'

/**
 * electron-store brings a schema's validator along, a seventh of main's code. No store here has a schema (what is read
 * back is parsed by zod): one that had would fail at once, by name.
 */
const withoutSchemas: Plugin = {
  name: 'without-schemas',
  enforce: 'pre',
  resolveId: (source) => (/^ajv(?:-formats|\/dist\/2020\.js)$/.test(source) ? '\0no-schema' : null),
  load: (id) =>
    id === '\0no-schema'
      ? `export class Ajv2020 { constructor() { throw new Error('a store has a schema: see electron.vite.config.ts') } }
         export default {}`
      : null,
}

// Everything is bundled (no node_modules are shipped) and runs on Electron 33 as well as on the
// declared one: CommonJS for main and the sandboxed preload, Node 20.18 and Chromium 130 as targets.
export default defineConfig({
  main: {
    // Tables of numbers and words are quicker to read as JSON than as code.
    json: { stringify: true },
    plugins: [withoutSchemas],
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      minify: true,
      lib: { entry: 'src/main/app/index.ts', formats: ['cjs'] },
      rolldownOptions: {
        output: { entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    define: { CONTRACT_NAMES: JSON.stringify(namesOf(contract)) },
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      minify: true,
      lib: { entry: 'src/preload/index.ts', formats: ['cjs'] },
      rolldownOptions: { output: { entryFileNames: '[name].cjs', codeSplitting: false } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [svelte()],
    css: { postcss: { plugins: [hoverByMouse(TOUCHED)] } },
    build: {
      target: 'chrome130',
      cssTarget: 'chrome130',
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: 'src/renderer/index.html',
        // What the first view needs is one file: main serves each, and there were two dozen.
        output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      },
    },
  },
})
