import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import { layouts, untilSize, type Layout } from '../app/callpoint.ts'

/** Where the tests put their pictures. */
export const picturesFolder = join(repositoryRoot, 'test-results', 'pictures')

/** Fonts are there, what moves has arrived where it goes, and what goes on for ever stands where it began. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const moving = (): readonly Animation[] =>
      document.getAnimations().filter(({ playState }) => playState !== 'finished')
    // What inherits from something that changes begins to change when that has done so, level by level.
    for (let found = moving(); found.length > 0; found = moving()) {
      for (const animation of found) {
        if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel()
        else animation.finish()
      }
    }
  })
}

/**
 * Writes what the page shows to `test-results/pictures/NAME.png`, fonts loaded and animations at their end; answers
 * the path. `name` may hold slashes.
 */
export async function takePicture(page: Page, name: string): Promise<string> {
  if (!/^[\w-]+(?:[./][\w-]+)*$/.test(name)) throw new Error(`"${name}" is no name for a picture`)
  const path = join(picturesFolder, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await settle(page)
  await page.evaluate(() => {
    document.documentElement.style.caretColor = 'transparent'
  })
  // Packed in a hurry: packing a kiosk's screen as small as can be takes a quarter of a second, and there are hundreds.
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { optimizeForSpeed: true })
  await session.detach()
  writeFileSync(path, Buffer.from(data, 'base64'))
  await page.evaluate(() => {
    document.documentElement.style.caretColor = ''
  })
  return path
}

/** What is laid over a page ends with its session. */
const shownAs = new WeakMap<Page, CDPSession>()

/** The page has its window's size again. */
export async function showPlain(page: Page): Promise<void> {
  const session = shownAs.get(page)
  shownAs.delete(page)
  await session?.send('Emulation.clearDeviceMetricsOverride')
  await session?.detach()
}

/** Lays the page out as in a window or on a screen of that size, whatever it has: a walk for several layouts. */
export async function showAs(page: Page, layout: Layout): Promise<void> {
  const session = shownAs.get(page) ?? (await page.context().newCDPSession(page))
  shownAs.set(page, session)
  await session.send('Emulation.setDeviceMetricsOverride', {
    ...layouts[layout],
    deviceScaleFactor: 1,
    mobile: false,
  })
  await untilSize(page, layout)
}
