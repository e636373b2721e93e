import { createHash, createHmac } from 'node:crypto'
import { chromium, expect, test as base, type Browser, type Page } from '@playwright/test'
import { chromiumWithDevices, recordMedia, serveComponent } from '../../kit/page/call-page.ts'
import { callee, caller, domain } from './kamailio.ts'
import type { Coturn } from './coturn.ts'

type Attributes = Readonly<Record<string, string>>

interface Fixtures {
  /** The built component in a plain page of Debian's Chromium; with a `home` of its own the browser trusts what is said there. */
  readonly openPage: (attributes: Attributes, home?: string) => Promise<Page>
}

/** A page with the component that calls from the account of `caller`. */
export const test = base.extend<Fixtures>({
  openPage: async ({ browser: shared }, use) => {
    const site = await serveComponent()
    const ends: (() => Promise<void>)[] = [site.close]
    await use(async (attributes, home) => {
      const browser = home === undefined ? shared : await launchIn(home)
      const context = await browser.newContext({
        permissions: ['camera', 'microphone', 'local-network-access'],
      })
      ends.unshift(async () => {
        await context.close()
        if (browser !== shared) await browser.close()
      })
      const page = await context.newPage()
      await page.addInitScript(recordMedia)
      const query = new URLSearchParams({
        ...{ domain, user: caller.user, ha1: ha1Of(caller.user, caller.password) },
        ...{ customerNumber: '+49405550142', destinationKey: 'there' },
        destinations: destination(callee.user),
        ...attributes,
      })
      await page.goto(`${site.origin}/demo.html?${query.toString()}`)
      return page
    })
    for (const end of ends) await end()
  },
})

async function launchIn(home: string): Promise<Browser> {
  const env = { ...process.env, HOME: home }
  const defined = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return await chromium.launch({ ...chromiumWithDevices, env: Object.fromEntries(defined) })
}

export function ha1Of(user: string, password: string): string {
  return createHash('md5').update(`${user}:${domain}:${password}`).digest('hex')
}

export function destination(number: string): string {
  return JSON.stringify([{ key: 'there', label: 'Advice', number }])
}

export function serverOf(port: number): Attributes {
  return { server: `ws://127.0.0.1:${port}` }
}

/** Only through this relay, with credentials that hold until then, in seconds since 1970. */
export function relayOf({ secret, urls }: Coturn, until: number): Attributes {
  const username = `${until}:web`
  const credential = createHmac('sha1', secret).update(username).digest('base64')
  return { relayOnly: '', iceServers: JSON.stringify([{ urls, username, credential }]) }
}

export async function dial(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Call Us' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Dial Us' }).click()
}

/** Until both can talk. */
export async function expectTalking(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
}

export async function expectEnded(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
  await expect
    .poll(() =>
      page.evaluate(
        () => window.recorded.tracks.filter(({ readyState }) => readyState === 'live').length,
      ),
    )
    .toBe(0)
}

/** How many pictures of the other side have been drawn. */
export function drawnIn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.querySelector('oscc-click-to-dial')?.shadowRoot
    const video = root?.querySelector<HTMLVideoElement>('video[part=video]')
    return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0
  })
}
