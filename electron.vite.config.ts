import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

// Everything is bundled (no node_modules are shipped) and runs on Electron 25 as well as on the
// declared one: CommonJS for main and the sandboxed preload, Node 18.15 and Chromium 114 as targets.
export default defineConfig({
  main: {
    // Tables of numbers and words are quicker to read as JSON than as code.
    json: { stringify: true },
    build: {
      target: 'node18.15',
      externalizeDeps: false,
      minify: true,
      lib: { entry: 'src/main/index.ts', formats: ['cjs'] },
      rolldownOptions: {
        output: { entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node18.15',
      externalizeDeps: false,
      minify: true,
      lib: { entry: 'src/preload/index.ts', formats: ['cjs'] },
      rolldownOptions: { output: { entryFileNames: '[name].cjs', codeSplitting: false } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [svelte()],
    build: {
      target: 'chrome114',
      cssTarget: 'chrome114',
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
