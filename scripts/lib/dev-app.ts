import { watch } from 'node:fs'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createServer } from 'vite'
import { startSimulator } from '../../tests/kit/app/simulator-process.ts'
import { ensureDisplay, hasDisplay } from '../../tests/kit/machine/display.ts'
import { ensureSystemPackages } from '../../tests/kit/machine/system-packages.ts'
import { buildAll } from './build-targets.ts'
import { runDemo } from './demo.ts'
import { devHook } from './dev-hook.ts'
import { prepareElectron } from './electron-launch.ts'
import { resolveElectron } from './electron-runtime.ts'
import { messageOf } from './failure.ts'
import { hoverByMouse, TOUCHED } from './hover.ts'
import { repositoryRoot } from './paths.ts'
import type { StartOptions } from './start-arguments.ts'

/** Sources whose change starts the app again. */
const MAIN = [
  'src/main',
  'src/contract',
  'src/phone',
  'src/qr',
  'src/preload',
  'resources/locales/main',
  'resources/safe',
]
/** Of this machine, for the page's sources and for Vite's socket. */
const PORT = 5181
/** Editors write a file in several steps, milliseconds apart. */
const SETTLED_MS = 300

/** Runs the app against the simulator, its page from the sources with hot reload; returns the exit code. */
export async function runDevelopment(
  options: StartOptions,
  say: (line: string) => void,
): Promise<number> {
  await ensureSystemPackages({ display: !hasDisplay(), chromium: false })
  const build = () => buildAll({ say, only: ['app'] })
  await Promise.all([buildAll({ say, only: ['app', 'console'] }), resolveElectron({ say })])
  const launch = await prepareElectron()
  const page = await servePage()
  const simulator = await startSimulator()
  const display = await ensureDisplay(launch.user, options.screen)
  try {
    return await runDemo(launch, simulator, display, options, {
      prepare: (folder) => devHook(launch.user, folder, page.origin),
      watch: (restart) => {
        onChange(MAIN, () => {
          say('Main has changed: building, then starting the app again ...')
          build().then(restart, (error: unknown) => {
            say(messageOf(error))
          })
        })
      },
    })
  } finally {
    await simulator.stop()
    display.close()
    await page.close()
  }
}

/** Serves the app's page from its sources; only this machine is answered. */
async function servePage() {
  const server = await createServer({
    configFile: false,
    root: join(repositoryRoot, 'src', 'renderer'),
    cacheDir: join(repositoryRoot, '.cache', 'vite-dev'),
    plugins: [svelte({ configFile: false })],
    css: { postcss: { plugins: [hoverByMouse(TOUCHED)] } },
    optimizeDeps: { entries: ['index.html', 'features/**/*.svelte'] },
    logLevel: 'warn',
    // Vite's own window of errors would break the page's rules; errors stand in the terminal.
    server: {
      host: '127.0.0.1',
      port: PORT,
      strictPort: true,
      fs: { allow: [repositoryRoot] },
      hmr: { host: '127.0.0.1', protocol: 'ws', clientPort: PORT, overlay: false },
    },
  })
  await server.listen()
  return { origin: `http://127.0.0.1:${String(PORT)}`, close: () => server.close() }
}

/** Calls `act` once after each burst of changes below these folders; tests of them do not count. */
function onChange(folders: readonly string[], act: () => void): void {
  let timer: NodeJS.Timeout | undefined
  for (const folder of folders) {
    watch(join(repositoryRoot, folder), { recursive: true }, (_event, file) => {
      if (file?.endsWith('.test.ts') === true) return
      clearTimeout(timer)
      timer = setTimeout(act, SETTLED_MS)
    })
  }
}
