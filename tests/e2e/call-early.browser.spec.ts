import type { Page } from '@playwright/test'
import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { hears, launchOptions, test } from '../kit/page/paper-call.ts'
import { takePicture } from '../kit/page/picture.ts'

test.use({ launchOptions })

const announced = (page: Page) =>
  page.getByRole('heading', { name: 'You are hearing an announcement' })
const isMuted = (page: Page) =>
  page.locator('oscc-click-to-dial audio').evaluate((each: HTMLAudioElement) => each.muted)
const energy = async (page: Page) => (await arrivalIn(page)).energy

test(
  'caller hears an announcement before anybody answers, and the agent afterwards',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    const sdp = await ends.answer('gateway', offer(), 700)
    paper.reply('183 Session Progress', { sdp })
    await expect(announced(page)).toBeVisible()
    await takePicture(page, 'component/announced')
    await hears(page, 700)
    expect(await isMuted(page)).toBe(false)
    // Nobody is there yet who could listen or look.
    expect(await ends.received('gateway')).toEqual({ energy: 0, frames: 0 })
    paper.reply('200 OK', { sdp })
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    await expect.poll(async () => (await ends.received('gateway')).frames).toBeGreaterThan(5)
    await expect.poll(async () => (await ends.received('gateway')).energy).toBeGreaterThan(0)
    const { frames } = await arrivalIn(page)
    await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(frames)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(() => paper.targetOf('BYE')).toBeDefined()
  },
)

test(
  'caller hears the announcement of each phone in turn, and whichever answers',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    const first = await ends.answer('first', offer(), 500)
    paper.reply('183 Session Progress', { sdp: first, tag: 'one' })
    await hears(page, 500)
    // One after the other: the first is heard to its end.
    const second = await ends.answer('second', offer(), 900)
    paper.reply('183 Session Progress', { sdp: second, tag: 'two' })
    await hears(page, 500)
    await ends.leave('first')
    await hears(page, 900)
    await expect(announced(page)).toBeVisible()
    // And a third one answers.
    paper.reply('200 OK', { sdp: await ends.answer('third', offer(), 1300), tag: 'three' })
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    await hears(page, 1300)
    await expect.poll(async () => (await ends.received('third')).frames).toBeGreaterThan(5)
    await expect.poll(async () => (await ends.received('third')).energy).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'agent is heard who answers from elsewhere than the announcement came from',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    paper.reply('183 Session Progress', { sdp: await ends.answer('gateway', offer(), 500) })
    await hears(page, 500)
    paper.reply('200 OK', { sdp: await ends.answer('agent', offer(), 900) })
    // Where the browser does not find the way at once, it is asked to look anew.
    const answerAgain = async () => {
      await expect.poll(() => paper.invites().length, { timeout: 20_000 }).toBe(2)
      paper.reply('200 OK', { sdp: await ends.again('agent', offer()) })
    }
    answerAgain().catch(() => undefined)
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    await hears(page, 900)
    await expect.poll(async () => (await ends.received('agent')).frames).toBeGreaterThan(5)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a reliable announcement is confirmed, and holds where the answer has no description',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    expect(paper.invites()[0]).toMatch(/^Supported:.*\b100rel\b/imu)
    const sdp = await ends.answer('gateway', offer(), 700)
    const headers = ['Require: 100rel', 'RSeq: 814']
    paper.reply('183 Session Progress', { sdp, headers })
    const prack = () => paper.heard.find((text) => text.startsWith('PRACK '))
    await expect.poll(prack).toMatch(/^RAck: 814 1 INVITE\r$/mu)
    await hears(page, 700)
    paper.reply('200 OK')
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    const before = await energy(page)
    await expect.poll(() => energy(page)).toBeGreaterThan(before)
    await expect.poll(async () => (await ends.received('gateway')).frames).toBeGreaterThan(5)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'ringing that the other side plays is heard, and ringing it stays',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    paper.reply('180 Ringing', { sdp: await ends.answer('gateway', offer(), 425) })
    await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
    await hears(page, 425)
    paper.reply('486 Busy Here')
    const sentence = page.getByRole('alert').filter({ hasText: 'Everyone is on a call just now' })
    await expect(sentence).toBeVisible()
  },
)

test(
  'an announcement that says why nobody answers is heard to its end',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper, ends, offer } = await dial()
    paper.reply('183 Session Progress', { sdp: await ends.answer('gateway', offer(), 700) })
    await expect(announced(page)).toBeVisible()
    paper.reply('404 Not Found')
    const sentence = page.getByRole('alert').filter({ hasText: 'This number cannot be reached' })
    await expect(sentence).toBeVisible()
  },
)

test(
  'an answer without any description ends with a message, and with an unusable early one not',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper } = await dial()
    // Nobody can play this: it goes on ringing.
    paper.reply('183 Session Progress', {
      sdp: 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n',
    })
    await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
    paper.reply('200 OK', { tag: 'other' })
    const sentence = page.getByRole('alert').filter({ hasText: 'Sound and picture could not be' })
    await expect(sentence).toBeVisible()
  },
)
