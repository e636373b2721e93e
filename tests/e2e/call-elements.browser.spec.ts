import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from '@playwright/test'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { servePages } from '../kit/network/page-server.ts'
import { callPage, chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'

const SCRIPT =
  '<!doctype html><meta charset="utf-8"><title>Shop</title><script type="module" src="component.js"></script>'

test.use({ launchOptions: chromiumWithDevices })

/** The steps that all elements of this frame are at. */
function states(frame: Frame): Promise<readonly unknown[]> {
  return frame.evaluate(() =>
    [...document.querySelectorAll('oscc-click-to-dial')].map(
      (each): unknown => Reflect.get(each, 'state') as unknown,
    ),
  )
}

test(
  'call goes on beside other elements, frames, windows and copies, and ends with its page',
  { tag: OWN_PAGE },
  async ({ page, context, centre }) => {
    const site = await servePages({
      '/': `${SCRIPT}<oscc-click-to-dial server="${centre.urls.sip}" customerNumber="+49405550142" destinationKey="there">
<oscc-destination key="there" label="Advice" number="5100"></oscc-destination></oscc-click-to-dial>`,
      '/late': `${SCRIPT}<oscc-click-to-dial></oscc-click-to-dial>`,
      '/component.js': {
        headers: { 'content-type': 'text/javascript' },
        body: readFileSync(join(repositoryRoot, 'component/dist/oscc-click-to-dial.js'), 'utf8'),
      },
    })
    await context.grantPermissions(['camera', 'microphone'])
    await page.goto(site.origin)
    const view = callPage(page, centre)
    const { id } = await view.talk()
    const frames = () => view.call().media?.received.videoFrames ?? 0
    const isAlive = async () => {
      const before = frames()
      await expect.poll(frames).toBeGreaterThan(before + 5)
      expect(view.call().id).toBe(id)
      expect(view.call().endedBy).toBeNull()
    }
    await test.step('a second element, and a frame with one', async () => {
      await page.evaluate(async () => {
        const first = document.querySelector('oscc-click-to-dial')
        const second = first?.cloneNode(true)
        if (second !== undefined) document.body.append(second)
        const iframe = document.createElement('iframe')
        // Not the page's own address: a browser shows no page within itself.
        iframe.src = `${location.href}?frame`
        document.body.append(iframe)
        await new Promise((resolve) => {
          iframe.addEventListener('load', resolve)
        })
      })
      await isAlive()
      expect(await Promise.all(page.frames().map(states))).toEqual([
        ['talking', 'closed'],
        ['closed'],
      ])
    })
    await test.step('another window of the site, and a copy of this tab', async () => {
      const [copy] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate(() => window.open(location.href) !== null),
      ])
      const other = await context.newPage()
      await other.goto(page.url())
      for (const each of [copy, other]) {
        await each.waitForFunction(
          () =>
            Reflect.get(document.querySelector('oscc-click-to-dial') ?? {}, 'state') === 'closed',
        )
      }
      await isAlive()
      expect(await states(copy.mainFrame())).toEqual(['closed'])
      expect(await states(other.mainFrame())).toEqual(['closed'])
      await other.close()
      await copy.close()
    })
    await test.step('page dies without a word, and its successor is given its server late', async () => {
      // As with Firefox, where nothing that is sent while a page goes arrives.
      centre.sip.cut('web', 1000)
      await page.goto(`${site.origin}/late`)
      await expect.poll(() => states(page.mainFrame())).toEqual(['ended'])
      // Chromium may have said it itself; the next page says it too, as soon as it knows whom to ask.
      const isGoodbye = await view.component.evaluate(
        (host, server) =>
          new Promise((resolve) => {
            const grantProvider = (ask: { readonly isGoodbye?: boolean }) => {
              resolve(ask.isGoodbye)
              return { server, target: 'sip:5100@127.0.0.1', identity: 'sip:web@x.invalid' }
            }
            Object.assign(host, { grantProvider })
          }),
        centre.urls.sip,
      )
      expect(isGoodbye).toBe(true)
      await expect.poll(() => view.call().endedBy).toBe('caller')
    })
    await site.close()
  },
)
