import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { pageHands, wordOf } from '../kit/page/page-input.ts'
import { openXDisplay } from '../kit/machine/x-display.ts'
import { crashPage, inWindow, type Callpoint } from '../kit/app/callpoint.ts'
import { expect, log, test, type HandCentre } from '../kit/centre/centre.ts'
import { endVisit } from '../kit/page/chat.ts'
import { goAhead } from '../kit/clock/main-clock.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { finger, type Finger } from '../kit/page/touch.ts'
import { textOf } from '../kit/page/texts.ts'

const kiosk = { mode: 'kiosk', languages: ['en', 'de', 'fi', 'ar'] }

/** What a finger touches to choose. */
const firstLabel = (page: Page, role: 'radio' | 'checkbox'): Locator =>
  page
    .locator('label')
    .filter({ has: page.getByRole(role) })
    .first()

/** Touches the first choice once the keyboard has gone: what stands above it moves with that. */
async function choose(page: Page, hand: Finger, role: 'radio' | 'checkbox'): Promise<void> {
  // Where nothing is written there is no keyboard.
  await expect(keyboardOf(page)).toHaveCount(0)
  await hand.tap(firstLabel(page, role))
  // A touched topic goes on by itself.
  if (role === 'checkbox') await expect(page.getByRole(role).first()).toBeChecked()
}

const keyboardOf = (page: Page): Locator => page.locator('.keyboard')

async function toFirstQuestion(page: Page, hand: Finger): Promise<void> {
  await hand.tap(page.getByRole('button', { name: textOf('attract.invite') }))
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

  test('customer goes from attract to a chat with the on-screen keyboard', async ({
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
    await choose(page, hand, 'radio')
    const question = page.getByLabel('How can we help you?')
    await expect(question).toBeFocused()
    await hand.type('The left light blinks. Why?')
    await expect(question).toHaveValue('The left light blinks. Why?')
    await expectUncovered(page, question)
    await takePicture(page, 'kiosk/keyboard-message-portrait')
    await hand.tap(keyboardOf(page).locator('.hide'))
    await choose(page, hand, 'checkbox')
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
    // The next sentence begins with a capital letter, whatever was written last.
    await hand.type('at 9')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await centre.until(() => session.contents.some(({ text }) => text === 'at 9'))
    await expect(keyboardOf(page).getByRole('button', { name: 'Q', exact: true })).toBeVisible()
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
    await test.step('customer is offered no transcript without a printer', async () => {
      centre.desk.disconnect(session, agent)
      await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
      await expect(page.getByRole('button', { name: /print|save/iu })).toHaveCount(0)
    })
    await test.step('customer ends the visit with one touch', async () => {
      await hand.tap(page.getByRole('button', { name: textOf('chat.ended.done') }))
      await expect(page.getByRole('button', { name: textOf('attract.invite') })).toBeVisible()
      await expect(page.getByText('Hello Jonas')).toHaveCount(0)
    })
  })

  test('customer uses caret, shift, delete, symbols and accents in one field', async ({
    guest,
  }) => {
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
    await expect(keys.getByRole('button', { name: textOf('keyboard.capsLock') })).toBeVisible()
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

  test('customer hides the keyboard and presses nothing of what appears in its place', async ({
    guest,
  }) => {
    const { page } = guest
    const hand = await finger(page)
    await toFirstQuestion(page, hand)
    await hand.type('J')
    await page.evaluate(() => {
      document.addEventListener('click', () => document.documentElement.classList.add('clicked'))
    })
    for (const key of ['.hide', '.enter']) {
      await hand.tap(page.getByLabel('Your name'))
      await expect(keyboardOf(page)).toBeVisible()
      await page.evaluate(() => document.documentElement.classList.remove('clicked'))
      // As long as a finger stays: the screen has grown before it is lifted.
      await hand.hold(keyboardOf(page).locator(key), 150)
      await expect(keyboardOf(page)).toHaveCount(0)
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)))
      await expect(page.locator('html')).not.toHaveClass(/clicked/u)
      await hand.tap(page.locator('h1'))
      await expect(page.locator('html')).toHaveClass(/clicked/u)
    }
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

test.describe('a visit ends when idle', () => {
  test.use({
    policy: {
      ...kiosk,
      chat: { askConsent: false },
      visit: { idleSeconds: 15, warningSeconds: 10, waitingIdleSeconds: 30 },
    },
    layout: 'portrait',
  })

  test('customer is warned, then wiped; a conversation waits longer', async ({
    openCustomer,
    hand: contact,
  }) => {
    const customer = await openCustomer({ heldClock: true })
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
    const warning = page.getByRole('alertdialog', { name: textOf('idle.title') })
    await goAhead(customer, 15_000)
    await warning.waitFor()
    await expect(keyboardOf(page)).toHaveCount(0)
    await takePicture(page, 'kiosk/idle-warning-portrait')
    await hand.tap(page.getByRole('button', { name: 'I’m still here' }))
    await expect(warning).toHaveCount(0)
    await expect(name).toHaveValue('Xaverina')
    await goAhead(customer, 15_000)
    await warning.waitFor()
    await goAhead(customer, 10_000)
    await page.getByRole('button', { name: textOf('attract.invite') }).waitFor()
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
    await expect
      .poll(() => customer.log())
      .toMatch(/"visit":1,.*"wiped":\["chat",.*"clipboard","cookies",.*"failed":\[\],"late":\[\]/u)
    const inMain = await customer.app.evaluate(async ({ BrowserWindow, clipboard, session }) => ({
      clipboard: clipboard.readText(),
      cookies: [
        ...(await session.defaultSession.cookies.get({})),
        ...(await session.fromPartition('callpoint-viewer').cookies.get({})),
      ],
      zoom: BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor(),
    }))
    expect(inMain).toEqual({ clipboard: '', cookies: [], zoom: 1 })
    // What comes late from a page of the last visit is dropped: nobody is there.
    expect(await page.evaluate(`callpoint.callback.open({ name: 'Xaverina' })`)).toMatchObject({
      error: { code: 'wrong-state' },
    })
    expect(JSON.stringify(await page.evaluate('callpoint.callback.view.read()'))).not.toContain(
      'Xaverina',
    )
    expect(customer.log()).not.toContain('Xaverina')
    expect(filesWith(userData, 'Xaverina')).toEqual([])
    // The next customer begins with an empty form, and their language.
    await toFirstQuestion(page, hand)
    await expect(name).toHaveValue('')
    await endVisit(page)
    await test.step('waiting customers have more time; a typing agent stops the timer', async () => {
      await expectPatience(customer, contact, warning)
    })
  })
})

test.describe('the idle warning', () => {
  test.use({
    policy: { ...kiosk, visit: { idleSeconds: 15, warningSeconds: 120 } },
    layout: 'portrait',
  })

  test('stays while the customer changes the size of text, and goes when the customer stays', async ({
    openCustomer,
  }) => {
    const customer = await openCustomer({ heldClock: true })
    const { page } = customer
    const hand = await finger(page)
    await hand.tap(page.getByRole('button', { name: textOf('attract.invite') }))
    await goAhead(customer, 15_000)
    await page.getByRole('alertdialog').waitFor()
    // Larger words are no answer to the question.
    await hand.tap(page.getByRole('alertdialog').getByRole('button', { name: 'Text size' }))
    await expect(page.locator('html')).toHaveAttribute('style', /--text-zoom: 1\.2/u)
    await hand.tap(page.getByRole('button', { name: textOf('idle.stay') }))
    await expect(page.getByRole('alertdialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
  })
})

/** Whoever waits has 30 s before the question, whoever hears that an agent writes has as long as that goes on. */
async function expectPatience(
  customer: Callpoint,
  { centre, session, agent }: HandCentre,
  warning: Locator,
): Promise<void> {
  const { app, page } = customer
  // Main polls once a second: after an answer it knows what the agent does.
  const asked = () => centre.journal.list().filter(({ route }) => route === 'contents.query')
  const nextPoll = async () => {
    const before = asked().length
    await goAhead(customer, 1000)
    await centre.until(() => asked().length > before)
    // Now: a warning that nobody answers goes by itself, with the visit.
    expect(await warning.count()).toBe(0)
  }
  const mainTime = async () => await app.evaluate(() => Date.now())
  const hands = pageHands(app)
  const word = wordOf('Wartende', 1)
  await hands.begin()
  await hands.form(word)
  await hands.chat(word)
  const chat = await session()
  // Browsing it would have come after 15 s. Main's time goes on by itself too, however long a poll takes here.
  const waitedUntil = (await mainTime()) + 24_000
  while ((await mainTime()) < waitedUntil) await nextPoll()
  await goAhead(customer, 6000)
  await expect(warning).toBeVisible()

  centre.desk.accept(chat, agent)
  centre.desk.typing(chat, agent, true)
  // Who begins to write to the customer takes the question back.
  await goAhead(customer, 1000)
  await expect(warning).toHaveCount(0)
  // Longer than the patience of a chat, and than that of somebody who waits.
  for (let second = 0; second < 33; second += 1) {
    centre.desk.typing(chat, agent, true)
    await nextPoll()
  }
  await expect(log(page)).toBeVisible()
  centre.desk.message(chat, agent, 'Shelf seven')
  await expect(log(page)).toContainText('Shelf seven')
}

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

test.describe('the on-screen keyboard on low screens', () => {
  test.use({ policy: kiosk, layout: 'portrait' })

  test('German: a chat in the layouts landscape and terminal', async ({ guest, hand: contact }) => {
    test.setTimeout(120_000)
    const { page } = guest
    const hand = await finger(page)
    const write = async (field: Locator, text: string, picture: string): Promise<void> => {
      for (const layout of ['landscape', 'terminal'] as const) {
        await showAs(page, layout)
        await field.fill('')
        await hand.type(text)
        await expect(field).toHaveValue(text)
        await expectUncovered(page, field)
        await takePicture(page, `kiosk/keyboard-${picture}-${layout}`)
      }
    }
    await showAs(page, 'landscape')
    await hand.tap(page.getByRole('button', { name: 'Deutsch' }))
    await hand.tap(page.getByRole('button', { name: 'Chat', exact: true }))
    const name = page.locator('form input').first()
    await expect(name).toBeFocused()
    await write(name, 'Jürgen Groß', 'german')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await choose(page, hand, 'radio')
    const field = page.locator('form textarea')
    await expect(field).toBeFocused()
    await write(field, 'Die Öse fehlt', 'question')
    await hand.tap(keyboardOf(page).locator('.hide'))
    await choose(page, hand, 'checkbox')
    await hand.tap(page.getByRole('button', { name: /Chat (starten|beginnen)/u }))
    const session = await contact.session()
    expect(session.request).toMatchObject({
      customerName: 'Jürgen Groß',
      caption: 'Die Öse fehlt',
    })
    contact.centre.desk.accept(session, contact.agent)
    contact.centre.desk.message(session, contact.agent, 'Guten Tag')
    await expect(page.getByRole('log')).toContainText('Guten Tag')
    await hand.tap(field)
    await write(field, 'Danke', 'chat')
    // The next guest finds the screen as it is.
    await showAs(page, 'portrait')
  })
})

test.describe('attempts to leave', () => {
  test.use({ policy: kiosk, layout: 'portrait' })

  test('window cannot be closed, a crashed page returns, a signal ends the app', async ({
    customer,
    display,
  }) => {
    const { app, page, log: written } = customer

    await test.step('screen stays awake during opening hours', async () => {
      expect(await isKeptAwake(customer)).toBe(true)
    })

    await test.step('window cannot be closed', async () => {
      const x = await openXDisplay(display.environment)
      for (const { id } of await x.windows()) await x.askToClose(id)
      x.close()
      const isOpen = await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.close()
        return window?.isDestroyed() === false && window.isVisible()
      })
      expect(isOpen).toBe(true)
      await expect(page.getByRole('button', { name: textOf('attract.invite') })).toBeVisible()
    })

    await test.step('crashed page returns', async () => {
      expect(written()).not.toContain('the page has failed')
      await crashPage(customer)
      // Playwright's page stays crashed for good: the window itself is asked.
      await expect
        .poll(() => inWindow(customer, 'document.body.innerText'))
        .toContain(textOf('attract.invite'))
      expect(written()).toContain('the page has failed')
    })

    await test.step('a signal ends the app', async () => {
      const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
      app.process().kill('SIGTERM')
      expect(await ended).toBe(0)
    })
  })

  test.describe('a kiosk without opening hours', () => {
    const never = Object.fromEntries(weekdays.map((day) => [day, []]))
    test.use({ policy: { ...kiosk, hours: never } })

    test('screen may sleep outside opening hours', async ({ customer }) => {
      expect(await isKeptAwake(customer)).toBe(false)
    })
  })
})
