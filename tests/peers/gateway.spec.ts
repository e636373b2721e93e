import { join } from 'node:path'
import { missingPart } from '../kit/machine/peer-packages.ts'
import { expect, onHold, test } from './lib/gateway.ts'
import { dial, expectEnded, expectTalking, relayOf, serverOf } from './lib/page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { trustAuthority } from './lib/trust.ts'
import { hears, isHeard, sees } from './lib/senses.ts'

const missing = missingPart('rtpengine')
test.skip(missing !== undefined, missing)

test('call to baresip through rtpengine: sound and picture at both ends, keys, hold', async ({
  openPage,
  gateway,
}) => {
  const { baresip, kamailio } = gateway
  const page = await openPage(serverOf(kamailio.wsPort))
  await dial(page)
  await expectTalking(page)
  await hears(page, 440)
  await sees(page)
  await isHeard(baresip)
  await expect.poll(async () => (await baresip.received()).videoFrames).toBeGreaterThan(10)
  await page.getByRole('button', { name: 'Keypad' }).click()
  for (const key of '159#') await page.keyboard.press(key)
  await expect
    .poll(() => baresip.events().filter((event) => event.startsWith('CALL_DTMF_START')))
    .toEqual(['1', '5', '9', '#'].map((key) => `CALL_DTMF_START ${key}`))
  await baresip.command('hold')
  await expect(onHold(page)).toBeVisible()
  await baresip.command('resume')
  await expect(onHold(page)).toHaveCount(0)
  await hears(page, 440)
  await sees(page)
  // After a hold it decodes, and writes down nothing any more.
  const { audioPackets } = await baresip.received()
  const packets = async () => (await baresip.received()).audioPackets
  await expect.poll(packets).toBeGreaterThan(audioPackets + 25)
  await baresip.command('hangup')
  await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  await expectEnded(page)
})

test('baresip that promises an announcement and sends none rings, and is heard once it answers', async ({
  openPage,
  gateway: { baresip, kamailio },
}) => {
  await baresip.command('answermode early')
  try {
    const page = await openPage(serverOf(kamailio.wsPort))
    await dial(page)
    await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
    await baresip.command('accept')
    await expectTalking(page)
    await hears(page, 440)
    await sees(page)
    await isHeard(baresip)
    const from = baresip.events().length
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expectEnded(page)
    await expect.poll(() => baresip.events().slice(from).join()).toContain('CALL_CLOSED')
  } finally {
    await baresip.command('answermode auto')
  }
})

test('over wss, only through coturn, to rtpengine: sound and picture at both ends', async ({
  openPage,
  gateway: { baresip, coturn, kamailio, folder },
}) => {
  const home = join(folder, 'home')
  trustAuthority(home, kamailio.authority)
  const until = Math.floor(Date.now() / 1000) + 600
  const server = { server: `wss://localhost:${kamailio.wssPort}` }
  const page = await openPage({ ...server, ...relayOf(coturn, until) }, home)
  await dial(page)
  await expectTalking(page)
  await hears(page, 440)
  await sees(page)
  await isHeard(baresip)
  expect((await arrivalIn(page)).way).toBe('relay')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectEnded(page)
})
