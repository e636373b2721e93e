import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { missingPart } from '../kit/machine/peer-packages.ts'
import { startBaresip } from './lib/baresip.ts'
import { expect, onHold, test } from './lib/gateway.ts'
import { colleague } from './lib/kamailio.ts'
import { LINPHONE_HZ } from './lib/linphone.ts'
import { destination, dial, expectEnded, expectTalking, serverOf } from './lib/page.ts'
import { hears, isHeard, sees } from './lib/senses.ts'

const missing = missingPart('rtpengine') ?? missingPart('linphone')
test.skip(missing !== undefined, missing)

test('of two telephones that ring, one is heard before the answer, and whichever answers afterwards', async ({
  openPage,
  gateway: { kamailio, folder },
  other,
}) => {
  const second = await startBaresip(join(folder, 'second'), kamailio, {
    account: colleague,
    media: 'plain',
  })
  await second.command('answermode early')
  const call = async (): Promise<Page> => {
    const page = await openPage({
      ...serverOf(kamailio.wsPort),
      destinations: destination(colleague.user),
    })
    await dial(page)
    await other.rings()
    const announced = page.getByRole('heading', { name: 'You are hearing an announcement' })
    await expect(announced).toBeVisible()
    await hears(page, LINPHONE_HZ)
    return page
  }
  try {
    const first = await call()
    await second.command('accept')
    await expectTalking(first)
    await hears(first, 440)
    await sees(first)
    await isHeard(second)
    await first.getByRole('button', { name: 'Disconnect' }).click()
    await expectEnded(first)
    await expect.poll(() => second.events().join()).toContain('CALL_CLOSED')

    const page = await call()
    const from = other.program.output().length
    other.tell('answer')
    await expectTalking(page)
    await hears(page, LINPHONE_HZ)
    await sees(page)
    await isHeard(other)
    await other.does('pause', /is now paused/u)
    await expect(onHold(page)).toBeVisible()
    other.tell('resume')
    await expect(onHold(page)).toHaveCount(0)
    await hears(page, LINPHONE_HZ)
    await isHeard(other)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expectEnded(page)
    await other.program.said(/Call \d+ with .* ended/u, from)
  } finally {
    await second.stop()
  }
})
