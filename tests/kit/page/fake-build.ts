import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { FAKE_OUTPUT, fakeConfig, fakeLine } from './fake-server.ts'

// `node tests/kit/page/fake-build.ts`: the screens in their named states, for `startBuiltServer`.
await build({
  ...fakeConfig,
  plugins: [svelte({ configFile: false }), fakeLine],
  // The states are there in development only.
  define: { 'import.meta.env.DEV': 'true' },
  build: {
    ...{ outDir: FAKE_OUTPUT, emptyOutDir: true, target: 'chrome130', cssTarget: 'chrome130' },
    ...{ assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  },
})
