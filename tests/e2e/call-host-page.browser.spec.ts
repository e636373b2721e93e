import { callPage, chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'

test.use({ launchOptions: chromiumWithDevices })

test(
  'page writes attributes in kebab case, and moves the element of a call into another document',
  { tag: OWN_PAGE },
  async ({ page, context, centre, site }) => {
    const told: string[] = []
    page.on('console', (message) => told.push(message.text()))
    await context.grantPermissions(['camera', 'microphone'])
    const destinations = JSON.stringify([{ key: 'there', label: 'Advice', number: '5100' }])
    const query = new URLSearchParams({
      ...{ server: centre.urls.sip, destinations, 'customer-number': '+49405550142' },
      ...{ 'destination-key': 'there', 'no-answer-seconds': '60', 'header-label': 'Talk to us' },
      ...{ 'relay-onyl': 'false', 'data-anything': 'x', pilot: '1' },
    })
    await page.goto(`${site}/demo.html?${query.toString()}`)
    const view = callPage(page, centre, () =>
      page.getByRole('button', { name: 'Talk to us' }).click(),
    )
    await view.talk()
    await expect
      .poll(() => told.filter((line) => line.includes('unknown attribute')))
      .toEqual([
        '<oscc-click-to-dial>: unknown attribute relay-onyl; did you mean relayonly?',
        '<oscc-click-to-dial>: unknown attribute pilot',
      ])
    // Same origin: an iframe here, a picture in picture elsewhere.
    const looks = () =>
      page.evaluate(() => {
        const iframe = document.querySelector('iframe')
        const home = iframe?.contentDocument ?? document
        const root = home.querySelector('oscc-click-to-dial')?.shadowRoot
        const header = root?.querySelector('[part=header]')
        const video = root?.querySelector<HTMLVideoElement>('video[part=video]')
        if (!header || !video) throw new Error('the call has no screen')
        return {
          sheets: root?.adoptedStyleSheets.length,
          header: getComputedStyle(header).backgroundColor,
          fit: getComputedStyle(video).objectFit,
          frames: video.getVideoPlaybackQuality().totalVideoFrames,
        }
      })
    const { frames: _before, ...before } = await looks()
    await page.evaluate(() => {
      const element = document.querySelector('oscc-click-to-dial')
      const iframe = document.createElement('iframe')
      iframe.style.cssText = 'inline-size: 800px; block-size: 800px'
      document.body.prepend(iframe)
      if (element !== null) iframe.contentDocument?.body.append(element)
    })
    const { frames, ...after } = await looks()
    expect(after).toEqual(before)
    await expect.poll(async () => (await looks()).frames).toBeGreaterThan(frames + 5)
    await expect.poll(() => view.call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    await page.frameLocator('iframe').getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(() => view.call().endedBy).toBe('caller')
    await view.expectAllOff()
  },
)
