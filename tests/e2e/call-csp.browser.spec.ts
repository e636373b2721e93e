import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { callPage, chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { servePages } from '../kit/network/page-server.ts'

test.use({ launchOptions: chromiumWithDevices })

/** A page of somebody else's, whose server forbids all that the component can do without. */
test(
  'a full call works under the strictest content security policy',
  { tag: OWN_PAGE },
  async ({ page, context, centre }) => {
    const nonce = 'r4nd0m'
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      "style-src 'none'",
      "img-src 'none'",
      "font-src 'none'",
      // This one server, and no other.
      `connect-src ${new URL(centre.urls.sip).origin}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types svelte-trusted-html',
    ].join('; ')
    const component = join(repositoryRoot, 'component', 'dist', 'oscc-click-to-dial.js')
    const site = await servePages({
      '/': {
        headers: { 'content-security-policy': policy },
        body: `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script type="module" nonce="${nonce}" src="component.js"></script>
<oscc-click-to-dial server="${centre.urls.sip}" customerNumber="+49405550142" destinationKey="there">
<oscc-destination key="there" label="Advice" number="5100"></oscc-destination>
</oscc-click-to-dial>`,
      },
      '/component.js': {
        headers: { 'content-type': 'text/javascript' },
        body: readFileSync(component, 'utf8'),
      },
    })
    const forbidden: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') forbidden.push(message.text())
    })
    page.on('pageerror', ({ message }) => forbidden.push(message))
    await page.exposeFunction('tellForbidden', (what: string) => forbidden.push(what))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        const tell: unknown = Reflect.get(window, 'tellForbidden')
        if (typeof tell !== 'function') throw new Error('nobody listens')
        Reflect.apply(tell, window, [`${violatedDirective} ${blockedURI}`])
      })
    })
    await context.grantPermissions(['camera', 'microphone'])
    try {
      await page.goto(site.origin)
      const { talk, call, expectAllOff } = callPage(page, centre)
      await talk()
      await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(10)
      await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
      const video = page.locator('oscc-click-to-dial video[part=video]')
      // It has its own look too, though the page allows no style sheet.
      expect(await video.evaluate((each) => getComputedStyle(each).objectFit)).toBe('contain')
      await expect
        .poll(() =>
          video.evaluate(
            (each: HTMLVideoElement) => each.getVideoPlaybackQuality().totalVideoFrames,
          ),
        )
        .toBeGreaterThan(10)
      await page.getByRole('button', { name: 'Keypad' }).click()
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
      await expectAllOff()
      expect(forbidden).toEqual([])
    } finally {
      await site.close()
    }
  },
)

test(
  'visitor of a page that forbids the call is told so, and its developer what to add',
  { tag: OWN_PAGE },
  async ({ page, context, centre }) => {
    const element = `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script type="module" src="component.js"></script>
<oscc-click-to-dial server="${centre.urls.sip}" customer-number="+49405550142" destination-key="there">
<oscc-destination key="there" label="Advice" number="5100"></oscc-destination>
</oscc-click-to-dial>`
    const script = join(repositoryRoot, 'component', 'dist', 'oscc-click-to-dial.js')
    const site = await servePages({
      '/unconnected': {
        headers: { 'content-security-policy': "connect-src 'self'" },
        body: element,
      },
      '/silent': { headers: { 'permissions-policy': 'microphone=()' }, body: element },
      '/framed': { body: element },
      '/component.js': {
        headers: { 'content-type': 'text/javascript' },
        body: readFileSync(script, 'utf8'),
      },
    })
    const told: string[] = []
    page.on('console', (message) => told.push(message.text()))
    await context.grantPermissions(['camera', 'microphone'])
    const sentence = 'This page may not call just now'
    try {
      const view = callPage(page, centre)
      await page.goto(`${site.origin}/unconnected`)
      await view.toDevices()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
      const sip = new URL(centre.urls.sip).origin
      const toAdd = `<oscc-click-to-dial> may not connect: add ${sip} to connect-src of the page's Content-Security-Policy`
      expect(told.filter((line) => line === toAdd)).toHaveLength(1)

      await page.goto(`${site.origin}/silent`)
      await view.toDevices()
      await expect(page.getByText(sentence, { exact: false }).first()).toBeVisible()
      expect(told).toContainEqual(
        expect.stringContaining('let the header Permissions-Policy say microphone=(self)'),
      )

      // Another site than the frame's own.
      await page.goto(`${site.origin.replace('127.0.0.1', 'localhost')}/unconnected`)
      await page.evaluate((address) => {
        const iframe = document.createElement('iframe')
        iframe.src = address
        document.body.replaceChildren(iframe)
      }, `${site.origin}/framed`)
      const frame = page.frameLocator('iframe')
      await frame.getByRole('button', { name: 'Call Us' }).click()
      await frame.getByRole('button', { name: 'Continue' }).click()
      await expect(frame.getByText(sentence, { exact: false }).first()).toBeVisible()
      expect(told).toContainEqual(
        expect.stringContaining('add allow="microphone; camera; display-capture" to it'),
      )
    } finally {
      await site.close()
    }
  },
)
