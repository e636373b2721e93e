import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createServer, type Plugin, type ViteDevServer } from 'vite'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import type { safePage } from '../../../src/main/watchdog/safe-page.ts'
import { fakeNames } from '../../../src/renderer/fake.ts'

/** States in which a screen can be shown without main; `safe` is main's own page. */
export const fakeStates: readonly string[] = [...fakeNames, 'safe']

/** The window of each layout, in CSS pixels. */
export const fakeLayouts = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
  terminal: { width: 1280, height: 800 },
  compact: { width: 400, height: 720 },
} as const

interface FakeServer {
  readonly origin: string
  close(): Promise<void>
}

/**
 * Serves the screens from their sources, with hot reload, over the fake bridge: `/?fake=NAME`, with `layout`, `lang`,
 * `theme`, `mode` and `zoom` beside it. Only this machine is answered. Port 0 takes any that is free.
 */
export async function startFakeServer(port = 0): Promise<FakeServer> {
  const server = await createServer({
    configFile: false,
    root: join(repositoryRoot, 'src', 'renderer'),
    cacheDir: join(repositoryRoot, '.cache', 'vite-fake'),
    plugins: [svelte({ configFile: false }), fakeLine, fakePages],
    // All that any screen needs, at once: a dependency that is found later loads the page anew.
    optimizeDeps: { entries: ['index.html', 'fake.ts', 'features/**/*.svelte'] },
    logLevel: 'warn',
    server: { host: '127.0.0.1', port, fs: { allow: [repositoryRoot] } },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (address === null || typeof address !== 'object') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => server.close(),
  }
}

/** No SIP library: nobody is called. */
const fakeLine: Plugin = {
  name: 'fake-line',
  enforce: 'pre',
  resolveId: (source) =>
    source === './sip/phone.ts'
      ? join(repositoryRoot, 'src', 'renderer', 'features', 'call', 'fake-line.ts')
      : null,
}

/** Pages beside the app's own: the list of states, one of them in the window of a layout, and main's safe screen. */
const fakePages: Plugin = {
  name: 'fake-pages',
  configureServer(server) {
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      const { pathname, searchParams: options } = new URL(request.url ?? '/', 'http://localhost')
      const send = (type: string, body: string): true => {
        response.setHeader('content-type', `text/${type}; charset=utf-8`)
        response.end(body)
        return true
      }
      if (pathname === '/safe.css') return send('css', (await safe(server, options)).css)
      if (pathname === '/favicon.ico') return send('plain', '')
      if (pathname !== '/') return false
      if (!fakeStates.includes(options.get('fake') ?? '')) return send('html', listPage())
      if (options.has('layout')) return send('html', framePage(options))
      if (options.get('fake') !== 'safe') return false
      return send('html', (await safe(server, options)).html)
    }
    server.middlewares.use((request, response, next) => {
      answer(request, response).then((isAnswered) => {
        if (!isAnswered) next()
      }, next)
    })
  },
}

async function safe(server: ViteDevServer, options: URLSearchParams) {
  const file = join(repositoryRoot, 'src', 'main', 'watchdog', 'safe-page.ts')
  // Vite loads it, as it does in a build: Node alone does not read the texts that it imports.
  const made = (await server.ssrLoadModule(file)) as { safePage: typeof safePage }
  return made.safePage(
    {
      mode: options.get('mode') === 'desktop' ? 'desktop' : 'kiosk',
      brand: { name: 'Nordlicht' },
      languages: ['en', 'de', 'fi', 'ar'],
      texts: {},
      theme: 'light',
      contact: { phoneNumber: '040 5550 0142' },
    },
    { language: options.get('lang') ?? 'en', theme: 'default' },
    { css: '/safe.css', home: '/?fake=home' },
  )
}

function listPage(): string {
  const lines = fakeStates.map((name) => {
    const links = Object.keys(fakeLayouts).map(
      (layout) => `<a href="/?fake=${name}&layout=${layout}">${layout}</a>`,
    )
    return `<li><a href="/?fake=${name}">${name}</a>: ${links.join(' ')}</li>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>States</title><ul>${lines.join('')}</ul>`
}

function framePage(options: URLSearchParams): string {
  const inside = new URLSearchParams(options)
  inside.delete('layout')
  const wanted = Object.entries(fakeLayouts).find(([name]) => name === options.get('layout'))
  const { width, height } = wanted?.[1] ?? fakeLayouts.portrait
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${wanted?.[0] ?? 'portrait'}</title>
<style>body { margin: 0 } iframe { border: 0; width: ${width}px; height: ${height}px }</style>
<iframe title="The screen" allow="camera; microphone" src="/?${inside.toString().replaceAll('&', '&amp;')}"></iframe>`
}
