import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { hoverByMouse } from '../../scripts/lib/hover.ts'

// The agents' page: the simulator serves its dist/console at /agent/.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte()],
  css: { postcss: { plugins: [hoverByMouse()] } },
  build: {
    outDir: join(import.meta.dirname, '../dist/console'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    license: { fileName: 'third-party-licenses.md' },
    modulePreload: { polyfill: false },
  },
  // `vite dev` beside a simulator on its usual port.
  server: {
    proxy: {
      '/control': 'http://127.0.0.1:8088',
      '/sip': { target: 'ws://127.0.0.1:8088', ws: true },
    },
  },
})
