import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { resize } from '../kit/app/callpoint.ts'
import { expect, log, test as base } from '../kit/centre/centre.ts'
import { endVisit, talking } from '../kit/page/chat.ts'
import { isConnected } from '../../simulator/model/session.ts'
import { takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { startSessionBus, type SessionBus } from '../kit/machine/session-bus.ts'
import { privateFolder } from '../kit/machine/folders.ts'

const test = base.extend<{ bus: SessionBus }>({
  bus: async ({ launch, display }, use) => {
    const bus = await startSessionBus(launch, display.environment)
    await use(bus)
    bus.close()
  },
})

test.skip(process.platform !== 'linux', 'the desktop of this test is that of Linux')

/** Takes the window out of the front, or brings it back, as the system would tell the app. */
async function setFocus(app: ElectronApplication, focused: boolean): Promise<void> {
  await app.evaluate(({ BrowserWindow }, toFront) => {
    const [window] = BrowserWindow.getAllWindows()
    // There is no window manager on a virtual display that would say it.
    window?.emit(toFront ? 'focus' : 'blur')
  }, focused)
}

/** What the app tells the system to write on its symbol, from now on. */
async function watchBadge(app: ElectronApplication): Promise<() => Promise<number | undefined>> {
  await app.evaluate(({ app: electron }) => {
    electron.setBadgeCount = (count = 0) => {
      Reflect.set(globalThis, 'badge', count)
      return true
    }
  })
  return async () =>
    await app.evaluate(() => {
      const badge: unknown = Reflect.get(globalThis, 'badge')
      return typeof badge === 'number' ? badge : undefined
    })
}

test('desktop app follows theme and language, links, notifications and window position', async ({
  openCustomer,
  hand,
  bus,
  launch,
}) => {
  test.setTimeout(120_000)
  const home = privateFolder(launch.user, 'test')
  const config = join(home, 'config')
  // As large as it comes up by itself.
  const again = {
    layout: undefined,
    home,
    environment: { ...bus.environment, XDG_CONFIG_HOME: config },
  }
  const customer = await openCustomer(again)
  const { app, page, userData } = customer

  await test.step("window follows the system's dark theme", async () => {
    const setTheme = async (theme: 'dark' | 'light' | 'system'): Promise<void> =>
      await app.evaluate(({ nativeTheme }, source) => {
        nativeTheme.themeSource = source
      }, theme)
    // Playwright puts a scheme of its own before the system's.
    await page.emulateMedia({ colorScheme: null })
    await setTheme('dark')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await takePicture(page, 'desktop/home-dark')
    await setTheme('light')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await setTheme('system')
  })

  await test.step("menu follows the page's language and sets start at login", async () => {
    const menu = async (id: string) =>
      await app.evaluate(({ Menu }, name) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(name)
        return { label: item?.label, checked: item?.checked }
      }, id)
    expect(await menu('start-at-login')).toEqual({ label: 'Start at login', checked: false })
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await expect
      .poll(async () => (await menu('start-at-login')).label)
      .toBe('Bei der Anmeldung starten')
    const press = async (): Promise<void> =>
      await app.evaluate(({ Menu }) => {
        Menu.getApplicationMenu()?.getMenuItemById('start-at-login')?.click()
      })
    await press()
    const entry = join(config, 'autostart', 'callpoint.desktop')
    await expect.poll(() => existsSync(entry)).toBe(true)
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec="\//mu)
    await press()
    await expect.poll(() => existsSync(entry)).toBe(false)
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })

  await test.step('customer is notified only while the window is in the background', async () => {
    await resize(customer, 'compact')
    const badge = await watchBadge(app)
    await setFocus(app, true)
    const session = await talking(page, hand)
    expect(await bus.displayed()).toBe(0)
    await setFocus(app, false)
    hand.centre.desk.message(session, hand.agent, 'Quittengelee steht im Regal <b>sieben</b>')
    await expect.poll(() => bus.notified()).toContain('Quittengelee steht im Regal sieben')
    expect(bus.notified()).toMatch(/has written/u)
    await expect.poll(badge).toBe(1)
    hand.centre.desk.message(session, hand.agent, 'Noch etwas')
    await expect.poll(badge).toBe(2)
    await expect.poll(() => bus.displayed()).toBe(1)
    expect(customer.log()).not.toContain('Quittengelee')

    // A click brings the chat to the front.
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    await bus.click()
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()),
      )
      .toBe(true)
    await expect.poll(() => bus.displayed()).toBe(0)
    await setFocus(app, true)
    await expect.poll(badge).toBe(0)
    await expect(log(page)).toContainText('Noch etwas')
    await endVisit(page)
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })

  await test.step('link fills in a screen and sends nothing', async () => {
    const sessions = hand.centre.sessions.list().length
    const second = async (address: string) =>
      await startAgain(
        launch,
        [
          ...sandboxArguments(launch.sandbox),
          `--user-data-dir=${userData}`,
          launch.app,
          `--config=${join(home, 'policy.json')}`,
          '--',
          address,
        ],
        bus.environment,
      )
    expect((await second('callpoint://chat?topic=Sales')).code).toBe(0)
    await expect(page.getByLabel(textOf('chat.before.name'))).toBeVisible()
    await expect(page.getByRole('radio').nth(1)).toBeChecked()
    await takePicture(page, 'desktop/link-chat')
    expect(hand.centre.sessions.list()).toHaveLength(sessions)
    await second('callpoint://callback')
    await expect(page.getByLabel(textOf('callback.number.label'))).toBeVisible()
    await second('callpoint://chat?topic=%22%3E%3Cscript%3E&send=now')
    await expect.poll(() => customer.log()).toContain('a link was refused')
    expect(customer.log()).not.toContain('<script')
    // macOS hands links over by an event of its own.
    await app.evaluate(({ app: electron }) => {
      electron.emit('open-url', { preventDefault: () => undefined }, 'callpoint://chat')
    })
    await expect(page.getByLabel(textOf('chat.before.name'))).toBeVisible()
    await page.reload()
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })

  await test.step('during a chat, a link explains why nothing opens, and closing asks', async () => {
    const session = await talking(page, hand)
    await app.evaluate(({ app: electron }) => {
      electron.emit('open-url', { preventDefault: () => undefined }, 'callpoint://callback')
    })
    await expect(page.getByText(textOf('app.linkInChat')).first()).toBeVisible()
    await takePicture(page, 'desktop/link-in-chat')
    const asked = await app.evaluateHandle(({ dialog }) => {
      const questions: string[] = []
      dialog.showMessageBox = (_window: unknown, options?: Electron.MessageBoxOptions) => {
        questions.push(options?.message ?? '')
        return Promise.resolve({ response: options?.cancelId ?? 0, checkboxChecked: false })
      }
      return questions
    })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await expect.poll(() => asked.jsonValue()).toEqual(['You are still talking to us'])
    expect(isConnected(session)).toBe(true)
    await endVisit(page)
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })

  await test.step('window remembers its position', async () => {
    const moved = { x: 300, y: 200, width: 500, height: 800 }
    await app.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds)
    }, moved)
    await expect
      .poll(() => {
        const file = join(userData, 'device.json')
        return existsSync(file) ? readFileSync(file, 'utf8') : ''
      })
      .toContain('"height": 800')
    // Who quits has left: the agent is told, and nothing is taken up at the next start.
    const session = await talking(page, hand)
    await customer.close()
    await hand.centre.until(() => !isConnected(session))
    const next = await openCustomer(again)
    await expect(
      next.page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
    const bounds = await next.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    )
    expect(bounds).toEqual(moved)
  })
})
