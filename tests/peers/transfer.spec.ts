import { missingPart } from '../kit/machine/peer-packages.ts'
import { expect, onHold, test } from './lib/gateway.ts'
import { colleague, desk, domain } from './lib/kamailio.ts'
import { LINPHONE_HZ } from './lib/linphone.ts'
import { destination, dial, expectEnded, expectTalking, serverOf } from './lib/page.ts'
import { hears, isHeard, sees } from './lib/senses.ts'

const missing = missingPart('rtpengine') ?? missingPart('linphone')
test.skip(missing !== undefined, missing)

test('baresip puts the caller through to linphone', async ({
  openPage,
  gateway: { kamailio, baresip },
  linphone,
}) => {
  const page = await openPage(serverOf(kamailio.wsPort))
  await dial(page)
  await expectTalking(page)
  await hears(page, 440)
  await baresip.command(`transfer sip:${desk.user}@${domain}`)
  await linphone.rings()
  await expect(page.getByText('You are being put through')).toBeVisible()
  linphone.tell('answer')
  await hears(page, LINPHONE_HZ)
  await sees(page)
  await isHeard(linphone)
  await expect(onHold(page)).toHaveCount(0)
  linphone.tell('terminate')
  await expectEnded(page)
})

test('linphone asks a colleague first, and then puts the caller through to that call', async ({
  openPage,
  gateway: { kamailio },
  linphone,
  other,
}) => {
  const attributes = { ...serverOf(kamailio.wsPort), destinations: destination(desk.user) }
  const page = await openPage(attributes)
  await dial(page)
  const caller = await linphone.rings()
  linphone.tell('answer')
  await expectTalking(page)
  await linphone.does('pause', /is now paused/u)
  await expect(onHold(page)).toBeVisible()
  const call = `call sip:${colleague.user}@${domain}`
  const [, asked = ''] = await linphone.does(call, /assigned id (\d+)/u)
  await other.rings()
  const from = linphone.program.output().length
  other.tell('answer')
  await linphone.program.said(/Call \d+ with sip:5002@.* connected/u, from)
  linphone.tell(`transfer ${caller} --to-call ${asked}`)
  await expect(onHold(page)).toHaveCount(0)
  await isHeard(other)
  await hears(page, LINPHONE_HZ)
  await sees(page)
  other.tell('terminate')
  await expectEnded(page)
})
