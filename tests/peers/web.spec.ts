import { join } from 'node:path'
import { mergeTests, type Page } from '@playwright/test'
import { chromiumWithDevices } from '../kit/page/call-page.ts'
import { arrivalIn, pitchIn } from '../kit/page/arrival.ts'
import { expect, test as peersTest, type Peers } from './lib/fixtures.ts'
import { caller } from './lib/kamailio.ts'
import {
  destination,
  dial,
  expectEnded,
  expectTalking,
  ha1Of,
  relayOf,
  serverOf,
  test as pageTest,
} from './lib/page.ts'
import { startTcpRelay, type TcpRelay } from '../kit/network/tcp-relay.ts'
import { trustAuthority } from './lib/trust.ts'

interface Fixtures {
  /** The wire to Kamailio's WebSocket. */
  readonly wire: TcpRelay
}

const test = mergeTests(pageTest, peersTest).extend<Fixtures>({
  wire: async ({ peers }, use) => {
    const wire = await startTcpRelay(peers.kamailio.wsPort)
    await use(wire)
    await wire.close()
  },
})

test.use({ launchOptions: chromiumWithDevices })

async function talk(page: Page): Promise<void> {
  await dial(page)
  await expectTalking(page)
}

/** Sound and picture grow at both ends. */
async function expectBothWays(page: Page, { baresip }: Peers): Promise<void> {
  const here = await arrivalIn(page)
  const there = await baresip.received()
  await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(here.energy + 0.001)
  await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(here.frames + 15)
  const audio = async () => (await baresip.received()).audioPackets
  await expect.poll(audio).toBeGreaterThan(there.audioPackets + 25)
  const video = async () => (await baresip.received()).videoFrames
  await expect.poll(video).toBeGreaterThan(there.videoFrames + 10)
}

async function hangUp(page: Page, { baresip }: Peers): Promise<void> {
  const closed = () => baresip.events().filter((event) => event.startsWith('CALL_CLOSED')).length
  const before = closed()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(closed).toBe(before + 1)
  await expectEnded(page)
}

test('over ws with digest: media, keys, hold, and the telephone hangs up', async ({
  openPage,
  peers,
}) => {
  const { baresip, kamailio } = peers
  const page = await openPage(serverOf(kamailio.wsPort))
  await talk(page)
  await expectBothWays(page, peers)
  expect((await arrivalIn(page)).width).toBe(640)
  // The telephone sounds 440 Hz.
  expect(Math.abs((await pitchIn(page)) - 440)).toBeLessThan(8)
  await page.getByRole('button', { name: 'Keypad' }).click()
  for (const key of '159#') await page.keyboard.press(key)
  await expect
    .poll(() => baresip.events().filter((event) => event.startsWith('CALL_DTMF_START')))
    .toEqual(['1', '5', '9', '#'].map((key) => `CALL_DTMF_START ${key}`))
  await baresip.command('hold')
  await expect(page.getByText('You are on hold.', { exact: false })).toBeVisible()
  await baresip.command('resume')
  await expect(page.getByText('You are on hold.', { exact: false })).toHaveCount(0)
  await expectBothWays(page, peers)
  await baresip.command('hangup')
  await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  await expectEnded(page)
  // The browser's microphone beeps once a second.
  expect(baresip.heard()).toBeGreaterThan(0.005)
})

test('over wss with a private authority: call works if trusted, otherwise a message', async ({
  openPage,
  peers,
}) => {
  const { kamailio, folder } = peers
  const server = { server: `wss://localhost:${kamailio.wssPort}` }
  const home = join(folder, 'home')
  trustAuthority(home, kamailio.authority)
  const page = await openPage(server, home)
  await talk(page)
  await expectBothWays(page, peers)
  await hangUp(page, peers)
  const stranger = await openPage(server, join(folder, 'empty-home'))
  await dial(stranger)
  const sentence = stranger.getByRole('alert').filter({ hasText: 'We cannot be reached' })
  await expect(sentence).toBeVisible()
  await expectEnded(stranger)
})

test('unknown number and unauthorised caller get a message', async ({ openPage, peers }) => {
  const server = serverOf(peers.kamailio.wsPort)
  const nobody = await openPage({ ...server, destinations: destination('4711') })
  await dial(nobody)
  await expect(nobody.getByText('This number cannot be reached', { exact: false })).toBeVisible()
  await expectEnded(nobody)
  const stranger = await openPage({ ...server, ha1: ha1Of(caller.user, 'guessed') })
  await dial(stranger)
  await expect(stranger.getByText('may not call just now', { exact: false })).toBeVisible()
  await expectEnded(stranger)
})

test('connection is cut during the call: it continues, and the telephone can hang up', async ({
  openPage,
  peers,
  wire,
}) => {
  const page = await openPage(serverOf(wire.port))
  await talk(page)
  // A picture that never began could not begin without the wire.
  await expectBothWays(page, peers)
  const notice = page.getByText('The connection to our server is interrupted', { exact: false })
  wire.cut()
  await expect(notice).toBeVisible()
  await expectBothWays(page, peers)
  wire.mend()
  await expect(notice).toHaveCount(0)
  await peers.baresip.command('hangup')
  await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  await expectEnded(page)
})

test('connection is cut while ringing: the call is still answered', async ({
  openPage,
  peers,
  wire,
}) => {
  const { baresip } = peers
  await baresip.command('answermode manual')
  try {
    const page = await openPage(serverOf(wire.port))
    await dial(page)
    await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
    wire.cut()
    wire.mend()
    // Kamailio sends the old dialog's answers into the dead wire: a new call is made.
    const incoming = () => baresip.events().filter((event) => event.startsWith('CALL_INCOMING'))
    const before = incoming().length
    await expect.poll(() => incoming().length).toBeGreaterThan(before)
    await baresip.command('accept')
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    await expectBothWays(page, peers)
    await hangUp(page, peers)
  } finally {
    await baresip.command('answermode auto')
  }
})

test('through coturn, with every other path forbidden', async ({ openPage, peers }) => {
  const { coturn, kamailio } = peers
  const now = Math.floor(Date.now() / 1000)
  const server = serverOf(kamailio.wsPort)
  const page = await openPage({ ...server, ...relayOf(coturn, now + 600) })
  await talk(page)
  await expectBothWays(page, peers)
  expect((await arrivalIn(page)).way).toBe('relay')
  expect(coturn.program.output()).toContain(`user <${now + 600}:web>`)
  await hangUp(page, peers)
  // Credentials whose time is over: no way, and a sentence.
  const late = await openPage({ ...server, ...relayOf(coturn, now - 60) })
  await dial(late)
  const sentence = late.getByRole('alert').filter({ hasText: 'Sound and picture could not' })
  await expect(sentence).toBeVisible({ timeout: 25_000 })
  await expectEnded(late)
})
