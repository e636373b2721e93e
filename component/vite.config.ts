import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { BuildEnvironmentOptions, Plugin, UserConfig } from 'vite'
import { declarations, frameworkTypes } from './declarations.ts'
import { hoverByMouse } from '../scripts/lib/hover.ts'
import { manifest } from './manifest.ts'

const here = (path: string) => new URL(path, import.meta.url)

/** Puts style sheets into the scripts that give them to the element: it has no files of styles. */
function styleInScript(): Plugin {
  return {
    name: 'style-in-script',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
      const isStyle = ({ fileName }: { readonly fileName: string }) =>
        fileName.endsWith('.css') && fileName !== 'demo.css'
      const styles = files.filter(isStyle)
      const scripts = files.filter((file) => file.type === 'chunk')
      // A closed element's are those of the entry; in a script that is alone they are all one.
      const isOwn = ({ fileName }: { readonly fileName: string }) =>
        scripts.length === 1 || !/parts/u.test(fileName)
      const textOf = (own: boolean) =>
        styles
          .filter((file) => isOwn(file) === own)
          .map((file) => (file.type === 'asset' ? String(file.source) : ''))
          .join('')
      const places = { __OSCC_OWN_CSS__: textOf(true), __OSCC_PARTS_CSS__: textOf(false) }
      for (const [place, text] of Object.entries(places)) {
        const quoted = new RegExp(`(["'\`])${place}\\1`, 'u')
        const [script, ...others] = scripts.filter(({ code }) => quoted.test(code))
        if (script === undefined || others.length > 0)
          throw new Error(`there is not exactly one place for ${place}`)
        script.code = script.code.replace(quoted, () => JSON.stringify(text))
      }
      for (const { fileName } of styles) Reflect.deleteProperty(bundle, fileName)
    },
  }
}

/** Types, manifest and manual for whoever installs the package, and a page to look at it in. */
export function besidesScript(): Plugin {
  return {
    name: 'besides-script',
    buildStart() {
      const emit = (fileName: string, source: string | Buffer) =>
        this.emitFile({ type: 'asset', fileName, source })
      emit('index.d.ts', declarations(readFileSync(here('src/api.ts'), 'utf8')))
      // It exports nothing; the element's types are global.
      emit('oscc-click-to-dial.d.ts', "import './index.js'\nexport {}\n")
      for (const [name, text] of Object.entries(frameworkTypes())) emit(`${name}.d.ts`, text)
      emit('docs/click-to-dial.md', readFileSync(here('../docs/click-to-dial.md')))
      emit('custom-elements.json', `${JSON.stringify(manifest(), null, 2)}\n`)
      for (const name of ['demo.html', 'demo.css', 'demo.js'])
        emit(name, readFileSync(here(`demo/${name}`)))
    },
  }
}

const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string }

const common = {
  root: new URL('..', import.meta.url).pathname,
  css: { postcss: { plugins: [hoverByMouse()] } },
  define: { __OSCC_VERSION__: JSON.stringify(version) },
  logLevel: 'warn',
} satisfies UserConfig

const output = {
  outDir: 'component/dist',
  target: 'chrome130',
  cssTarget: 'chrome130',
  cssCodeSplit: true,
  minify: true,
  sourcemap: true,
  reportCompressedSize: false,
} satisfies BuildEnvironmentOptions

/**
 * `dist/index.js` for pages with modules and for bundlers: what a closed element needs. The rest is in `dist/parts/`,
 * and loaded when it is opened.
 */
export const modules = {
  ...common,
  plugins: [svelte({ configFile: false }), styleInScript()],
  build: {
    ...output,
    emptyOutDir: true,
    license: { fileName: 'third-party-licenses.md' },
    modulePreload: false,
    lib: { entry: 'component/src/index.ts', formats: ['es'], fileName: () => 'index.js' },
    // Vite leaves the blanks of a library's modules in.
    rolldownOptions: { output: { chunkFileNames: 'parts/[name]-[hash].js', minify: true } },
  },
} satisfies UserConfig

/** `dist/oscc-click-to-dial.js`: all of it in one file, for any script element. */
export const classic = {
  ...common,
  plugins: [svelte({ configFile: false }), styleInScript()],
  build: {
    ...output,
    // Split, they would be put into the page's head by the script.
    cssCodeSplit: false,
    emptyOutDir: false,
    lib: {
      entry: 'component/src/index.ts',
      formats: ['iife'],
      name: 'OsccClickToDialModule',
      fileName: () => 'oscc-click-to-dial.js',
    },
    rolldownOptions: { output: { codeSplitting: false } },
  },
} satisfies UserConfig

/** What svelte-check and editors look for. */
export default modules
