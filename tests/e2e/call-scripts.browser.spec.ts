import type { Page } from '@playwright/test'
import { chromiumWithDevices, expect, test, type CallPage } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { hears } from '../kit/page/paper-call.ts'

test.use({ launchOptions: chromiumWithDevices })
test.describe.configure({ mode: 'default' })

/** The pitch of an announcement and of each automatic agent, in Hz. */
const ANNOUNCEMENT = 700
const FIRST_AGENT = 440
const SECOND_AGENT = 554
const NEVER = { answerAfterMs: 600_000, framesPerSecond: 8 } as const

const heading = (page: Page, name: string) => page.getByRole('heading', { name })

async function dial({ page, toDevices }: CallPage): Promise<void> {
  await toDevices()
  await page.getByRole('button', { name: 'Dial Us' }).click()
}

/** The agent is heard and seen in the page, and the caller is at the agent's end of the newest call. */
async function talks({ page, call }: CallPage, hz: number): Promise<void> {
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  await hears(page, hz)
  await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
  await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(5)
  const { energy, frames } = await arrivalIn(page)
  await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(energy)
  await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(frames)
}

async function hangUp({ page, expectAllOff }: CallPage): Promise<void> {
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectAllOff()
}

test('caller hears the announcement of 5183, and then the agent', async ({ openPage, centre }) => {
  centre.sip.setPilot('5183', { script: NEVER })
  const opened = await openPage({ number: '5183' })
  const { page, call } = opened
  await dial(opened)
  await expect(heading(page, 'You are hearing an announcement')).toBeVisible()
  await hears(page, ANNOUNCEMENT)
  // Nobody is there yet who could listen or look.
  expect(call()).toMatchObject({ state: 'ringing', media: { received: { audioRms: 0 } } })
  expect(call().media?.received.videoFrames).toBe(0)
  expect(centre.sip.act(call().id, 'answer')).toBe(true)
  await talks(opened, FIRST_AGENT)
  await hangUp(opened)
})

test('caller waits in the queue of 5182, and hears the agent', async ({ openPage, centre }) => {
  centre.sip.setPilot('5182', { script: { framesPerSecond: 8 } })
  const opened = await openPage({ number: '5182' })
  const { page, call } = opened
  await dial(opened)
  await expect(heading(page, 'You are in the queue')).toBeVisible()
  await talks(opened, FIRST_AGENT)
  const signs = call().messages.filter(({ what }) => what === '182 INVITE')
  expect(signs.length).toBeGreaterThan(2)
  await hangUp(opened)
})

test('caller hears that 5180 rings, which has no contact', async ({ openPage, centre }) => {
  centre.sip.setPilot('5180', { script: NEVER })
  const opened = await openPage({ number: '5180' })
  const { page, call } = opened
  await dial(opened)
  await expect(heading(page, 'Ringing...')).toBeVisible()
  expect(centre.sip.act(call().id, 'answer')).toBe(true)
  await talks(opened, FIRST_AGENT)
  await hangUp(opened)
})

test('caller is sent from 5302 to 5110, and hears the agent there', async ({
  openPage,
  centre,
}) => {
  centre.sip.setPilot('5110', { script: { framesPerSecond: 8 } })
  const opened = await openPage({ number: '5302' })
  await dial(opened)
  await talks(opened, SECOND_AGENT)
  expect(opened.call()).toMatchObject({ pilot: '5110', agent: 'automatic-2' })
  expect(centre.sip.calls()[1]).toMatchObject({ pilot: '5302', status: 302 })
  await hangUp(opened)
})

for (const { number, how } of [
  { number: '5104', how: 'puts the caller through' },
  { number: '5105', how: 'asks a colleague and puts the caller through' },
]) {
  test(`agent of ${number} ${how}, who hears the colleague`, async ({ openPage, centre }) => {
    centre.sip.setPilot('5110', { script: { framesPerSecond: 8 } })
    centre.sip.setPilot(number, { script: { framesPerSecond: 8 } })
    const opened = await openPage({ number })
    const { page } = opened
    const { id } = await opened.talk()
    // The newest call is the customer's, no longer one between the agents.
    await expect
      .poll(() => opened.call().pilot === '5110' && !opened.call().caller.startsWith('automatic-'))
      .toBe(true)
    await talks(opened, SECOND_AGENT)
    await expect(page.getByText('You are on hold')).toHaveCount(0)
    await expect(page.getByText('You are being put through')).toHaveCount(0)
    expect(opened.call()).toMatchObject({ agent: 'automatic-2', state: 'established' })
    // Neither the old call nor the one between the agents is left.
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    const open = () => centre.sip.calls().filter(({ state }) => state !== 'ended').length
    await expect.poll(open).toBe(1)
    await hangUp(opened)
  })
}

test('agent of 5106 gets a whole picture that INFO asks for', async ({ openPage, centre }) => {
  centre.sip.setPilot('5106', { script: { framesPerSecond: 8 } })
  const opened = await openPage({ number: '5106' })
  const { page, call } = opened
  await opened.talk()
  await talks(opened, FIRST_AGENT)
  const whole = () =>
    page.evaluate(async () => {
      let count = 0
      for (const connection of window.recorded.connections) {
        const report = await connection.getStats()
        report.forEach((entry: Record<string, unknown>) => {
          const sent = entry['type'] === 'outbound-rtp' ? entry['keyFramesEncoded'] : 0
          if (typeof sent === 'number') count += sent
        })
      }
      return count
    })
  const before = await whole()
  centre.sip.act(call().id, 'ask-picture')
  await expect.poll(whole).toBeGreaterThan(before)
  const answers = () =>
    call().messages.filter(({ by, what }) => by === 'caller' && what === '200 INFO').length
  await expect.poll(answers).toBe(2)
  await hangUp(opened)
})

test('caller sees the agent of 5107 once INFO has asked for a whole picture', async ({
  openPage,
}) => {
  const opened = await openPage({ number: '5107' })
  const { page, call } = opened
  await opened.talk()
  // Heard from the beginning.
  await hears(page, FIRST_AGENT)
  await expect.poll(() => call().media?.received.pictureRequests ?? 0).toBeGreaterThan(0)
  await talks(opened, FIRST_AGENT)
  await hangUp(opened)
})
