import type { Page } from '@playwright/test'
import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { launchOptions, test } from '../kit/page/paper-call.ts'

test.use({ launchOptions })

const drawn = (page: Page) =>
  page
    .locator('oscc-click-to-dial video[part=video]')
    .evaluate((each: HTMLVideoElement) => each.getVideoPlaybackQuality().totalVideoFrames)

test(
  'caller asks for a whole picture by SIP INFO where the gateway lost the first, and sees it',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    const sdp = await ends.answer('gateway', offer(), 700, true)
    paper.reply('200 OK', { sdp })
    const asked = () => paper.heard.filter((text) => text.startsWith('INFO '))
    await expect.poll(asked).toHaveLength(1)
    const [info = ''] = asked()
    expect(info).toMatch(/^Content-Type: application\/media_control\+xml\r$/mu)
    expect(info).toContain('<picture_fast_update')
    expect((await arrivalIn(page)).frames).toBe(0)
    const before = await drawn(page)
    await ends.showWhole('gateway')
    await expect.poll(() => drawn(page)).toBeGreaterThan(before + 10)
    const { energy } = await arrivalIn(page)
    await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(energy)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a gateway that refuses such requests is asked once, and the call goes on',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    paper.refuse('INFO', '415 Unsupported Media Type')
    const sdp = await ends.answer('gateway', offer(), 700, true)
    paper.reply('200 OK', { sdp })
    const asked = () => paper.heard.filter((text) => text.startsWith('INFO '))
    await expect.poll(asked).toHaveLength(1)
    // Longer than the whole row of requests would take: as many seconds of sound as that.
    await page.getByText('Sound only').waitFor()
    const packets = () => arrivalIn(page).then(({ energy }) => energy)
    const before = await packets()
    await expect.poll(packets).toBeGreaterThan(before)
    await ends.showWhole('gateway')
    await expect.poll(() => drawn(page)).toBeGreaterThan(10)
    expect(asked()).toHaveLength(1)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)
