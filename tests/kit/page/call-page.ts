import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import {
  test as base,
  expect,
  type Browser,
  type Locator,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { createCentre, type Centre } from '../../../simulator/centre.ts'
import type { CallView } from '../../../simulator/sip/call.ts'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import { findChromium } from '../machine/system-packages.ts'
import { smallCamera } from '../machine/devices.ts'
import { createSharedPage, type SharedPage } from './shared-page.ts'
import { listen } from '../network/ports.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

const executablePath = findChromium()

/** How a current Chromium is launched for calls. */
export const chromiumWithDevices = {
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...smallCamera],
}

/** What the page has opened, recorded from before its first script. */
interface Recorded {
  readonly tracks: MediaStreamTrack[]
  readonly connections: RTCPeerConnection[]
}

declare global {
  interface Window {
    recorded: Recorded
  }
}

/** Records every track and every peer connection of a page. */
export function recordMedia(): void {
  const tracks: MediaStreamTrack[] = []
  const connections: RTCPeerConnection[] = []
  Object.assign(window, { recorded: { tracks, connections } })
  for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
    const original = MediaDevices.prototype[name]
    MediaDevices.prototype[name] = async function (this: MediaDevices, options) {
      const stream = await original.call(this, options)
      tracks.push(...stream.getTracks())
      return stream
    }
  }
  const Original = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }
  }
}

export interface CallPage {
  readonly page: Page
  readonly component: Locator
  /** Open, through all steps up to *Dial Us*. */
  toDevices(): Promise<void>
  /** Calls `number` and waits until both can talk. */
  talk(): Promise<CallView>
  /** The newest call as the centre sees it. */
  call(): CallView
  /** Nothing of the machine is in use any more. */
  expectAllOff(): Promise<void>
}

interface Fixtures {
  readonly centre: Centre
  /** Where the built component is served. */
  readonly site: string
  /** The demo page; `attributes` go onto the element, `number` is the pilot that is dialled. */
  readonly openPage: (options?: {
    readonly number?: string
    readonly attributes?: Readonly<Record<string, string>>
    readonly permissions?: readonly string[]
  }) => Promise<CallPage>
}

interface WorkerFixtures {
  readonly warmCentre: Centre
  readonly sharedPage: SharedPage
}

/** The agent's picture: each of its frames is coded twice and drawn without a graphics processor. */
export const SLOW_FILM = { framesPerSecond: 8 } as const

/** For tests that change their page for good: `test(title, { tag: OWN_PAGE }, ...)`. */
export const OWN_PAGE = '@own-page'
const look = { reducedMotion: 'reduce', viewport: { width: 900, height: 1000 } } as const

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext(look)
  const page = await context.newPage()
  await page.addInitScript(recordMedia)
  return page
}

/** What was sent and what arrived, as the page's connections count it. */
async function attachMedia(page: Page, info: TestInfo): Promise<void> {
  const told = await page
    .evaluate(async () => {
      const wanted = /^(?:outbound-rtp|inbound-rtp|media-source|remote-inbound-rtp|transport)$/u
      const tellOne = async (peer: RTCPeerConnection): Promise<unknown> => ({
        state: peer.connectionState,
        lines: peer.getTransceivers().map(({ mid, currentDirection, sender: { track } }) => ({
          ...{ mid, currentDirection, sends: track?.label, state: track?.readyState },
          ...{ muted: track?.muted, enabled: track?.enabled },
        })),
        stats: [...(await peer.getStats()).values()].filter((entry) => {
          const type: unknown = Reflect.get(Object(entry), 'type')
          return typeof type === 'string' && wanted.test(type)
        }),
      })
      return await Promise.all(window.recorded.connections.map(tellOne))
    })
    .catch(String)
  const body = JSON.stringify(told, undefined, 1)
  await info.attach('media of the page', { body, contentType: 'text/plain' })
}

/** A centre whose automatic agent sees, hears, and is awake already. */
export async function createWarmCentre(): Promise<Centre> {
  const centre = await createCentre({ automaticAgent: false, mediaAgent: true, seed: 1 })
  if (!(await centre.sip.warm())) throw new Error('there is no automatic agent')
  return centre
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // One centre for all tests of a worker: its automatic agent takes seconds to come to life.
  warmCentre: [
    // Playwright reads the names of what a fixture needs from this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const centre = await createWarmCentre()
      await use(centre)
      await centre.close()
    },
    { scope: 'worker' },
  ],
  sharedPage: [
    async ({ browser }, use) => {
      const shared = createSharedPage(() => newPage(browser))
      await use(shared)
      await shared.leave(false)
    },
    { scope: 'worker' },
  ],
  page: async ({ browser, sharedPage }, use, info) => {
    const isOwn = info.tags.includes(OWN_PAGE)
    const page = isOwn ? await newPage(browser) : await sharedPage.take()
    await use(page)
    const isFit = info.status === info.expectedStatus
    if (!isFit) await attachMedia(page, info)
    if (isOwn) await page.context().close()
    else await sharedPage.leave(isFit)
  },
  context: async ({ page }, use) => {
    await use(page.context())
  },
  centre: async ({ warmCentre }, use) => {
    warmCentre.sip.faults.clear()
    warmCentre.sip.set({ ringMs: 0, digest: false })
    warmCentre.sip.setPilot('5100', { script: SLOW_FILM })
    await use(warmCentre)
  },
  // eslint-disable-next-line no-empty-pattern
  site: async ({}, use) => {
    const server = await serveComponent()
    await use(server.origin)
    await server.close()
  },
  openPage: async ({ page, context, site, centre }, use) => {
    await use(async ({ number = '5100', attributes = {}, permissions } = {}) => {
      // All that is not granted this way is denied.
      const granted = permissions ?? ['camera', 'microphone']
      await context.grantPermissions([...granted, 'local-network-access'])
      const query = new URLSearchParams({
        server: centre.urls.sip,
        customerNumber: '+49405550142',
        destinationKey: 'there',
        destinations: JSON.stringify([{ key: 'there', label: 'Advice', number }]),
        ...attributes,
      })
      await page.goto(`${site}/demo.html?${query.toString()}`)
      return callPage(page, centre)
    })
  },
})

export { expect } from '@playwright/test'

/** What the button says that begins a call: the vendor's words in the component, plainer ones in the app. */
const DIAL = /^(?:Dial Us|Call now)$/u

/** What a test does with a call view, in the component or in the app; `enter` opens it where it is not open. */
export function callPage(
  page: Page,
  centre: Centre,
  enter = async (): Promise<void> => {
    const open = page.getByRole('button', { name: 'Call Us' })
    if ((await open.count()) > 0) await open.click()
  },
): CallPage {
  const call = (): CallView => {
    const [newest] = centre.sip.calls()
    if (newest === undefined) throw new Error('there was no call')
    return newest
  }
  const self: CallPage = {
    page,
    component: page.locator('oscc-click-to-dial'),
    call,
    async toDevices() {
      const dial = page.getByRole('button', { name: DIAL })
      await enter()
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(dial).toBeVisible()
    },
    async talk() {
      const before = centre.sip.calls()[0]?.id
      await self.toDevices()
      await page.getByRole('button', { name: DIAL }).click()
      await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
      expect(call().id).not.toBe(before)
      return call()
    },
    async expectAllOff() {
      await expect
        .poll(() =>
          page.evaluate(() => ({
            live: window.recorded.tracks.filter(({ readyState }) => readyState === 'live').length,
            open: window.recorded.connections.filter(
              ({ connectionState }) => connectionState !== 'closed',
            ).length,
          })),
        )
        .toEqual({ live: 0, open: 0 })
    },
  }
  return self
}

/** Serves `component/dist`, on loopback where no other address of this machine is named. */
export async function serveComponent(host = '127.0.0.1'): Promise<{
  readonly origin: string
  readonly close: () => Promise<void>
}> {
  const root = join(repositoryRoot, 'component', 'dist')
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://local').pathname)
    const file = join(root, path)
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  const port = await listen(server, host)
  return {
    origin: `http://${host}:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
