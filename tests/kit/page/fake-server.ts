import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import {
  createServer,
  preview,
  runnerImport,
  type Connect,
  type InlineConfig,
  type Plugin,
} from 'vite'
import { buildAll } from '../../../scripts/lib/build-targets.ts'
import { hoverByMouse, TOUCHED } from '../../../scripts/lib/hover.ts'
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

/** Where the build is put. */
export const FAKE_OUTPUT = join(repositoryRoot, '.cache', 'screens')

const renderer = join(repositoryRoot, 'src', 'renderer')

/** What the screens are made with, whether they are built or served from their sources. */
export const fakeConfig = {
  configFile: false,
  root: renderer,
  logLevel: 'warn',
  css: { postcss: { plugins: [hoverByMouse(TOUCHED)] } },
} as const satisfies InlineConfig

/** No SIP library: nobody is called. */
export const fakeLine: Plugin = {
  name: 'fake-line',
  enforce: 'pre',
  resolveId: (source) =>
    source === './sip/phone.ts' ? join(renderer, 'features', 'call', 'fake-line.ts') : null,
}

/**
 * Serves the screens from their sources, with hot reload, over the fake bridge: `/?fake=NAME`, with `layout`, `lang`,
 * `theme`, `mode` and `zoom` beside it. Only this machine is answered. Port 0 takes any that is free.
 */
export async function startFakeServer(port = 0): Promise<FakeServer> {
  const server = await createServer({
    ...fakeConfig,
    cacheDir: join(repositoryRoot, '.cache', 'vite-fake'),
    plugins: [svelte({ configFile: false }), fakeLine, fakePages],
    // All that any screen needs, at once: a dependency that is found later loads the page anew.
    optimizeDeps: { entries: ['index.html', 'fake.ts', 'features/**/*.svelte'] },
    server: { host: '127.0.0.1', port, fs: { allow: [repositoryRoot] } },
  })
  await server.listen()
  return { origin: originOf(server.httpServer?.address()), close: () => server.close() }
}

/** The same pages, built: one from its sources asks for hundreds of files, and takes ten times as long to open. */
export async function startBuiltServer(): Promise<FakeServer> {
  await buildAll({ only: ['screens'] })
  const server = await preview({
    ...fakeConfig,
    plugins: [fakePages],
    build: { outDir: FAKE_OUTPUT },
    preview: { host: '127.0.0.1', port: 0 },
  })
  return { origin: originOf(server.httpServer.address()), close: () => server.close() }
}

function originOf(address: unknown): string {
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error('the server has no port')
  return `http://127.0.0.1:${String(address.port)}`
}

/** Pages beside the app's own: the list of states, one of them in the window of a layout, and main's safe screen. */
const fakePages: Plugin = {
  name: 'fake-pages',
  configureServer: ({ middlewares }) => answerPages(middlewares),
  configurePreviewServer: ({ middlewares }) => answerPages(middlewares),
}

function answerPages(middlewares: Connect.Server): void {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams: options } = new URL(request.url ?? '/', 'http://localhost')
    const send = (type: string, body: string): true => {
      response.setHeader('content-type', `text/${type}; charset=utf-8`)
      response.end(body)
      return true
    }
    if (pathname === '/safe.css') return send('css', (await safe(options)).css)
    if (pathname === '/favicon.ico') return send('plain', '')
    if (pathname !== '/') return false
    if (!fakeStates.includes(options.get('fake') ?? '')) return send('html', listPage())
    if (options.has('layout')) return send('html', framePage(options))
    if (options.get('fake') !== 'safe') return false
    return send('html', (await safe(options)).html)
  }
  middlewares.use((request, response, next) => {
    answer(request, response).then((isAnswered) => {
      if (!isAnswered) next()
    }, next)
  })
}

async function safe(options: URLSearchParams) {
  const { module } = await runnerImport<{ safePage: typeof safePage }>(
    join(repositoryRoot, 'src', 'main', 'watchdog', 'safe-page.ts'),
    { ...fakeConfig, root: repositoryRoot },
  )
  return module.safePage(
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
