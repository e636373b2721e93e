import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mergeTests } from '@playwright/test'
import { handOver } from '../kit/machine/unprivileged.ts'
import { recordMedia } from '../kit/page/call-page.ts'
import { smallCamera } from '../kit/machine/devices.ts'
import { test as electron } from '../kit/app/electron-app.ts'
import { expect, test as peersTest } from './lib/fixtures.ts'
import { callee, caller, domain } from './lib/kamailio.ts'
import { arrivalIn, pitchIn } from '../kit/page/arrival.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder } from '../kit/machine/folders.ts'

const test = mergeTests(electron, peersTest)
test.use({ appArguments: [...smallCamera], layout: 'terminal' })

test('app calls over wss with digest, only through coturn, sends keys and hangs up', async ({
  open,
  simulator,
  launch,
  peers,
}) => {
  const { kamailio, baresip, coturn } = peers
  const home = privateFolder(launch.user, 'home')
  const caFile = join(home, 'authority.pem')
  writeFileSync(caFile, kamailio.authority)
  handOver(launch.user, home)
  const { page, log, app } = await open({
    simulator,
    policy: {
      certificates: { caFile },
      call: {
        server: `wss://localhost:${kamailio.wssPort}`,
        domain,
        ...caller,
        iceServers: [coturn.urls],
        turnSecret: coturn.secret,
        relayOnly: true,
        destinations: [{ key: 'advice', label: 'Advice', pilotNumber: callee.user }],
      },
    },
  })
  await page.evaluate(recordMedia)
  await page.getByRole('button', { name: 'Video call', exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Your connection is good')).toBeVisible()
  await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(20)
  await expect.poll(async () => (await baresip.received()).videoFrames).toBeGreaterThan(20)
  expect(Math.abs((await pitchIn(page)) - 440)).toBeLessThan(8)
  expect((await arrivalIn(page)).way).toBe('relay')
  await expect.poll(() => baresip.heard()).toBeGreaterThan(0.005)
  const from = baresip.events().length
  await page.getByRole('button', { name: 'Keypad' }).click()
  for (const key of '42') await page.keyboard.press(key)
  const keys = () =>
    baresip
      .events()
      .slice(from)
      .filter((event) => event.includes('DTMF_START'))
  await expect.poll(keys).toEqual(['CALL_DTMF_START 4', 'CALL_DTMF_START 2'])
  await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
  await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
  const closed = () =>
    baresip
      .events()
      .slice(from)
      .some((event) => event.startsWith('CALL_CLOSED'))
  await expect.poll(closed).toBe(true)
  // The camera's own process ends when nobody uses it any more.
  const camera = () =>
    app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().some((metric) => metric.name === 'Video Capture'),
    )
  await expect.poll(camera).toBe(false)
  for (const secret of [caller.password, coturn.secret]) expect(log()).not.toContain(secret)
})
