import type { BrowserContext, Page } from '@playwright/test'
import type { Centre } from '../../simulator/centre.ts'
import { consoleLooks, openConsole } from '../kit/page/agent-console.ts'
import { arrivalIn, pitchIn } from '../kit/page/arrival.ts'
import { chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { hears } from '../kit/page/paper-call.ts'

test.use({ launchOptions: chromiumWithDevices })
test.describe.configure({ mode: 'default' })

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** Sound arrives in the page, and a picture. */
async function hearsAndSees(page: Page): Promise<void> {
  const { energy, frames } = await arrivalIn(page)
  await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(energy)
  await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(frames)
}

/** The energy that arrives while one looks for its pitch. */
async function energyMeanwhile(page: Page): Promise<number> {
  const { energy } = await arrivalIn(page)
  await pitchIn(page)
  return (await arrivalIn(page)).energy - energy
}

/** Opens the console in a page of its own, as an agent who is ready for calls. */
async function openDesk(context: BrowserContext, centre: Centre): Promise<Page> {
  const desk = await context.newPage()
  await desk.setViewportSize({ width: 1440, height: 900 })
  await openConsole(desk, centre, 14)
  await expect(button(desk, /, ready for calls/)).toBeVisible()
  return desk
}

/** A page that is closed stays registered for minutes, and other tests would call it. */
async function leave(desk: Page, centre: Centre): Promise<void> {
  await desk.close()
  centre.sip.registrar.forget('agent-14')
}

async function transferTo(page: Page, number: string): Promise<void> {
  await button(page, 'Transfer').click()
  await page.getByLabel('Number').fill(number)
  await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click()
}

test(
  'agent plays an announcement to the caller and transfers the call @pictures',
  { tag: OWN_PAGE },
  async ({ openPage, context, centre }) => {
    test.slow()
    centre.sip.setPilot('5110', { script: { framesPerSecond: 8 } })
    const opened = await openPage({ number: '5000' })
    const { page, call } = opened
    const desk = await openDesk(context, centre)
    const look = consoleLooks(desk)

    await page.bringToFront()
    await opened.toDevices()
    await button(page, 'Dial Us').click()
    await desk.bringToFront()
    await button(desk, /^Answer the call of /).click()
    await expect(button(page, 'Mute')).toBeVisible()
    await hearsAndSees(page)
    const { id } = call()

    await test.step('caller hears the three notes, and the agent again', async () => {
      await button(desk, 'Announcement').click()
      await expect(desk.getByText('An announcement is playing')).toBeVisible()
      // Muting is about the microphone.
      await button(desk, 'Mute').click()
      await look('announcement')
      for (const hz of [784, 659, 523]) await hears(page, hz)
      await button(desk, 'Announcement').click()
      await expect(desk.getByText('An announcement is playing')).toHaveCount(0)
      // The microphone is muted still.
      await expect.poll(() => energyMeanwhile(page)).toBeLessThan(1e-6)
      await button(desk, 'Unmute').click()
      await expect.poll(() => energyMeanwhile(page)).toBeGreaterThan(1e-6)
    })

    await test.step('agent enters no number, and one where nobody takes the call', async () => {
      await button(desk, 'Transfer').click()
      await desk.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click()
      await expect(desk.getByText('Enter the number of an agent')).toBeVisible()
      await look('transfer')
      await button(desk, 'Cancel').click()
      await transferTo(desk, '5486')
      await expect(desk.getByText('The transfer failed.')).toBeVisible()
      await look('transfer-failed')
      await button(desk, 'Deutsch').click()
      await look('transfer-failed-german')
      await button(desk, 'English').click()
      expect(centre.sip.calls()[0]).toMatchObject({ pilot: '5486', status: 486 })
      expect(centre.sip.call(id)?.state).toBe('established')
      await hearsAndSees(page)
    })

    await test.step('caller is put through, and hears and sees the other agent', async () => {
      await transferTo(desk, '51 10')
      await expect.poll(() => call().pilot).toBe('5110')
      await hears(page, 554)
      await hearsAndSees(page)
      await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
      await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(5)
      // The agent is free again.
      await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
      await expect(button(desk, 'Hang up')).toHaveCount(0)
    })
    await page.bringToFront()
    await button(page, 'Disconnect').click()
    await opened.expectAllOff()
    await leave(desk, centre)
  },
)

test(
  'agent takes over a caller whom a colleague puts through after a word between them',
  { tag: OWN_PAGE },
  async ({ openPage, context, centre }) => {
    test.slow()
    const script = { framesPerSecond: 8, transferAfterMs: 500, transferTo: '5000' }
    centre.sip.setPilot('5105', { script })
    const opened = await openPage({ number: '5105' })
    const { page, call } = opened
    const desk = await openDesk(context, centre)
    await page.bringToFront()
    const { id } = await opened.talk()
    await desk.bringToFront()
    await button(desk, 'Answer the call of automatic-1').click()
    // The caller comes in the colleague's place without ringing.
    await expect.poll(() => call()).toMatchObject({ agent: 'agent-14', state: 'established' })
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('+49405550142')
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    await hearsAndSees(page)
    const remote = desk.getByLabel('The customer’s picture')
    const shown = () =>
      remote.evaluate((each: HTMLVideoElement) => each.getVideoPlaybackQuality().totalVideoFrames)
    await expect.poll(shown).toBeGreaterThan(5)
    const open = () => centre.sip.calls().filter(({ state }) => state !== 'ended').length
    expect(open()).toBe(1)
    await button(desk, 'Hang up').click()
    await expect(button(page, 'Mute')).toHaveCount(0)
    await opened.expectAllOff()
    await leave(desk, centre)
  },
)
