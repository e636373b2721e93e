import { mergeTests } from '@playwright/test'
import { missingPart } from '../kit/machine/peer-packages.ts'
import { chromiumWithDevices } from '../kit/page/call-page.ts'
import { expect, test as gatewayTest } from './lib/gateway.ts'
import { desk } from './lib/kamailio.ts'
import { LINPHONE_HZ } from './lib/linphone.ts'
import {
  destination,
  dial,
  expectEnded,
  expectTalking,
  serverOf,
  test as pageTest,
} from './lib/page.ts'
import { hears, isHeard, sees } from './lib/senses.ts'

const test = mergeTests(pageTest, gatewayTest)
test.use({ launchOptions: chromiumWithDevices })

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
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  linphone.tell('answer')
  await expectTalking(page)
  await hears(page, LINPHONE_HZ)
  await sees(page)
  await isHeard(linphone)
  linphone.tell('pause')
  await expect(page.getByText('You are on hold.', { exact: false })).toBeVisible()
  linphone.tell('resume')
  await expect(page.getByText('You are on hold.', { exact: false })).toHaveCount(0)
  await hears(page, LINPHONE_HZ)
  await isHeard(linphone)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expectEnded(page)
  await linphone.program.said(/ended/u)
})
