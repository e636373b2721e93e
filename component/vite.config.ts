import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const PLACE = /(["'`])__OSCC_PARTS_CSS__\1/u

/** Puts the style sheets of all parts into the script: the component is one file. */
function styleInScript(): Plugin {
  return {
    name: 'style-in-script',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
      const styles = files.filter(
        ({ fileName }) => fileName.endsWith('.css') && fileName !== 'demo.css',
      )
      const [script, ...others] = files.filter((file) => file.type === 'chunk')
      if (script === undefined || others.length > 0) throw new Error('not exactly one script')
      const text = styles.map((file) => (file.type === 'asset' ? String(file.source) : '')).join('')
      if (text === '' || !PLACE.test(script.code)) throw new Error('no style, or no place for it')
      script.code = script.code.replace(PLACE, () => JSON.stringify(text))
      for (const { fileName } of styles) Reflect.deleteProperty(bundle, fileName)
    },
  }
}

/** A page to look at it in, beside it. */
function demoPage(): Plugin {
  return {
    name: 'demo-page',
    buildStart() {
      for (const fileName of ['demo.html', 'demo.css', 'demo.js']) {
        const source = readFileSync(new URL(`demo/${fileName}`, import.meta.url))
        this.emitFile({ type: 'asset', fileName, source })
      }
    },
  }
}

/** `dist/component/oscc-click-to-dial.js`: the custom element for any web page, in one file. */
export default defineConfig({
  plugins: [svelte(), demoPage(), styleInScript()],
  build: {
    outDir: 'dist/component',
    target: 'chrome130',
    cssTarget: 'chrome130',
    cssCodeSplit: false,
    minify: true,
    lib: {
      entry: 'component/src/index.ts',
      formats: ['es'],
      fileName: () => 'oscc-click-to-dial.js',
    },
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
