import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { demoPolicy } from '../kit/app/demo-policy.ts'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { expectAccessible } from '../kit/page/axe.ts'
import { resize, type Layout } from '../kit/app/callpoint.ts'
import { expect } from '../kit/centre/centre.ts'
import { takeTurns, type Turns } from '../kit/page/looks.ts'
import { takePicture } from '../kit/page/picture.ts'
import { test } from '../kit/machine/print-server.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { finger } from '../kit/page/touch.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

const SECRETS = { secrets: { store: 'memory' } }
const STAFF = { staff: { pin: '4711' }, site: { kiosk: 'Kiosk 3', store: 'Hamburg' } }

test.describe('the staff page of a kiosk', () => {
  test.use({
    policy: {
      mode: 'kiosk',
      languages: ['en', 'de', 'fi', 'ar'],
      print: { printer: 'Counter' },
      ...SECRETS,
      ...STAFF,
    },
    layout: 'portrait',
  })

  test('technician opens it by five touches and a code, reads the findings, prints the report and leaves @pictures', async ({
    printer,
    openCustomer,
  }) => {
    test.setTimeout(120_000)
    const customer = await openCustomer({ environment: printer.environment })
    const { app, page } = customer
    const hand = await finger(page)
    for (let touch = 0; touch < 5; touch += 1) {
      await hand.session.send('Input.dispatchTouchEvent', {
        type: 'touchStart',
        touchPoints: [{ x: 20, y: 20 }],
      })
      // A finger may rest until its touch is answered: what is shown then must not take it for a click.
      if (touch === 4) await page.waitForTimeout(400)
      await hand.session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    }
    const code = page.getByLabel(textOf('staff.pin'))
    await expect(code).toBeFocused()
    await expectAccessible(page)
    // Field and buttons stand above the keyboard, which came with the touches.
    await expect(page.locator('.keyboard')).toBeVisible()
    await expect
      .poll(async () => {
        const button = await page.getByRole('button', { name: textOf('staff.enter') }).boundingBox()
        const keys = await page.locator('.keyboard').boundingBox()
        return button !== null && keys !== null && button.y + button.height <= keys.y
      })
      .toBe(true)
    await hand.type('1234')
    await hand.tap(page.getByRole('dialog').getByRole('button', { name: textOf('staff.enter') }))
    await expect(page.getByText(textOf('staff.pinWrong'))).toBeVisible()
    await takePicture(page, 'doctor/code-portrait')
    await hand.type('4711')
    await hand.tap(page.getByRole('dialog').getByRole('button', { name: textOf('staff.enter') }))
    const again = page.getByRole('button', { name: textOf('staff.again') })
    await expect(page.getByText('Last looked at')).toBeVisible({ timeout: 20_000 })
    await expect(page.locator('.staff h1')).toBeFocused()
    for (const line of [
      'Contact centre answers',
      'The clock is right',
      'The app is locked',
      'Chat is open',
      'No secret is missing',
      'Call server answers',
      'The log is written',
    ]) {
      await expect(page.locator('.well').getByText(line)).toBeVisible()
    }
    await expect(page.locator('.well')).toContainText('Counter')
    await expect(page.locator('.unknown')).toContainText('development run')
    await expectAccessible(page)
    const text = await page.locator('.staff').innerText()
    expect(text).not.toContain('4711')
    // The visit that ended as the page opened, and the wipe at the start: place by place.
    const wiped = page.locator('.wiped li')
    await expect(wiped.first()).toContainText('Visit 1')
    await expect(wiped.first()).toContainText('Wiped: chat, callback, video call, print jobs, clip')
    await expect(wiped.last()).toContainText('At the start')
    await wiped.last().scrollIntoViewIfNeeded()
    await takePicture(page, 'doctor/wiped-portrait')
    await again.click()
    await expect(page.getByText('Last looked at')).toBeVisible()
    await page.getByRole('button', { name: textOf('staff.print') }).click()
    await expect(page.getByText(textOf('staff.printed')).first()).toBeVisible()
    expect(printer.taken()).toBe(1)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: textOf('attract.invite') })).toBeVisible()
    expect(customer.log()).not.toContain('4711')
    expect(customer.log()).toContain('a wrong staff code')
    // And out of it, which no customer can.
    for (let touch = 0; touch < 5; touch += 1) await page.mouse.click(20, 20)
    await code.fill('4711')
    await page.keyboard.press('Enter')
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
    // The app may be gone before the press is told.
    await page
      .getByRole('button', { name: textOf('staff.leaveKiosk') })
      .click()
      .catch(() => undefined)
    expect(await ended).toBe(0)
  })
})

/** Something to mend, so that it is seen. */
const ILL = {
  call: { server: 'ws://127.0.0.1:2', destinations: [], iceServers: [] },
  certificates: { caFile: '/nowhere/ca.pem' },
}

/** Without a violation, nothing scrolls sideways. */
async function expectGoodLooks(page: Page, layout: Layout, turns: Turns<string>): Promise<void> {
  await expect(page.locator('.mend li').first()).toBeVisible({ timeout: 20_000 })
  for (const theme of turns.of(['light', 'dark'])) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted
    }, theme)
    await takePicture(page, `doctor/page-${layout}-${theme}`)
    await expectAccessible(page)
  }
  const sideways = await page.evaluate(() => {
    const dialog = document.querySelector('dialog.staff')
    return dialog === null ? -1 : dialog.scrollWidth - dialog.clientWidth
  })
  expect(sideways).toBe(0)
}

test.describe('the self-test on a desktop', () => {
  test.use({
    policy: { languages: ['en', 'ar'], ...SECRETS, ...STAFF, staff: { pin: '' }, ...ILL },
    layout: 'terminal',
  })

  test('looks right in both themes, and works by keyboard @pictures', async ({ customer }) => {
    const turns = takeTurns<string>()
    const { app, page } = customer
    const openDoctor = async (): Promise<void> =>
      await app.evaluate(({ Menu }) => {
        Menu.getApplicationMenu()?.getMenuItemById('doctor')?.click()
      })

    await test.step('in English, in the layout terminal', async () => {
      await openDoctor()
      await expectGoodLooks(page, 'terminal', turns)
      const copy = page.getByRole('button', { name: textOf('staff.copy') })
      for (let step = 0; step < 10; step += 1) {
        await page.keyboard.press('Tab')
        if (await copy.evaluate((node) => node === document.activeElement)) break
      }
      await page.keyboard.press('Enter')
      await expect(page.getByText(textOf('staff.copied')).first()).toBeVisible()
      const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
      expect(copied).toContain('certificates.caFile')
      await page.keyboard.press('Escape')
      await expect(page.locator('dialog.staff')).toHaveCount(0)
    })

    await test.step('in Arabic, in the layout compact', async () => {
      await page.getByRole('button', { name: 'العربية' }).click()
      await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
      await resize(customer, 'compact')
      await openDoctor()
      await expectGoodLooks(page, 'compact', turns)
    })
  })
})

test('callpoint --doctor prints the same and sets its exit code', async ({
  guest,
  hand,
  launch,
  display,
}) => {
  const run = async (folder: string, words: string, ...more: readonly string[]) =>
    await startAgain(
      launch,
      [
        ...sandboxArguments(launch.sandbox),
        `--user-data-dir=${join(folder, 'data')}`,
        launch.app,
        `--config=${join(folder, 'policy.json')}`,
        '--doctor',
        ...more,
      ],
      { ...display.environment, LC_ALL: words },
    )
  const fresh = () => privateFolder(launch.user, 'test')
  const [home, illHome, germanHome] = [fresh(), fresh(), fresh()]
  try {
    const policy = join(home, 'policy.json')
    const content = demoPolicy(hand.addresses, { ...SECRETS, ...STAFF })
    writeFileSync(policy, JSON.stringify(content), { mode: 0o600 })
    handOver(launch.user, policy)
    const nowhere = '--config=/nowhere/policy.json'
    const [busy, well, ill, german] = await Promise.all([
      run(guest.home, 'C.UTF-8'),
      run(home, 'C.UTF-8', '--json'),
      run(illHome, 'C.UTF-8', nowhere),
      // Whoever reads it is at the terminal, whatever the customers' languages are.
      run(germanHome, 'de_DE.UTF-8', nowhere),
    ])
    expect(busy).toMatchObject({ code: 1 })
    expect(busy.output).toContain('another contact point is running')
    const report = JSON.parse(well.stdout) as {
      mend: number
      findings: { id: string; verdict: string }[]
    }
    expect(report.mend).toBe(0)
    expect(report.findings).toContainEqual(
      expect.objectContaining({ id: 'centre', verdict: 'well' }),
    )
    expect(report.findings).toContainEqual(
      expect.objectContaining({ id: 'camera', verdict: 'unknown' }),
    )
    expect(well.code).toBe(0)
    expect(ill.code).toBe(1)
    expect(ill.output).toContain('To fix')
    expect(ill.output).toContain('What to do:')
    expect(german.output).toMatch(/^Zu beheben: \d+ Befunde?$/mu)
    expect(german.output).not.toMatch(/What to do|findings?\b/u)
    expect(german.output).toContain(
      'Was zu tun ist: /nowhere/policy.json: ist nicht lesbar: es gibt keine solche Datei (jeder Schlüssel: ',
    )
  } finally {
    for (const folder of [home, illHome, germanHome]) removeFolder(folder)
  }
})
