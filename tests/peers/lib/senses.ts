import { expect, type Page } from '@playwright/test'
import { pitchIn } from '../../kit/page/arrival.ts'
import { drawnIn } from './page.ts'

/** A telephone that writes down what it hears. */
interface Listener {
  listen(): () => number
}

/** A tone of about this many hertz is heard in the page. */
export const hears = (page: Page, hz: number) =>
  expect.poll(async () => Math.abs((await pitchIn(page)) - hz) < 15).toBe(true)

/** From now on the telephone hears the caller. The browser's microphone beeps once a second. */
export async function isHeard(telephone: Listener): Promise<void> {
  await expect.poll(telephone.listen()).toBeGreaterThan(0.003)
}

/** From now on pictures are drawn in the page. */
export async function sees(page: Page): Promise<void> {
  const before = await drawnIn(page)
  await expect.poll(() => drawnIn(page)).toBeGreaterThan(before + 10)
}
