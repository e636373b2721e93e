import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { saveScreen } from '../kit/machine/screen-picture.ts'
import { expect, test as base } from '../kit/centre/centre.ts'
import { picturesFolder } from '../kit/page/picture.ts'
import { startSessionBus, type SessionBus } from '../kit/machine/session-bus.ts'
import { PANEL, startTrayHost, type TrayHost, type TrayItem } from '../kit/machine/tray-host.ts'

const test = base.extend<{ bus: SessionBus; tray: TrayHost }>({
  bus: async ({ launch, display }, use) => {
    const bus = await startSessionBus(launch, display.environment)
    await use(bus)
    bus.close()
  },
  tray: async ({ launch, bus }, use) => {
    await use(await startTrayHost(launch, bus))
  },
})

test.skip(process.platform !== 'linux', 'the tray of this test is that of Linux')

/** Opaque red, as the dot in the icon is and nothing else in it: alpha, red, green, blue. */
const RED_DOT = /ff d6 28 28/u
const plain = (text: string): string => text.replaceAll(/\s+/gu, ' ')

async function hide(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.hide()
  })
}

async function expectShown(app: ElectronApplication): Promise<void> {
  const isShown = async () =>
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isShown).toBe(true)
}

async function labels(item: TrayItem): Promise<readonly string[]> {
  return (await item.menu()).map(({ label }) => label)
}

test('tray shows unread messages, and its clicks and menu work', async ({
  openCustomer,
  hand,
  bus,
  tray,
  display,
}) => {
  test.setTimeout(120_000)
  const { app, page } = await openCustomer({ environment: bus.environment, layout: 'compact' })
  const look = (name: string): void => {
    if (display.framebuffer === undefined) return
    const folder = join(picturesFolder, 'desktop')
    mkdirSync(folder, { recursive: true })
    saveScreen(display.framebuffer, join(folder, `${name}.png`))
  }
  const item = await tray.item()
  expect(await item.property('Status')).toContain('"Active"')
  expect(await item.property('ToolTip')).toContain('"Callpoint"')
  const icon = async () => plain(await item.property('IconPixmap'))
  expect(await icon()).toMatch(/int32 48 int32 48 array of bytes \[(?: [\da-f]{2})+ \]/u)
  expect(await icon()).not.toMatch(RED_DOT)
  expect(await labels(item)).toEqual([
    'Open',
    'Chat',
    'Call me back',
    'Video call',
    'Quit Callpoint',
  ])

  // The menu speaks as the customer does, and the panel draws it.
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect
    .poll(() => labels(item))
    .toEqual(['Öffnen', 'Chat', 'Rückruf', 'Videoanruf', 'Callpoint beenden'])
  await hide(app)
  await tray.point(PANEL / 3, PANEL / 2)
  const closedMenu = await tray.windows()
  await tray.click('right')
  await expect.poll(() => tray.windows()).toBeGreaterThan(closedMenu)
  look('tray-menu')
  await tray.press('Down', 'Down', 'Return')
  await expectShown(app)
  await expect(page.getByLabel('Ihr Name')).toBeVisible()

  // While the window is away, what the agent writes is counted.
  await page.getByLabel('Ihr Name').fill('Jonas')
  await page.getByRole('radio').first().check({ force: true })
  await page.getByLabel('Wie können wir Ihnen helfen?').fill('Meine Lampe blinkt')
  const consent = page.getByRole('checkbox')
  if ((await consent.count()) > 0) await consent.check({ force: true })
  await page.getByRole('button', { name: 'Chat starten' }).click()
  const session = await hand.session()
  hand.centre.desk.accept(session, hand.agent)
  hand.centre.desk.message(session, hand.agent, 'Guten Tag')
  await expect(page.getByRole('log', { name: 'Unterhaltung' })).toContainText('Guten Tag')
  expect(await item.property('ToolTip')).toContain('"Callpoint"')
  await hide(app)
  hand.centre.desk.message(session, hand.agent, 'Regal sieben')
  hand.centre.desk.message(session, hand.agent, 'Ganz oben')
  await expect
    .poll(() => item.property('ToolTip'))
    .toContain('"Callpoint: 2 ungelesene Nachrichten"')
  await expect.poll(icon).toMatch(RED_DOT)
  look('tray-unread')

  // A click on the symbol opens the window, and then nothing is unread.
  await tray.click('left')
  await expectShown(app)
  await expect.poll(() => item.property('ToolTip')).toContain('"Callpoint"')
  await expect.poll(icon).not.toMatch(RED_DOT)
  await expect(page.getByRole('log', { name: 'Unterhaltung' })).toContainText('Ganz oben')

  // A host that draws the menu itself says by the bus what was chosen.
  const chosen = async (label: string): Promise<void> => {
    const entry = (await item.menu()).find((each) => each.label === label)
    if (entry === undefined) throw new Error(`the menu has no "${label}"`)
    await item.choose(entry)
  }
  await hide(app)
  await chosen('Öffnen')
  await expectShown(app)
  const closed = app.waitForEvent('close')
  await chosen('Callpoint beenden')
  await closed
  await expect.poll(() => tray.count()).toBe(0)
})
