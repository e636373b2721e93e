import type { Page } from '@playwright/test'
import { laidOver } from '../kit/app/demo-policy.ts'
import { expect, HOUSE, test, type HandCentre } from '../kit/centre/centre.ts'
import { takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'
import { keptJudge } from '../campaigns/lib/zone-judge.ts'

test.use({ layout: 'terminal' })

const spans = ['09:00-17:00']
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const hours = Object.fromEntries(days.map((day) => [day, spans]))
const inZone = (zone: string) => laidOver(HOUSE, { zone, hours, callback: { leadMinutes: 0 } })

async function openCallback(page: Page): Promise<void> {
  await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Tomorrow from nine to eleven, by the clocks of the screen. */
async function request(page: Page): Promise<void> {
  await page.getByLabel('Topic').getByRole('radio').first().check({ force: true })
  await page.getByRole('radio', { name: textOf('callback.when.tomorrow') }).check({ force: true })
  await page.getByRole('radio', { name: '9:00–11:00' }).check({ force: true })
  await page.getByLabel(textOf('callback.number.label')).fill('0170 5550142')
  await page.getByLabel(textOf('callback.who.name')).fill('Zoë')
  await page.getByRole('checkbox').check({ force: true })
}

/** What left: the first time as it stood on the wire, and the zone that the agent was told. */
function sent({ centre }: HandCentre) {
  const bodies = centre.journal.list().filter(({ route }) => route === 'callbacks.create')
  const zones = centre.callbacks
    .list()
    .map(({ contactData }) => contactData.find(({ key }) => key === 'Time Zone')?.value)
  return {
    start: bodies.map(({ body }) => Reflect.get(Object(body), 'firstAttemptStartTime') as unknown),
    zones,
  }
}

/** Tomorrow at nine in a zone, in UTC to the minute, by zdump. */
function tomorrowAtNine(zone: string): string {
  const judge = keptJudge()
  const today = new Date(Date.now() + judge.offsetAt(zone, Date.now())).toISOString().slice(0, 10)
  const nine = Date.parse(`${today}T09:00:00Z`) + 86_400_000
  return new Date(nine - judge.offsetAt(zone, nine)).toISOString().slice(0, 16)
}

for (const zone of ['America/Vancouver', 'America/Coyhaique']) {
  test(`nine o\u2019clock in ${zone} leaves as it is there, whatever the runtime believes`, async ({
    openCustomer,
    hand,
  }) => {
    const { page } = await openCustomer({ environment: { TZ: zone }, policy: inZone(zone) })
    await openCallback(page)
    // One zone: nothing is said about it.
    await expect(page.locator('p.zone')).toHaveCount(0)
    await request(page)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
    await expect(page.locator('dl')).toContainText('9:00–11:00')
    expect(sent(hand)).toEqual({ start: [tomorrowAtNine(zone)], zones: [zone] })
  })
}

test('customer at a machine whose zone nobody knows is told that times are the team\u2019s', async ({
  openCustomer,
  hand,
}) => {
  const policy = inZone('America/Vancouver')
  const { page, log } = await openCustomer({ environment: { TZ: 'Etc/Unknown' }, policy })
  await openCallback(page)
  await expect(page.locator('p.zone')).toContainText(/our team\u2019s time zone, .+: this device/u)
  await request(page)
  await takePicture(page, 'callback/zone-unknown-terminal')
  await page.getByRole('button', { name: textOf('callback.send') }).click()
  await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
  await expect(page.locator('dl')).toContainText(textOf('callback.slip.zone'))
  await takePicture(page, 'callback/done-zone-unknown-terminal')
  expect(sent(hand)).toEqual({
    start: [tomorrowAtNine('America/Vancouver')],
    zones: ['America/Vancouver'],
  })
  expect(log()).toContain('until then America/Vancouver counts')
})

test('a policy zone that nobody knows gives way to the machine\u2019s, and the customer is told', async ({
  openCustomer,
  hand,
}) => {
  const policy = inZone('America/Vancuver')
  const { page, log } = await openCustomer({ environment: { TZ: 'America/Vancouver' }, policy })
  await openCallback(page)
  await expect(page.locator('p.zone')).toContainText(/own time zone is not known here/u)
  await request(page)
  await page.getByRole('button', { name: textOf('callback.send') }).click()
  await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
  expect(sent(hand).start).toEqual([tomorrowAtNine('America/Vancouver')])
  expect(log()).toContain('did you mean \\"America/Vancouver\\"?')
})
