import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type { Callpoint } from '../kit/app/callpoint.ts'
import { layouts } from '../kit/app/callpoint.ts'
import { expect, log as transcript, test } from '../kit/centre/centre.ts'
import { startKioskChat } from '../kit/page/chat.ts'
import { goAhead } from '../kit/clock/main-clock.ts'
import { takePicture } from '../kit/page/picture.ts'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { canHaveServiceManager, startServiceManager } from '../kit/machine/service-manager.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder } from '../kit/machine/folders.ts'

const kiosk = {
  mode: 'kiosk',
  secrets: { store: 'key-file' },
  languages: ['en', 'de', 'fi', 'ar'],
  contact: { phoneNumber: '040 5550 0142' },
}
/** With a graphics process, which can fail. */
const graphic = { ...kiosk, watchdog: { rendering: 'auto' } }
const SAFE = 'app://callpoint/safe.html'
/** What a crash may cost the customer, in milliseconds: told here, judged by `npm run campaign -- kill`. */
const MOST_MS = 10_000

/** Playwright gives a page up for good when its process has died: main asks the page that is there now. */
async function shown(app: ElectronApplication): Promise<string> {
  return await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || contents.isCrashed() || contents.isLoading()) return ''
    // A page that hangs, and is killed for it, never answers: the next one is asked.
    const late = new Promise((resolve) => setTimeout(resolve, 2000, ''))
    const asked = contents.executeJavaScript('document.body.innerText')
    const text: unknown = await Promise.race([asked, late])
    return String(text)
  })
}

async function address(app: ElectronApplication): Promise<string | undefined> {
  return await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  )
}

async function pidOf(app: ElectronApplication, type: string): Promise<number> {
  const pid = await app.evaluate(({ app: electron }, wanted) => {
    const metrics = electron.getAppMetrics()
    return metrics.find(({ type: each, serviceName }) => (serviceName ?? each) === wanted)?.pid
  }, type)
  if (pid === undefined) throw new Error(`there is no process ${type}`)
  return pid
}

async function gone(app: ElectronApplication): Promise<number | null> {
  const child = app.process()
  if (child.exitCode !== null) return child.exitCode
  return await new Promise((resolve) => child.once('exit', resolve))
}

function device({ userData }: Callpoint): Record<string, unknown> {
  const file = join(userData, 'device.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

test.describe('crashed processes return, and the customer stays in the conversation', () => {
  test.use({ policy: graphic, layout: 'terminal' })

  test('hanging page, killed page, network service, GPU process', async ({ customer, hand }) => {
    test.setTimeout(120_000)
    const { app, page, log: written } = customer
    const { centre, agent } = hand
    await startKioskChat(page)
    const chat = await hand.session()
    centre.desk.accept(chat, agent)
    centre.desk.message(chat, agent, 'Hello Jonas')
    await expect(transcript(page)).toContainText('Hello Jonas')

    const strikes = [
      ['a page that hangs', 'it does not answer'],
      ['renderer', 'the page has failed'],
      ['network.mojom.NetworkService', 'child process gone'],
      ['GPU', 'child process gone'],
    ] as const
    for (const [place, [victim, line]] of strikes.entries()) {
      const before = written().split(line).length
      const begun = Date.now()
      if (victim === 'a page that hangs') {
        await app.evaluate(({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          void contents?.executeJavaScript('for (;;);').catch(() => undefined)
        })
      } else if (victim === 'renderer') {
        const pid = await app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
        )
        process.kill(pid ?? 0, 'SIGKILL')
      } else process.kill(await pidOf(app, victim), 'SIGKILL')
      await expect.poll(() => written().split(line).length).toBeGreaterThan(before)
      centre.desk.message(chat, agent, `answer ${place}`)
      await expect
        .poll(() => shown(app), { intervals: [50], timeout: 30_000 })
        .toContain(`answer ${place}`)
      const ms = Date.now() - begun
      console.log(`  ${victim}: back after ${ms} ms${ms > MOST_MS ? ', too late' : ''}`)
      expect(await shown(app)).toContain('Hello Jonas')
    }
    expect(chat.state).toBe('active')
    expect(centre.sessions.list()).toHaveLength(1)
  })
})

test.describe('the safe screen', () => {
  test.use({ policy: { ...kiosk, watchdog: { hangSeconds: 120 } }, layout: 'portrait' })

  test('appears after repeated crashes, without scripts; a touch brings the page back', async ({
    callpoint,
  }) => {
    const { app, page, log: written } = callpoint
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    // As the four layouts show it.
    const session = await page.context().newCDPSession(page)
    await page.goto(SAFE)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Wir sind gleich wieder da')
    expect(await page.locator('script').count()).toBe(0)
    for (const [name, size] of Object.entries(layouts)) {
      const metrics = { ...size, deviceScaleFactor: 1, mobile: false }
      await session.send('Emulation.setDeviceMetricsOverride', metrics)
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size.width)
      // So small a window is a desktop's.
      const mode = name === 'compact' ? 'desktop' : 'kiosk'
      const fits = await page.evaluate((wanted) => {
        const root = document.documentElement
        root.dataset['mode'] = wanted
        return root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight
      }, mode)
      await takePicture(page, `watchdog/safe-${name}`)
      expect(fits, name).toBe(true)
    }
    await session.send('Emulation.clearDeviceMetricsOverride')
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(layouts.portrait.width)
    const box = await page.getByRole('link').boundingBox()
    if (!box) throw new Error('there is no button')
    const button = { x: Math.round(box.x + 40), y: Math.round(box.y + 30) }
    await page.goto('app://callpoint/index.html')

    await app.evaluate(async ({ BrowserWindow }, safe) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      // A crash while the page is still being taken down is none: there may be more of them than count.
      for (let crash = 0; crash < 10 && contents && contents.getURL() !== safe; crash += 1) {
        await new Promise<void>((resolve) => {
          contents.once('did-finish-load', () => resolve())
          contents.forcefullyCrashRenderer()
        })
      }
    }, SAFE)
    await expect.poll(() => address(app)).toBe(SAFE)
    expect(written()).toContain('the safe screen is shown')
    await expect(shown(app), 'not even ours runs a script there').rejects.toThrow('Script failed')
    await app.evaluate(({ BrowserWindow }, { x, y }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const at = { x, y, button: 'left', clickCount: 1 } as const
      contents?.sendInputEvent({ type: 'mouseDown', ...at })
      contents?.sendInputEvent({ type: 'mouseUp', ...at })
    }, button)
    await expect.poll(() => address(app)).not.toBe(SAFE)
    await expect.poll(() => shown(app)).toContain('Chat')
  })
})

test.describe('a failing graphics processor', () => {
  test.use({ policy: graphic, layout: 'terminal' })

  test('app restarts without it, and remembers', async ({ callpoint, open, simulator }) => {
    const { app, home, log: written } = callpoint
    let last = 0
    for (let kill = 0; kill < 3; kill += 1) {
      await expect.poll(() => pidOf(app, 'GPU').catch(() => last)).not.toBe(last)
      last = await pidOf(app, 'GPU')
      process.kill(last, 'SIGKILL')
    }
    await gone(app)
    expect(written()).toContain('the GPU keeps failing')
    expect(device(callpoint)).toMatchObject({ rendering: { softwareSince: expect.any(Number) } })
    // It has come back by itself: another main process in the session of the first.
    await expect.poll(() => written().split('"message":"ready"').length).toBe(3)
    // By the app's own word: without a graphics processor Chromium's command lines are the same either way.
    const modes = written().matchAll(/"mode":"(\w+)","message":"rendering"/gu)
    expect([...modes].map(([, mode]) => mode)).toEqual(['hardware', 'software'])
    await callpoint.kill()
    const next = await open({ simulator, home })
    const isUsed = await next.app.evaluate(({ app: electron }) =>
      Reflect.apply(
        Reflect.get(electron, 'isHardwareAccelerationEnabled') ?? (() => null),
        electron,
        [],
      ),
    )
    // Older versions of Electron do not tell.
    expect([false, null]).toContain(isUsed)
  })
})

test.describe('under a service manager', () => {
  test.use({ policy: { ...kiosk, watchdog: { memoryMegabytes: 64 } }, layout: 'terminal' })
  test.skip(!canHaveServiceManager(), 'systemd-notify or python3 is not there')

  test('app reports ready and alive until main hangs, and keeps its memory budget after the visit', async ({
    open,
    simulator,
  }) => {
    const manager = await startServiceManager()
    try {
      const {
        app,
        page,
        log: written,
      } = await open({
        simulator,
        environment: { NOTIFY_SOCKET: manager.socket, WATCHDOG_USEC: '1000000' },
      })
      const beats = (): number => manager.heard.filter((word) => word === 'WATCHDOG=1').length
      await manager.until((heard) => heard.includes('READY=1') && beats() >= 2)
      await page.getByRole('button', { name: textOf('attract.invite') }).click()
      await manager.until((heard) => heard.includes('STATUS=with a customer'))
      // Main hangs for three times as long as the manager waits: nothing is heard.
      const before = beats()
      const counted = await app.evaluate(() => {
        const until = Date.now() + 3000
        while (Date.now() < until);
        return true
      })
      expect(counted).toBe(true)
      expect(beats() - before).toBeLessThanOrEqual(1)
      expect(written()).not.toContain('over the memory budget')
      await page.getByRole('button', { name: textOf('home.finish') }).click()
      // The page first, then the app, with a code that asks the manager for it.
      expect(await gone(app)).toBe(75)
      expect(written()).toContain('over the memory budget: the page is loaded anew')
      expect(written()).toContain('over the memory budget: starting again')
      await manager.until((heard) => heard.at(-1) === 'STOPPING=1')
    } finally {
      manager.close()
    }
  })

  test.describe('nightly restart', () => {
    test.use({ policy: kiosk })

    test('app restarts when idle', async ({ open, simulator }) => {
      const {
        app,
        page,
        log: written,
      } = await open({
        simulator,
        environment: { NOTIFY_SOCKET: '/nowhere' },
      })
      await page.getByRole('button', { name: textOf('attract.invite') }).click()
      await expect(page.getByRole('button', { name: textOf('home.finish') })).toBeVisible()
      // A day passes, with the customer still there; the machine wakes and looks at its clock.
      const sleep = (): Promise<void> =>
        app.evaluate(({ powerMonitor }) => {
          const now = Date.now
          Date.now = () => now() + 24 * 3_600_000
          powerMonitor.emit('resume')
        })
      await sleep()
      expect(written()).not.toContain('nightly restart')
      await page.getByRole('button', { name: textOf('home.finish') }).click()
      expect(await gone(app)).toBe(75)
      expect(written()).toContain('nightly restart')
    })
  })
})

test.describe('a visit that cannot be wiped', () => {
  test.use({ policy: kiosk, layout: 'terminal' })

  test('no visit starts, and the app restarts', async ({ open, simulator }) => {
    const customer = await open({
      simulator,
      heldClock: true,
      environment: { NOTIFY_SOCKET: '/nowhere' },
    })
    const { app, page, log: written } = customer
    await page.getByRole('button', { name: textOf('attract.invite') }).click()
    await expect(page.getByRole('button', { name: textOf('home.finish') })).toBeVisible()
    // Chromium never answers.
    await app.evaluate(({ session }) => {
      Reflect.set(session.defaultSession, 'clearAuthCache', async () => {
        await new Promise(() => undefined)
      })
    })
    await page.getByRole('button', { name: textOf('home.finish') }).click()
    const invitation = page.getByRole('button', { name: textOf('attract.invite') })
    await invitation.click()
    await expect.poll(() => written()).toContain('visit ends')
    await expect(invitation).toBeVisible()
    expect(written().match(/"visit begins"/gu)).toHaveLength(1)
    const ended = gone(app)
    await goAhead(customer, 10_000).catch(() => undefined)
    expect(await ended).toBe(75)
    expect(written()).toMatch(/"late":\["passwords"\],"message":"wipe incomplete"/u)
    expect(written()).toContain('"why":"a visit could not be wiped"')
    expect(written().match(/"visit begins"/gu)).toHaveLength(1)
  })
})

test.describe('a failed start', () => {
  test.use({ policy: { ...kiosk, languages: ['de', 'en', 'fi', 'ar'] }, layout: 'terminal' })

  /** Main's steady clock is ahead from now on: the pause after a failed start is over. */
  async function later(app: ElectronApplication): Promise<void> {
    await app.evaluate(() => {
      const ticks = process.hrtime.bigint.bind(process.hrtime)
      process.hrtime.bigint = () => ticks() + 60_000_000_000n
    })
  }

  test('shows the safe screen and a reason, then the app once it can start', async ({
    open,
    simulator,
    launch,
  }) => {
    const home = privateFolder(launch.user, 'test')
    const data = join(home, 'data')
    mkdirSync(data)
    chmodSync(data, 0o555)
    const failed = await open({ simulator, home, awaitReady: false })
    const { app, page, log: written, output } = failed
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Wir sind gleich wieder da')
    await expect(page.getByText('040 5550 0142').first()).toBeVisible()
    expect(page.url()).toBe(SAFE)
    expect(
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk()),
    ).toBe(true)
    await takePicture(page, 'watchdog/failed-start')
    expect(output()).toContain('callpoint: the safe screen is shown')

    const again = page.getByRole('link', { name: 'Noch einmal versuchen' })
    await later(app)
    await again.click()
    await expect.poll(output).toContain('the start is still blocked')
    expect(page.url()).toBe(SAFE)
    chmodSync(data, 0o700)
    await later(app)
    await again.click()
    expect(await gone(app)).toBe(0)
    await expect.poll(written).toContain('"message":"ready"')
    await expect.poll(() => device(failed)).not.toHaveProperty('failedStarts')
    // It has come back by itself, in the session of the first.
    await failed.kill()
  })

  test('read-only user data under a service manager', async ({
    open,
    simulator,
    launch,
    display,
  }) => {
    test.skip(!canHaveServiceManager(), 'systemd-notify or python3 is not there')
    const home = privateFolder(launch.user, 'test')
    const data = join(home, 'data')
    mkdirSync(data)
    chmodSync(data, 0o555)
    const manager = await startServiceManager()
    try {
      const { app, page } = await open({
        simulator,
        home,
        awaitReady: false,
        environment: { NOTIFY_SOCKET: manager.socket },
      })
      await expect(page.getByText('040 5550 0142').first()).toBeVisible()
      // What is printed and leaves has no screen to show.
      const { code, output } = await startAgain(
        launch,
        [...sandboxArguments(launch.sandbox), `--user-data-dir=${data}`, launch.app, '--doctor'],
        display.environment,
      )
      expect(output).toContain(`callpoint: could not start: nothing can be kept in ${data}: EACCES`)
      expect(code).toBe(1)
      await manager.until((heard) => heard.includes('STATUS=could not start: safe screen'))
      expect(manager.heard).toContain('READY=1')
      chmodSync(data, 0o700)
      await later(app)
      await page.getByRole('link').click()
      expect(await gone(app), 'the manager is asked for another start').toBe(75)
    } finally {
      chmodSync(data, 0o700)
      manager.close()
    }
  })

  test('a page with a missing file', async ({ open, simulator, launch }) => {
    const home = privateFolder(launch.user, 'test')
    const folder = join(home, 'app')
    mkdirSync(folder)
    cpSync(join(launch.app, 'package.json'), join(folder, 'package.json'))
    cpSync(join(launch.app, 'out'), join(folder, 'out'), { recursive: true })
    rmSync(join(folder, 'out', 'renderer', 'index.html'))
    handOver(launch.user, folder)
    const broken = await open({
      simulator,
      home,
      launch: { ...launch, app: folder },
      awaitReady: false,
    })
    await expect.poll(() => address(broken.app)).toBe(SAFE)
    expect(broken.log()).toContain('the app is not whole')
    expect(broken.log()).toContain('"file":"index.html"')
    // A kiosk tries again by itself, perhaps just when it is asked to close.
    await broken.kill()
  })
})
