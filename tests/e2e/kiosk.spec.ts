import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { pageHands, wordOf } from '../campaigns/lib/page-hands.ts'
import { openXDisplay } from '../campaigns/lib/x-display.ts'
import type { Callpoint } from '../support/callpoint.ts'
import { expect, log, test } from '../support/centre.ts'
import { takePicture } from '../support/picture.ts'
import { finger, type Finger } from '../support/touch.ts'

const kiosk = { mode: 'kiosk', languages: ['en', 'de', 'fi', 'ar'] }

const keyboardOf = (page: Page): Locator => page.locator('.keyboard')

async function toFirstQuestion(page: Page, hand: Finger): Promise<void> {
  await hand.tap(page.getByRole('button', { name: 'Touch to talk to us' }))
  await hand.tap(page.getByRole('button', { name: 'Chat', exact: true }))
  await expect(page.getByLabel('Your name')).toBeFocused()
  await expect(keyboardOf(page)).toBeVisible()
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Whether the app holds off the sleep of the display. */
async function isKeptAwake({ app }: Callpoint): Promise<boolean> {
  return await app.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 8 }, (_, id) => powerSaveBlocker.isStarted(id)).includes(true),
  )
}

/** The whole field is in sight, above the keyboard. */
async function expectUncovered(page: Page, field: Locator): Promise<void> {
  await expect
    .poll(async () => {
      const [box, keys] = [await field.boundingBox(), await keyboardOf(page).boundingBox()]
      return box !== null && keys !== null && box.y >= 0 && box.y + box.height <= keys.y
    })
    .toBe(true)
}

test.describe('a kiosk in portrait, by touch alone', () => {
  test.use({ policy: kiosk, layout: 'portrait' })

  test('Attract, Home, the form, and a chat, every word on the on-screen keyboard', async ({
    guest,
    hand: contact,
  }) => {
    test.setTimeout(120_000)
    const { page } = guest
    const hand = await finger(page)
    await toFirstQuestion(page, hand)
    const name = page.getByLabel('Your name')
    await expectUncovered(page, name)
    await takePicture(page, 'kiosk/keyboard-name-portrait')
    await hand.type('Jonas Weber')
    await expect(name).toHaveValue('Jonas Weber')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await hand.tap(
      page
        .locator('label')
        .filter({ has: page.getByRole('radio') })
        .first(),
    )
    // Where nothing is written there is no keyboard.
    await expect(keyboardOf(page)).toHaveCount(0)
    await hand.tap(page.getByRole('button', { name: 'Continue' }))
    const question = page.getByLabel('How can we help you?')
    await expect(question).toBeFocused()
    await hand.type('The left light blinks. Why?')
    await expect(question).toHaveValue('The left light blinks. Why?')
    await expectUncovered(page, question)
    await takePicture(page, 'kiosk/keyboard-message-portrait')
    await hand.tap(page.getByRole('button', { name: 'Continue' }))
    await hand.tap(
      page
        .locator('label')
        .filter({ has: page.getByRole('checkbox') })
        .first(),
    )
    await hand.tap(page.getByRole('button', { name: 'Start chat' }))
    const session = await contact.session()
    expect(session.request).toMatchObject({
      customerName: 'Jonas Weber',
      caption: 'The left light blinks. Why?',
    })
    const { centre, agent } = contact
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello Jonas')
    await expect(log(page)).toContainText('Hello Jonas')
    // The conversation is read first: the keyboard comes when the field is touched.
    await expect(keyboardOf(page)).toHaveCount(0)
    const message = page.getByLabel('Message', { exact: true })
    await hand.tap(message)
    await hand.type('since 8 am')
    await expectUncovered(page, message)
    await takePicture(page, 'kiosk/keyboard-chat-portrait')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await centre.until(() => session.contents.some(({ text }) => text === 'since 8 am'))
    await expect(message).toHaveValue('')
    await expect(message).toBeFocused()
    await hand.type('Bye')
    await hand.tap(page.locator('form').getByRole('button', { name: 'Send' }))
    await centre.until(() => session.contents.some(({ text }) => text === 'Bye'))
    await expect(keyboardOf(page)).toBeVisible()
    // A call is asked for: a modal dialog, with the digits of a telephone.
    centre.desk.makeCall(session, agent)
    const number = page.getByRole('dialog').locator('input[type=tel]')
    await hand.tap(number)
    await expect(keyboardOf(page).locator('.key')).toHaveCount(16)
    await number.fill('')
    await hand.type('+49305')
    await expect(number).toHaveValue('+49 30 5')
    await expectUncovered(page, number)
    await takePicture(page, 'kiosk/keyboard-number-portrait')
    await hand.tap(keyboardOf(page).locator('.hide'))
    await expect(keyboardOf(page)).toHaveCount(0)
  })

  test('real keys, the caret, shift, delete, signs and accents in one field', async ({ guest }) => {
    const { page } = guest
    const hand = await finger(page)
    await toFirstQuestion(page, hand)
    const name = page.getByLabel('Your name')
    const keys = keyboardOf(page)
    await hand.type('Jn')
    await page.keyboard.press('ArrowLeft')
    await hand.type('o')
    await page.keyboard.type('ha')
    await expect(name).toHaveValue('Johan')
    await expect(keys).toBeVisible()
    await page.keyboard.press('End')
    await hand.type('na')
    await expect(name).toHaveValue('Johanna')
    // Shift twice locks.
    await hand.tap(keys.locator('.shift'))
    await hand.tap(keys.locator('.shift'))
    await expect(keys.getByRole('button', { name: 'Capital letters, locked' })).toBeVisible()
    await hand.tap(keys.getByRole('button', { name: 'X', exact: true }))
    await hand.tap(keys.getByRole('button', { name: 'Y', exact: true }))
    await expect(name).toHaveValue('JohannaXY')
    await hand.tap(keys.locator('.symbols'))
    await hand.tap(keys.locator('.accents'))
    await takePicture(page, 'kiosk/keyboard-accents-portrait')
    await hand.tap(keys.getByRole('button', { name: 'é', exact: true }))
    await hand.tap(keys.locator('.letters'))
    await hand.tap(keys.locator('.symbols'))
    await takePicture(page, 'kiosk/keyboard-signs-portrait')
    await hand.tap(keys.getByRole('button', { name: '€', exact: true }))
    await expect(name).toHaveValue('JohannaXYé€')
    await hand.tap(keys.locator('.backspace'))
    await expect(name).toHaveValue('JohannaXYé')
    // Held down it goes on until nothing is left.
    await hand.hold(keys.locator('.backspace'), 2000)
    await expect(name).toHaveValue('')
    await expect(name).toBeFocused()
    // Keys are buttons, large enough, and not where Tab leads.
    for (const key of await keys.getByRole('button').all()) {
      const box = await key.boundingBox()
      expect(box?.height).toBeGreaterThanOrEqual(72)
      await expect(key).toHaveAttribute('tabindex', '-1')
    }
    await page.keyboard.press('Tab')
    await expect(name).not.toBeFocused()
    await expect(keys).toHaveCount(0)
  })

  test('the form in Arabic', async ({ guest }) => {
    const { page } = guest
    const hand = await finger(page)
    await hand.tap(page.getByRole('button', { name: 'العربية' }))
    await hand.tap(page.getByRole('button', { name: 'دردشة' }).first())
    const name = page.locator('form input').first()
    await expect(name).toBeFocused()
    await hand.type('سمير')
    await expect(name).toHaveValue('سمير')
    await expect(name).toHaveCSS('direction', 'rtl')
    await takePicture(page, 'kiosk/keyboard-arabic-portrait')
    await hand.tap(keyboardOf(page).locator('.language'))
    await hand.type(' Sam')
    await expect(name).toHaveValue('سمير Sam')
  })
})

test.describe('the idle end of a visit', () => {
  test.use({
    policy: { ...kiosk, visit: { idleSeconds: 15, warningSeconds: 10 } },
    layout: 'portrait',
  })

  test('warning, one more chance, then nothing is left of the customer', async ({ customer }) => {
    test.setTimeout(150_000)
    const { page, userData } = customer
    const hand = await finger(page)
    await toFirstQuestion(page, hand)
    const name = page.getByLabel('Your name')
    await hand.type('Xaverina')
    // What a customer, or a page of ours, could leave behind in Chromium.
    await customer.app.evaluate(async ({ BrowserWindow, clipboard, session }) => {
      await clipboard.writeText('Xaverina')
      const cookie = { url: 'https://callpoint.invalid', name: 'left', value: 'Xaverina' }
      await session.defaultSession.cookies.set(cookie)
      await session.fromPartition('callpoint-viewer').cookies.set(cookie)
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.3)
    })
    await page.evaluate(() => {
      localStorage.setItem('left', 'Xaverina')
    })
    const warning = page.getByRole('alertdialog', { name: 'Are you still there?' })
    await warning.waitFor({ timeout: 30_000 })
    await expect(keyboardOf(page)).toHaveCount(0)
    await takePicture(page, 'kiosk/idle-warning-portrait')
    await hand.tap(page.getByRole('button', { name: "I'm still here" }))
    await expect(warning).toHaveCount(0)
    await expect(name).toHaveValue('Xaverina')
    await warning.waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Touch to talk to us' }).waitFor({ timeout: 30_000 })
    await expect(keyboardOf(page)).toHaveCount(0)
    const left = await page.evaluate(async () => {
      const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
      return JSON.stringify([
        document.documentElement.outerHTML,
        fields.map(({ value }) => value),
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        (await indexedDB.databases()).length,
        (await caches.keys()).length,
      ])
    })
    expect(left).not.toContain('Xaverina')
    await expect.poll(() => customer.log()).toContain('"message":"wiped"')
    const inMain = await customer.app.evaluate(async ({ BrowserWindow, clipboard, session }) => ({
      clipboard: clipboard.readText(),
      cookies: [
        ...(await session.defaultSession.cookies.get({})),
        ...(await session.fromPartition('callpoint-viewer').cookies.get({})),
      ],
      zoom: BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor(),
    }))
    expect(inMain).toEqual({ clipboard: '', cookies: [], zoom: 1 })
    expect(customer.log()).not.toContain('Xaverina')
    expect(filesWith(userData, 'Xaverina')).toEqual([])
    // The next customer begins with an empty form, and their language.
    await toFirstQuestion(page, hand)
    await expect(name).toHaveValue('')
  })
})

test.describe('the idle end knows the conversation', () => {
  test.use({
    policy: {
      ...kiosk,
      chat: { askConsent: false },
      visit: { idleSeconds: 15, warningSeconds: 10, waitingIdleSeconds: 30 },
    },
    layout: 'terminal',
  })

  test('waiting has more patience, an agent who types has all of it', async ({
    customer: { app, page },
    hand: { centre, session, agent },
  }) => {
    test.setTimeout(180_000)
    const warning = page.getByRole('alertdialog', { name: 'Are you still there?' })
    // By the page's own clock, in milliseconds.
    await page.evaluate(() => {
      const shown: number[] = []
      Reflect.set(window, 'warnedAt', shown)
      new MutationObserver(() => {
        if (document.querySelector('[role=alertdialog]')) shown.push(performance.now())
      }).observe(document.body, { childList: true, subtree: true })
    })
    const warnedAt = async (): Promise<number | undefined> =>
      await page.evaluate(() => {
        const shown: unknown = Reflect.get(window, 'warnedAt')
        return Array.isArray(shown) ? shown.map(Number)[0] : undefined
      })
    const hands = pageHands(app)
    const word = wordOf('Wartende', 1)
    await hands.begin()
    await hands.form(word)
    await hands.chat(word)
    const chat = await session()
    const waiting = await page.evaluate(() => performance.now())
    await warning.waitFor({ timeout: 60_000 })
    // Browsing it would have come after 15 s.
    expect(Number(await warnedAt()) - waiting).toBeGreaterThan(25_000)

    centre.desk.accept(chat, agent)
    centre.desk.typing(chat, agent, true)
    // Who begins to write to the customer takes the question back.
    await expect(warning).toHaveCount(0)
    const typing = performance.now()
    await expect
      .poll(
        async () => {
          centre.desk.typing(chat, agent, true)
          expect(await warning.count()).toBe(0)
          return performance.now() - typing
        },
        { timeout: 60_000, intervals: [500] },
      )
      // Longer than the patience of a chat: time is what this is about.
      .toBeGreaterThan(33_000)
    await expect(log(page)).toBeVisible()
    centre.desk.message(chat, agent, 'Shelf seven')
    await expect(log(page)).toContainText('Shelf seven')
  })
})

/** Files under `folder` that hold `word`, as text or in the two-byte form of Chromium's databases. */
function filesWith(folder: string, word: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'))
    })
}

for (const layout of ['landscape', 'terminal'] as const) {
  test.describe(`the keyboard in the layout ${layout}`, () => {
    test.use({ policy: { ...kiosk, languages: ['de', 'ar', 'fi', 'en'] }, layout })

    test('German: a chat on little height', async ({ customer, hand: contact }) => {
      test.setTimeout(120_000)
      const { page } = customer
      const hand = await finger(page)
      await hand.tap(page.getByRole('heading', { level: 1 }).getByRole('button'))
      await hand.tap(page.getByRole('button', { name: 'Chat', exact: true }))
      const name = page.locator('form input').first()
      await expect(name).toBeFocused()
      await hand.type('Jürgen Groß')
      await expect(name).toHaveValue('Jürgen Groß')
      await expectUncovered(page, name)
      await takePicture(page, `kiosk/keyboard-german-${layout}`)
      await hand.tap(keyboardOf(page).locator('.enter'))
      await hand.tap(
        page
          .locator('label')
          .filter({ has: page.getByRole('radio') })
          .first(),
      )
      await hand.tap(page.getByRole('button', { name: 'Weiter' }))
      await hand.type('Die Öse fehlt')
      await expectUncovered(page, page.locator('form textarea'))
      await takePicture(page, `kiosk/keyboard-question-${layout}`)
      await hand.tap(page.getByRole('button', { name: 'Weiter' }))
      await hand.tap(
        page
          .locator('label')
          .filter({ has: page.getByRole('checkbox') })
          .first(),
      )
      await hand.tap(page.getByRole('button', { name: /Chat (starten|beginnen)/u }))
      const session = await contact.session()
      expect(session.request).toMatchObject({ caption: 'Die Öse fehlt' })
      contact.centre.desk.accept(session, contact.agent)
      contact.centre.desk.message(session, contact.agent, 'Guten Tag')
      const message = page.locator('form textarea')
      await hand.tap(message)
      await hand.type('Danke')
      await expectUncovered(page, message)
      await takePicture(page, `kiosk/keyboard-chat-${layout}`)
    })
  })
}

test.describe('the ways out', () => {
  test.use({ policy: kiosk, layout: 'portrait' })

  test('a window that is asked to close stays; a signal ends the app', async ({
    callpoint,
    display,
  }) => {
    const { app, page } = callpoint
    const x = await openXDisplay(display.environment)
    for (const { id } of await x.windows()) await x.askToClose(id)
    x.close()
    const isOpen = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.close()
      return window?.isDestroyed() === false && window.isVisible()
    })
    expect(isOpen).toBe(true)
    await expect(page.getByRole('button', { name: 'Touch to talk to us' })).toBeVisible()
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
    app.process().kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('a page that dies comes back', async ({ callpoint }) => {
    const { app, log: written } = callpoint
    const again = app.evaluate(
      async ({ BrowserWindow }) =>
        await new Promise<void>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          contents?.once('did-finish-load', () => resolve())
          contents?.forcefullyCrashRenderer()
        }),
    )
    await again
    // Playwright's page stays crashed for good: the window itself is asked.
    await expect
      .poll(() =>
        app.evaluate(async ({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          const text: unknown = await contents?.executeJavaScript('document.body.innerText')
          return text
        }),
      )
      .toContain('Touch to talk to us')
    expect(written()).toContain('the page has failed')
  })

  test('the screen stays awake while the house is open', async ({ callpoint }) => {
    expect(await isKeptAwake(callpoint)).toBe(true)
  })

  test.describe('a house without hours', () => {
    const never = Object.fromEntries(weekdays.map((day) => [day, []]))
    test.use({ policy: { ...kiosk, hours: never }, layout: 'portrait' })

    test('the screen may sleep while the house is closed', async ({ callpoint }) => {
      expect(await isKeptAwake(callpoint)).toBe(false)
    })
  })
})
