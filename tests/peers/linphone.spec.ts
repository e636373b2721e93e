import { missingPart } from '../kit/machine/peer-packages.ts'
import { expect, onHold, test } from './lib/gateway.ts'
import { callee, colleague, desk, domain } from './lib/kamailio.ts'
import { LINPHONE_HZ } from './lib/linphone.ts'
import { destination, dial, expectEnded, expectTalking, serverOf } from './lib/page.ts'
import { hears, isHeard, sees } from './lib/senses.ts'

const missing = missingPart('rtpengine') ?? missingPart('linphone')
test.skip(missing !== undefined, missing)

test('call to linphone, whose ringing names no Contact: both hear, and its picture is drawn', async ({
  openPage,
  gateway,
  linphone,
}) => {
  const page = await openPage({
    ...serverOf(gateway.kamailio.wsPort),
    destinations: destination(desk.user),
  })
  await dial(page)
  await linphone.rings()
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  linphone.tell('answer')
  await expectTalking(page)
  await hears(page, LINPHONE_HZ)
  await sees(page)
  await isHeard(linphone)
  await page.getByRole('button', { name: 'Keypad' }).click()
  const from = linphone.program.output().length
  for (const key of '42#') await page.keyboard.press(key)
  await linphone.program.said(/tone 4[^]*tone 2[^]*tone #/u, from)
  await linphone.does('pause', /is now paused/u)
  await expect(onHold(page)).toBeVisible()
  linphone.tell('resume')
  await expect(onHold(page)).toHaveCount(0)
  await hears(page, LINPHONE_HZ)
  await isHeard(linphone)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectEnded(page)
  // Each re-INVITE of a telephone that goes by a GRUU, and the BYE to it, has found its way.
  await linphone.program.said(/Call \d+ with .* ended/u, from)
})

test('announcement of linphone is heard before the answer, and nothing of the caller is sent until then', async ({
  openPage,
  gateway: { kamailio },
  other,
}) => {
  const page = await openPage({
    ...serverOf(kamailio.wsPort),
    destinations: destination(colleague.user),
  })
  await dial(page)
  await other.rings()
  await expect(page.getByRole('heading', { name: 'You are hearing an announcement' })).toBeVisible()
  const heard = other.listen()
  await hears(page, LINPHONE_HZ)
  expect(heard()).toBe(0)
  other.tell('answer')
  await expectTalking(page)
  await hears(page, LINPHONE_HZ)
  await sees(page)
  await isHeard(other)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectEnded(page)
})

test('linphone that is told to send callers elsewhere is followed to baresip, and one that declines is not called again', async ({
  openPage,
  gateway: { kamailio },
  linphone,
}) => {
  const attributes = { ...serverOf(kamailio.wsPort), destinations: destination(desk.user) }
  const page = await openPage(attributes)
  await dial(page)
  await linphone.rings()
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  linphone.tell(`redirect all sip:${callee.user}@${domain}`)
  await expectTalking(page)
  await hears(page, 440)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectEnded(page)
  const again = await openPage(attributes)
  await dial(again)
  await linphone.rings()
  await expect(again.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  linphone.tell('terminate')
  await expectEnded(again)
  const sentence = again.getByRole('alert').filter({ hasText: 'could not be taken just now' })
  await expect(sentence).toBeVisible()
})
