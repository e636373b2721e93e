import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { callPage, chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { servePages } from '../kit/network/page-server.ts'
import type { Centre } from '../../simulator/centre.ts'

/** A page whose call server is at `server`, in the visitor's own network; the page itself comes from there or from the public one. */
async function visit(
  { server, from }: { readonly server: string; readonly from: 'public' | 'local' },
  centre: Centre,
  use: (page: Page, told: readonly string[]) => Promise<void>,
): Promise<void> {
  const script = join(repositoryRoot, 'component', 'dist', 'oscc-click-to-dial.js')
  const site = await servePages({
    '/': {
      body: `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script type="module" src="component.js"></script>
<oscc-click-to-dial server="${server}" customer-number="+49405550142" destination-key="there">
<oscc-destination key="there" label="Advice" number="5100"></oscc-destination>
</oscc-click-to-dial>`,
    },
    '/component.js': {
      headers: { 'content-type': 'text/javascript' },
      body: readFileSync(script, 'utf8'),
    },
  })
  const browser = await chromium.launch({
    ...chromiumWithDevices,
    args: [
      ...chromiumWithDevices.args,
      // Devices are granted this way: a context that grants them would deny all else.
      '--use-fake-ui-for-media-stream',
      ...(from === 'public'
        ? [`--ip-address-space-overrides=${new URL(site.origin).host}=public`]
        : []),
    ],
  })
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    const told: string[] = []
    page.on('console', (message) => told.push(message.text()))
    await page.goto(site.origin)
    await callPage(page, centre).toDevices()
    await use(page, told)
  } finally {
    await browser.close()
    await site.close()
  }
}

const dial = (page: Page) => page.getByRole('button', { name: 'Dial Us' }).click()

test(
  'visitor who denies access to the local network is told what to allow',
  { tag: OWN_PAGE },
  async ({ centre }) => {
    // Without a window Chromium denies at once what it would ask.
    await visit({ server: centre.urls.sip, from: 'public' }, centre, async (page, told) => {
      await dial(page)
      const sentence = 'Your browser does not let this page reach devices in your network'
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible()
      expect(told).toContainEqual(expect.stringContaining('denied access to the local network'))
      await page.context().grantPermissions(['camera', 'microphone', 'local-network-access'])
      await page.getByRole('button', { name: 'Make another call' }).click()
      await dial(page)
      await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
      await page.getByRole('button', { name: 'Disconnect' }).click()
    })
  },
)

test(
  'visitor whom the browser may be asking is not told that the server is down',
  { tag: OWN_PAGE },
  async ({ centre }) => {
    // While a question is open, the page sees what it sees of a server that says nothing.
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const server = `ws://127.0.0.1:${String(address.port)}`
    await visit({ server, from: 'local' }, centre, async (page) => {
      await dial(page)
      const sentence = 'If your browser asks whether this page may reach devices in your network'
      await expect(page.getByRole('heading', { name: sentence })).toBeVisible()
      await page.getByRole('button', { name: 'Disconnect' }).click()
    }).finally(() => {
      silent.close()
    })
  },
)
