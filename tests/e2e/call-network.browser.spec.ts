import { chromium } from '@playwright/test'
import { findChromium } from '../kit/machine/system-packages.ts'
import {
  callPage,
  chromiumWithDevices,
  expect,
  recordMedia,
  serveComponent,
  test,
} from '../kit/page/call-page.ts'
import { openSmallNetwork } from '../kit/network/network.ts'
import { startTcpRelay } from '../kit/network/tcp-relay.ts'

test.describe.configure({ mode: 'default' })

/** The browser's own address on the way that carries sound and picture now. */
function ownAddress(): Promise<string> {
  const connection = window.recorded.connections.findLast(
    ({ connectionState }) => connectionState !== 'closed',
  )
  const pair = connection?.getSenders()[0]?.transport?.iceTransport.getSelectedCandidatePair()
  return Promise.resolve(pair?.local?.address ?? '')
}

test('call moves to another network when the cable is pulled', async ({ centre }) => {
  test.setTimeout(90_000)
  const network = openSmallNetwork()
  test.skip(network === undefined, 'takes root and network namespaces')
  if (network === undefined) return
  network.plug(0)
  const wire = await startTcpRelay(Number(new URL(centre.urls.sip).port), network.server)
  const site = await serveComponent(network.server)
  const browser = await chromium.launch({
    executablePath: network.wrap(findChromium() ?? chromium.executablePath()),
    // What is served on loopback elsewhere has this right by itself.
    args: [
      ...chromiumWithDevices.args,
      `--unsafely-treat-insecure-origin-as-secure=${site.origin}`,
    ],
  })
  try {
    const context = await browser.newContext({
      permissions: ['camera', 'microphone', 'local-network-access'],
    })
    const page = await context.newPage()
    await page.addInitScript(recordMedia)
    const query = new URLSearchParams({
      server: `ws://${network.server}:${String(wire.port)}/sip`,
      customerNumber: '+49405550142',
      destinationKey: 'there',
      destinations: JSON.stringify([{ key: 'there', label: 'Advice', number: '5100' }]),
    })
    await page.goto(`${site.origin}/demo.html?${query.toString()}`)
    const { talk, call } = callPage(page, centre)
    const arrived = (): number => call().media?.received.videoFrames ?? 0
    const seen = (): Promise<number> =>
      page
        .locator('oscc-click-to-dial video[part=video]')
        .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)
    const { id } = await talk()
    await expect.poll(arrived).toBeGreaterThan(10)
    expect(await page.evaluate(ownAddress)).toBe(network.addresses[0])

    network.unplug(0)
    network.plug(1)
    await expect
      .poll(() => page.evaluate(ownAddress), { timeout: 40_000 })
      .toBe(network.addresses[1])
    const before = { arrived: arrived(), seen: await seen() }
    await expect.poll(arrived, { timeout: 30_000 }).toBeGreaterThan(before.arrived + 10)
    await expect.poll(seen, { timeout: 30_000 }).toBeGreaterThan(before.seen + 10)
    expect(call()).toMatchObject({ id, state: 'established' })
    centre.sip.act(id, 'bye')
    await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  } finally {
    await browser.close()
    await site.close()
    await wire.close()
    network.close()
  }
})
