import { chromiumWithDevices, expect, test as base } from './call-page.ts'
import type { Page } from '@playwright/test'
import { pitchIn } from './arrival.ts'
import { openFarEnds, type FarEnds } from './far-ends.ts'
import { startPaperSip, type PaperSip } from '../network/paper-sip.ts'

export interface PaperCall {
  readonly paper: PaperSip
  readonly ends: FarEnds
  /** The offer of the newest INVITE. */
  offer(): string
}

/** A call to a server on paper, which is told each answer by hand, and to telephones that really play. */
export const test = base.extend<{
  readonly dial: (attributes?: Readonly<Record<string, string>>) => Promise<PaperCall>
}>({
  dial: async ({ openPage, context, site }, use) => {
    const started: PaperSip[] = []
    await use(async (attributes = {}) => {
      const paper = await startPaperSip({ before: [] })
      started.push(paper)
      const { page, toDevices } = await openPage({
        attributes: { server: paper.url, ...attributes },
      })
      const ends = await openFarEnds(context, site)
      await page.bringToFront()
      await toDevices()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect.poll(() => paper.invites().length).toBe(1)
      return { paper, ends, offer: () => paper.invites().at(-1)?.split('\r\n\r\n')[1] ?? '' }
    })
    for (const paper of started) await paper.close()
  },
})

export const launchOptions = chromiumWithDevices

/** Until a tone of about this many hertz is heard in the page. */
export const hears = (page: Page, hz: number): Promise<void> =>
  expect.poll(async () => Math.abs((await pitchIn(page)) - hz) < 15).toBe(true)
