import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { declarations } from './declarations.ts'
import { hoverByMouse } from '../scripts/lib/hover.ts'
import { manifest } from './manifest.ts'

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

/** Types, manifest and manual for whoever installs the package, and a page to look at it in, beside it. */
function besideScript(): Plugin {
  const here = (path: string) => new URL(path, import.meta.url)
  return {
    name: 'beside-script',
    buildStart() {
      const types = declarations(readFileSync(here('src/api.ts'), 'utf8'))
      this.emitFile({ type: 'asset', fileName: 'oscc-click-to-dial.d.ts', source: types })
      const manual = readFileSync(here('../docs/click-to-dial.md'))
      this.emitFile({ type: 'asset', fileName: 'docs/click-to-dial.md', source: manual })
      const source = `${JSON.stringify(manifest(), null, 2)}\n`
      this.emitFile({ type: 'asset', fileName: 'custom-elements.json', source })
      for (const fileName of ['demo.html', 'demo.css', 'demo.js']) {
        const source = readFileSync(here(`demo/${fileName}`))
        this.emitFile({ type: 'asset', fileName, source })
      }
    },
  }
}

/** `dist/oscc-click-to-dial.js`: the custom element for any web page, in one file. */
export default defineConfig({
  plugins: [svelte(), besideScript(), styleInScript()],
  css: { postcss: { plugins: [hoverByMouse()] } },
  build: {
    outDir: 'component/dist',
    target: 'chrome130',
    cssTarget: 'chrome130',
    cssCodeSplit: false,
    minify: true,
    license: { fileName: 'third-party-licenses.md' },
    lib: {
      entry: 'component/src/index.ts',
      formats: ['es'],
      fileName: () => 'oscc-click-to-dial.js',
    },
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
