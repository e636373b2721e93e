import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { expectAccessible } from '../kit/page/axe.ts'
import type { Layout } from '../kit/app/callpoint.ts'
import { laidOver } from '../kit/app/demo-policy.ts'
import { expect, HOUSE, test, zone, type HandCentre } from '../kit/centre/centre.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { equip } from '../kit/machine/printer.ts'
import { readCode } from '../kit/page/qr-code.ts'
import { finger } from '../kit/page/touch.ts'
import { textOf } from '../kit/page/texts.ts'

const environment = { TZ: zone }

async function openCallback(page: Page): Promise<void> {
  await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Tomorrow's window from ten to noon in the customer's zone: it is offered at every hour of every day. */
async function chooseTomorrow(page: Page): Promise<void> {
  await page.getByRole('radio', { name: textOf('callback.when.tomorrow') }).check({ force: true })
  await page.getByRole('radio', { name: '10:00–12:00' }).check({ force: true })
}

async function fillForm(page: Page, number = '0170 5550142'): Promise<void> {
  await page.getByLabel('Topic').getByRole('radio').first().check({ force: true })
  await chooseTomorrow(page)
  await page.getByLabel(textOf('callback.number.label')).fill(number)
  await page.getByLabel(textOf('callback.who.name')).fill('Zoë Ångström')
  await page.getByRole('checkbox').check({ force: true })
}

/** What `10:00–12:00` of tomorrow is in UTC, by another calendar than the app's. */
function tomorrowAt(hour: number): number {
  return Temporal.Now.plainDateISO(zone)
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour }) })
    .epochMilliseconds
}

function callbacks(hand: HandCentre) {
  return hand.centre.callbacks.list()
}

function posts(hand: HandCentre): number {
  return hand.centre.journal.list().filter(({ route }) => route === 'callbacks.create').length
}

/** The name of the code on the slip. */
const code = /calendar entry/u

test.describe('a callback on a desktop', () => {
  test.use({ layout: 'terminal' })

  test('customer schedules a callback: times arrive in UTC, and the QR code has them', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    await openCallback(page)
    await fillForm(page)
    await page.getByRole('button', { name: /Add a second time/u }).click()
    await page.getByRole('radio', { name: '14:00–16:00' }).check({ force: true })
    await page.getByLabel(/Anything we should know/u).fill('The light is blinking')
    await expectAccessible(page)
    await takePicture(page, 'callback/form-terminal')
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByRole('heading', { name: /Thank you, Zoë Ångström/u })).toBeVisible()
    expect(callbacks(hand)).toMatchObject([
      {
        queue: { key: 9 },
        contactName: 'Zoë Ångström',
        phoneNumber: '+491705550142',
        comment: 'The light is blinking',
        priority: 50,
        first: { start: tomorrowAt(10), end: tomorrowAt(12) },
        second: { start: tomorrowAt(14), end: tomorrowAt(16) },
      },
    ])
    expect(callbacks(hand)[0]?.contactData).toContainEqual({ key: 'Time Zone', value: zone })
    await expectAccessible(page)
    await takePicture(page, 'callback/done-terminal')

    const entries: ICAL.Event[] = []
    for (const place of [0, 1]) {
      const read = (await readCode(guest, code, place)) ?? ''
      const events = new ICAL.Component(ICAL.parse(read)).getAllSubcomponents('vevent')
      entries.push(...events.map((event) => new ICAL.Event(event)))
    }
    expect(
      entries.map(({ startDate, endDate }) => [
        startDate.toJSDate().getTime(),
        endDate.toJSDate().getTime(),
      ]),
    ).toEqual([
      [tomorrowAt(10), tomorrowAt(12)],
      [tomorrowAt(14), tomorrowAt(16)],
    ])
    await page.getByRole('button', { name: textOf('callback.done') }).click()
    await expect(
      page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }),
    ).toBeVisible()
  })

  test('keyboard user schedules a callback', async ({ guest, hand }) => {
    const { page } = guest
    const goTo = async (name: string, type?: 'radio'): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        const here = await page.evaluate((wanted) => {
          const { activeElement: element } = document
          if (element === null || element === document.body) return ''
          if (wanted !== undefined && element.getAttribute('type') !== wanted) return ''
          const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
          return [
            element.ariaLabel,
            ...labels.map((label) => label.textContent),
            element.textContent,
          ]
            .join(' ')
            .replace(/\s+/gu, ' ')
        }, type)
        if (here.includes(name)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`the Tab key never came to ${name}`)
    }
    await goTo('Call me back')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: textOf('callback.title') }).waitFor()
    await goTo('Service', 'radio')
    await page.keyboard.press('Space')
    // Late in the evening today has no more times, and the first that can be reached is tomorrow.
    const hasTimes = await page
      .getByRole('radio', { name: textOf('callback.when.today') })
      .isEnabled()
    // The button above names the day too: it is the day itself that arrows move.
    await goTo(hasTimes ? 'Today' : 'Tomorrow', 'radio')
    await page.keyboard.press('ArrowRight')
    if (!hasTimes) await page.keyboard.press('ArrowLeft')
    await expect(page.getByRole('radio', { name: textOf('callback.when.tomorrow') })).toBeChecked()
    await page.keyboard.press('Tab')
    await goTo('–', 'radio')
    await page.keyboard.press('Space')
    await goTo('Phone number')
    await page.keyboard.type('01705550142')
    await expect(page.getByLabel(textOf('callback.number.label'))).toHaveValue('0170 5550142')
    await goTo('Your name')
    await page.keyboard.type('Ada')
    await goTo('Yes, ')
    await page.keyboard.press('Space')
    await goTo('Request callback')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /Thank you, Ada/u })).toBeFocused()
    expect(callbacks(hand)).toMatchObject([
      { contactName: 'Ada', phoneNumber: '+491705550142', queue: { key: 9 } },
    ])
  })

  test('screen reader user schedules a callback', async ({ guest, hand }) => {
    const { page } = guest
    await openCallback(page)
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(main).toMatchAriaSnapshot(`
      - heading "We will call you back" [level=1]
      - radiogroup "Topic":
        - radio "Service Help with products"
      - region "When shall we call you?":
        - button /First time (Today|Tomorrow).*choose a time below/ [pressed]
        - radiogroup "Day":
          - radio /Tomorrow/
        - radiogroup /First time/:
          - radio /–/
        - paragraph: /your own time zone, Eastern Time/
      - button "Country Germany +49"
      - textbox "Phone number"
      - textbox "Your name"
      - checkbox /Yes, Callpoint may use/
    `)
    // Asked for too early: each field says what it misses, and the first of them has the focus.
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(main).toMatchAriaSnapshot(`
      - radiogroup "Topic" [invalid]
      - region "When shall we call you?":
        - radiogroup /First time/ [invalid]
      - textbox "Phone number" [invalid]
      - textbox "Your name" [invalid]
      - checkbox /Yes, Callpoint may use/ [invalid]
    `)
    const described = [
      [main.getByRole('radiogroup', { name: 'Topic' }), /choose what it is about/u],
      [main.getByRole('radiogroup', { name: /First time/u }), /choose a time/u],
      [main.getByLabel(textOf('callback.number.label')), /give us your phone number/u],
      [main.getByLabel(textOf('callback.who.name')), /tell us your name/u],
      [main.getByRole('checkbox'), /need your agreement/u],
    ] as const
    for (const [field, flaw] of described) await expect(field).toHaveAccessibleDescription(flaw)
    expect(
      await main
        .getByRole('radiogroup', { name: 'Topic' })
        .evaluate((group) => group.contains(document.activeElement)),
    ).toBe(true)
    expect(posts(hand)).toBe(0)
    await fillForm(page)
    // What was found of the number is read back, politely.
    await expect(
      page.locator('[aria-live=polite]').filter({ hasText: /Germany.*\+49 170 5550142/u }),
    ).toBeVisible()
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeFocused()
    await expect(page.getByRole('img', { name: code })).toBeVisible()
    expect(posts(hand)).toBe(1)
  })

  test('customer saves the slip as a calendar file and prints it', async ({ openCustomer }) => {
    const customer = await openCustomer({ policy: HOUSE, environment })
    const { page, userData } = customer
    const file = join(userData, 'callback.ics')
    const jobs = await equip(customer, ['Office'], file)
    await openCallback(page)
    await fillForm(page)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await page.getByRole('button', { name: textOf('callback.ready.save') }).click()
    const saved = () => (existsSync(file) ? readFileSync(file, 'utf8') : '')
    await expect.poll(saved).toContain('END:VCALENDAR')
    const entry = new ICAL.Component(ICAL.parse(saved()))
    const event = new ICAL.Event(entry.getFirstSubcomponent('vevent') ?? undefined)
    expect(event.startDate.toJSDate().getTime()).toBe(tomorrowAt(10))
    await page.getByRole('button', { name: textOf('callback.ready.print') }).click()
    await expect.poll(async () => (await jobs()).length).toBe(1)
    expect((await jobs())[0]).toMatchObject({
      options: { silent: false },
      title: 'Your callback',
    })
  })

  test('customer presses twice and one is sent; repeating it asks first', async ({
    guest,
    hand,
  }) => {
    hand.centre.faults.add({ kind: 'delay', route: 'callbacks.create', ms: 700 })
    const { page } = guest
    await openCallback(page)
    await fillForm(page)
    await page.getByRole('button', { name: textOf('callback.send') }).dblclick()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
    expect(posts(hand)).toBe(1)
    await page.getByRole('button', { name: textOf('callback.done') }).click()
    await openCallback(page)
    await fillForm(page)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText(textOf('callback.repeated.title'))
    expect(posts(hand)).toBe(1)
    await dialog.getByRole('button', { name: textOf('callback.repeated.send') }).click()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
    expect(callbacks(hand)).toHaveLength(2)
  })

  test('customer is told that the answer was lost, and decides about resending', async ({
    guest,
    hand,
  }) => {
    hand.centre.faults.add({ kind: 'reset', route: 'callbacks.create', at: 'after' })
    const { page } = guest
    await openCallback(page)
    await fillForm(page)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(
      page.getByRole('heading', { name: textOf('callback.unclear.title') }),
    ).toBeFocused()
    await expect(page.getByText('040 5550 0142')).toBeVisible()
    await expectAccessible(page)
    await takePicture(page, 'callback/unclear-terminal')
    // Nothing was repeated behind the customer's back, and it had arrived.
    expect(posts(hand)).toBe(1)
    expect(callbacks(hand)).toHaveLength(1)
    await page.getByRole('button', { name: textOf('callback.unclear.again') }).click()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
    expect(callbacks(hand)).toHaveLength(2)
  })

  test('customer keeps what was typed when the queue disappears', async ({ guest, hand }) => {
    const { page } = guest
    await openCallback(page)
    await fillForm(page)
    const queues = hand.centre.data.units.flatMap((unit) => unit.callbackQueues)
    const at = hand.centre.data.units[0]?.callbackQueues.findIndex(({ key }) => key === 9) ?? -1
    expect(queues.length).toBeGreaterThan(1)
    hand.centre.data.units[0]?.callbackQueues.splice(at, 1)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByText('This topic takes no callbacks any more.')).toBeVisible()
    await expect(page.getByRole('radio', { name: /Service/u })).toBeHidden()
    await expect(page.getByLabel(textOf('callback.who.name'))).toHaveValue('Zoë Ångström')
    await page.getByLabel('Topic').getByRole('radio').first().check({ force: true })
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByRole('heading', { name: /Thank you/u })).toBeVisible()
    expect(callbacks(hand)).toMatchObject([{ queue: { key: 10 } }])
  })

  test('customer sees errors at their fields before sending', async ({ guest, hand }) => {
    const { page } = guest
    await openCallback(page)
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByText(textOf('callback.flaw.firstMissing'))).toBeVisible()
    await expectAccessible(page)
    await fillForm(page, '0170 abc')
    await page.getByLabel(textOf('callback.who.name')).fill('名'.repeat(200))
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByText(textOf('phone.flaw.unclear'))).toBeVisible()
    await expect(page.getByText(/name is too long/u)).toBeVisible()
    await expect(page.getByLabel(textOf('callback.number.label'))).toBeFocused()
    // Well formed, and too short to be called.
    await page.getByLabel(textOf('callback.who.name')).fill('Ada')
    await page.getByLabel(textOf('callback.number.label')).fill('0170 12')
    await expect(page.getByText(textOf('phone.flaw.unclear'))).toBeHidden()
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await expect(page.getByText(textOf('phone.flaw.short'))).toBeVisible()
    expect(posts(hand)).toBe(0)
  })
})

test.describe('callbacks are unavailable', () => {
  test.use({ layout: 'compact' })

  async function expectClosed(page: Page, sentence: string): Promise<void> {
    await expect(page.getByRole('heading', { name: sentence })).toBeFocused()
    await expect(page.getByText('040 5550 0142')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button', { name: /^Chat/u })).toBeVisible()
    await expectAccessible(page)
  }

  test('centre disables callbacks while Home is shown', async ({ guest, hand }) => {
    const { page } = guest
    await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).waitFor()
    hand.centre.settings.callbacks = false
    await openCallback(page)
    await expectClosed(page, 'Callbacks are switched off at the moment.')
    await takePicture(page, 'callback/disabled-compact')
    await page.getByRole('button', { name: textOf('callback.home') }).click()
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })

  test('no queue accepts callbacks', async ({ guest, hand }) => {
    const { page } = guest
    await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).waitFor()
    for (const queue of hand.centre.data.units.flatMap((unit) => unit.callbackQueues)) {
      queue.eligible = false
    }
    await openCallback(page)
    await expectClosed(page, 'Nobody can take callbacks at the moment.')
    await page.getByRole('main').getByRole('button', { name: /^Chat/u }).click()
    await expect(page.getByRole('button', { name: textOf('chat.before.start') })).toBeVisible()
  })

  test('centre is unreachable, fails, returns, has no licence', async ({ guest, hand }) => {
    const { page } = guest
    const { faults } = hand.centre
    const route = 'callbacks.availability'
    // Home asks too, at the beginning of a visit: by then it has.
    await openCallback(page)
    await page.getByRole('button', { name: textOf('callback.stop') }).click()
    faults.add({ kind: 'reset', route, count: 0 })
    await openCallback(page)
    await expectClosed(page, 'We cannot reach our team at the moment.')
    faults.clear()
    faults.add({ kind: 'status', route, status: 500, count: 0 })
    await page.getByRole('button', { name: textOf('callback.again') }).click()
    await expectClosed(page, 'Something went wrong on our side.')
    faults.clear()
    faults.add({ kind: 'status', route, status: 403, count: 0 })
    await page.getByRole('button', { name: textOf('callback.again') }).click()
    await expect(
      page.getByRole('heading', { name: textOf('callback.closed.notLicensed') }),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: textOf('callback.again') })).toBeHidden()
  })
})

test.describe('a callback on a kiosk', () => {
  test.use({
    policy: laidOver(HOUSE, { mode: 'kiosk', languages: ['en', 'de', 'ar'] }),
    layout: 'portrait',
  })

  test('customer schedules a callback by touch, one question per screen, to the slip', async ({
    openCustomer,
    hand,
  }) => {
    test.setTimeout(120_000)
    const customer = await openCustomer({ environment })
    const { page } = customer
    const touch = await finger(page)
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const choose = (name: string | RegExp) =>
      touch.tap(page.locator('label').filter({ has: page.getByRole('radio', { name }) }))
    const next = () => touch.tap(button('Continue'))
    const keyboard = page.locator('.keyboard')
    const hideKeyboard = async () => {
      await touch.tap(keyboard.locator('.hide'))
      await expect(keyboard).toHaveCount(0)
    }
    await touch.tap(button(textOf('attract.invite')))
    await touch.tap(button('Call me back'))
    await choose(/Service/u)
    await choose('Tomorrow')
    await choose('10:00–12:00')
    // Whoever goes on to later days reads which they are, and is shown their times.
    const later = page.getByRole('button', { name: /^Later, from/u })
    const day = /\d+/u.exec(await later.innerText())?.[0] ?? 'none'
    await touch.tap(later)
    const looked = page
      .locator('label.day')
      .filter({ has: page.getByRole('radio', { checked: true }) })
    await expect(looked.locator('b')).toHaveText(day)
    await touch.tap(page.getByRole('button', { name: /^Earlier, from/u }))
    await choose('Tomorrow')
    await choose('10:00–12:00')
    await next()
    await touch.tap(page.getByLabel(textOf('callback.number.label')))
    await touch.type('+442079460958')
    await expect(page.getByLabel(textOf('callback.number.label'))).toHaveValue('+44 20 7946 0958')
    await expect(page.getByText(/^United Kingdom/u).last()).toBeVisible()
    // What is typed and its read-back are above the keyboard, in each layout.
    for (const layout of ['landscape', 'portrait'] satisfies readonly Layout[]) {
      await showAs(page, layout)
      await expect
        .poll(async () => {
          const { top } = await keyboard.evaluate((board) => board.getBoundingClientRect())
          const seen = [page.getByLabel('Phone number'), page.locator('.groups').first()]
          const boxes = await Promise.all(seen.map((each) => each.boundingBox()))
          return boxes.every((box) => box !== null && box.y + box.height <= top)
        })
        .toBe(true)
    }
    await hideKeyboard()
    await next()
    await touch.tap(page.getByLabel(textOf('callback.who.name')))
    await touch.type('Ada')
    await hideKeyboard()
    await next()
    await touch.tap(page.locator('label').filter({ has: page.getByRole('checkbox') }))
    await touch.tap(button('Request callback'))
    await expect(page.getByRole('heading', { name: /Thank you, Ada/u })).toBeVisible()
    expect(await readCode(customer, code)).toContain('BEGIN:VEVENT')
    await expect(page.getByRole('button', { name: /calendar file/u })).toBeHidden()
    expect(callbacks(hand)).toMatchObject([
      {
        contactName: 'Ada',
        phoneNumber: '+442079460958',
        first: { start: tomorrowAt(10), end: tomorrowAt(12) },
      },
    ])
    // One touch, and nothing is left.
    await touch.tap(button(textOf('callback.done')))
    await expect(button(textOf('attract.invite'))).toBeVisible()
    await expect(page.getByText('Ada')).toHaveCount(0)
  })
})
