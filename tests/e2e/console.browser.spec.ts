import { test as base, expect } from '@playwright/test'
import type { Browser, Locator, Page } from '@playwright/test'
import { createCentre } from '../../simulator/centre.ts'
import type { Centre } from '../../simulator/centre.ts'
import { createCustomer } from '../../simulator/testing/customer.ts'
import type { Customer } from '../../simulator/testing/customer.ts'
import { consoleLooks, openConsole } from '../kit/page/agent-console.ts'
import { expectAccessible } from '../kit/page/axe.ts'
import { en } from '../../simulator/console/lib/words-en.ts'
import { createSharedPage, type SharedPage } from '../kit/page/shared-page.ts'

interface Floor {
  readonly centre: Centre
  readonly customer: Customer
  /** A window of its own for an agent. */
  agent(key: number): Promise<Page>
}

const test = base.extend<{ floor: Floor }, { windows: readonly SharedPage[] }>({
  // One for each of two agents.
  windows: [
    async ({ browser }, use) => {
      const windows = [1, 2].map(() => createSharedPage(() => openWindow(browser)))
      await use(windows)
      for (const window of windows) await window.leave(false)
    },
    { scope: 'worker' },
  ],
  floor: async ({ windows }, use, info) => {
    const centre = await createCentre({ seed: 1, mediaAgent: false })
    const customer = await createCustomer(centre)
    const faults: string[] = []
    let agents = 0
    await use({
      centre,
      customer,
      agent: async (key) => {
        const page = await windows[agents]?.take()
        if (page === undefined) throw new Error('a third agent has no window')
        agents += 1
        page.on('pageerror', (error) => faults.push(error.message))
        page.on('console', (message) => {
          // What the centre refuses on purpose is told by the browser as well.
          if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
            faults.push(message.text())
          }
        })
        await openConsole(page, centre, key)
        return page
      },
    })
    const isFit = info.status === info.expectedStatus
    for (const window of windows) await window.leave(isFit)
    await centre.close()
    expect(faults).toEqual([])
  },
})

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  return await context.newPage()
}

const people = {
  jonas: {
    customerName: 'Jonas Brandt',
    caption: 'My Fjord 6 has no internet.',
    source: 'kiosk 1',
  },
  helen: { customerName: 'Ελένη Παπαδοπούλου', caption: 'Where is my parcel?', source: 'kiosk 2' },
  piotr: { customerName: 'Piotr Zieliński', caption: 'I would like advice', source: 'terminal 7' },
} as const

const messages = async (customer: Customer, id: string): Promise<readonly string[]> =>
  ((await customer.query(id)).content ?? []).map(({ content }) => content ?? '')

const take = (page: Page, name: string) =>
  page.getByRole('button', { name: `Take the chat of ${name}` }).click()

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
}

/** A notice lies above the page and covers none of it. */
const expectAbove = async (page: Page, notice: Locator): Promise<void> => {
  const [upper, lower] = [await notice.boundingBox(), await page.getByRole('main').boundingBox()]
  if (upper === null || lower === null) throw new Error('one of them is not shown')
  expect(upper.y + upper.height).toBeLessThanOrEqual(lower.y)
}

test('two agents and three customers at once', async ({ floor }) => {
  const { centre, customer } = floor
  const clara = await floor.agent(14)
  const amina = await floor.agent(16)
  const contactData = [{ key: 'Customer number', value: '4711' }]
  const jonas = await customer.start({ ...people.jonas, contactData })
  const helen = await customer.start({ ...people.helen, destination: 'Service' })
  const piotr = await customer.start({ ...people.piotr, language: 'German' })

  // What waits is there for both, with what is known of it; whoever takes it has it.
  for (const page of [clara, amina]) {
    await expect(page.getByRole('button', { name: /^Take the chat of/ })).toHaveCount(3)
  }
  await expect(clara.getByText('My Fjord 6 has no internet.')).toBeVisible()
  await take(clara, people.jonas.customerName)
  await take(amina, people.piotr.customerName)
  await expect(clara.getByRole('heading', { level: 1 })).toHaveText(people.jonas.customerName)
  // All of it came while the page was open.
  await expect(clara.getByRole('log')).toContainText(people.jonas.caption)
  await expect(clara.getByText('4711')).toBeVisible()
  await expect(clara.getByText(jonas)).not.toBeVisible()
  await clara.getByText('Technical data').click()
  await expect(clara.getByText(jonas)).toBeVisible()
  await take(clara, people.helen.customerName)

  // Rich text goes out as HTML; what comes in is text, whatever it looks like.
  await write(clara, 'Your parcel is **on its way**: https://www.example.com/parcel')
  expect((await messages(customer, helen)).at(-1)).toContain(
    'Your parcel is <b>on its way</b>: ' +
      '<a href="https://www.example.com/parcel">https://www.example.com/parcel</a>',
  )
  await clara.getByRole('button', { name: people.jonas.customerName }).click()
  await write(clara, '- first\n- second')
  expect((await messages(customer, jonas)).at(-1)).toContain(
    '<ul><li>first</li><li>second</li></ul>',
  )
  await customer.ask('POST', `/v1/sessions/${jonas}/contents`, {
    content: '<img src=x onerror=alert(1)> hello',
  })
  await expect(clara.getByRole('log')).toContainText('<img src=x onerror=alert(1)> hello')

  // Typing is shown both ways.
  await customer.ask('POST', `/v1/sessions/${jonas}/typing`, { isTyping: true })
  await expect(clara.getByRole('log').getByText('types …')).toBeAttached()
  await customer.ask('POST', `/v1/sessions/${jonas}/typing`, { isTyping: false })
  await expect(clara.getByRole('log').getByText('types …')).not.toBeAttached()
  await clara.getByRole('textbox', { name: 'Message' }).pressSequentially('One mo')
  await expect.poll(async () => (await customer.query(jonas)).whoIsTyping).not.toBe('')
  await clara.getByRole('textbox', { name: 'Message' }).fill('')

  // A message in a chat that is not open is counted.
  await customer.ask('POST', `/v1/sessions/${helen}/contents`, { content: 'Thank you!' })
  await expect(clara.getByRole('button', { name: /Παπαδοπούλου.*1 unread/ })).toBeVisible()

  // A page is pushed, but only a web page.
  await clara.getByRole('button', { name: en.pushUrl }).click()
  await clara.getByLabel('Address').fill('javascript:alert(1)')
  await clara.getByRole('button', { name: en.push, exact: true }).click()
  await expect(clara.getByRole('alert')).toContainText('no web address')
  await clara.getByLabel('Address').fill('https://www.example.com/guide')
  await clara.keyboard.press('Enter')
  await expect(clara.getByRole('log')).toContainText(en.youPushed)
  expect((await customer.query(jonas)).pushUrl).toBe('https://www.example.com/guide')

  // The number pops up at the agent who asked for it.
  await clara.getByRole('button', { name: 'Ask for a number' }).click()
  await expect(clara.getByRole('button', { name: 'Number asked for' })).toBeDisabled()
  const asked = clara.getByText(en.numberAsked(people.jonas.customerName))
  await expect(asked).toBeVisible()
  // Above the page: what is written and sent stays in sight.
  await expectAbove(clara, asked)
  expect((await customer.query(jonas)).callMeAgentKey).toBe(14)
  await customer.ask('POST', `/v1/sessions/${jonas}/call-me`, {
    agentKey: 14,
    phoneNumber: '+49 40 123456',
  })
  await expect(clara.getByRole('link', { name: 'Call +49 40 123456' })).toHaveAttribute(
    'href',
    'tel:+4940123456',
  )
  await expect(amina.getByText('+49 40 123456')).not.toBeAttached()
  await expect(asked).not.toBeAttached()

  // Whoever is in another chat by then is told.
  await clara.getByRole('button', { name: en.call }).click()
  await clara.getByRole('button', { name: new RegExp(people.helen.customerName) }).click()
  await customer.ask('POST', `/v1/sessions/${jonas}/call-me`, {
    agentKey: 14,
    phoneNumber: '+49 40 123457',
  })
  const came = clara.getByText(en.numberCame(people.jonas.customerName))
  await expectAbove(clara, came)
  await clara.getByRole('button', { name: /Jonas Brandt.*1 unread/ }).click()
  await expect(clara.getByRole('link', { name: 'Call +49 40 123457' })).toBeVisible()

  // A second agent comes in, writes, and goes.
  await clara.getByRole('button', { name: en.conference }).click()
  await clara.getByRole('button', { name: en.addName('Amina Haddad') }).click()
  await expect(clara.getByRole('log')).toContainText('Amina Haddad joined')
  await amina.getByRole('button', { name: new RegExp(people.jonas.customerName) }).click()
  await write(amina, 'Hello, this is *Amina*')
  await expect(clara.getByRole('log')).toContainText('Hello, this is Amina')
  await amina.getByRole('button', { name: 'Leave' }).click()
  await expect(amina.getByRole('button', { name: 'Leave' })).not.toBeAttached()

  // Back to the queue, where the other one takes it and ends it.
  await clara.getByRole('button', { name: en.requeue }).click()
  await clara.getByRole('dialog').getByRole('button', { name: 'Service' }).click()
  await clara.getByLabel(en.queue).press('Enter')
  await expect(clara.getByRole('dialog')).not.toBeAttached()
  expect(centre.sessions.find(jonas)?.queue).toBe('Service')
  await take(amina, people.jonas.customerName)
  await amina.getByRole('button', { name: 'End', exact: true }).click()
  await amina.getByRole('button', { name: 'End chat' }).click()
  await expect(amina.getByRole('log')).toContainText('You ended the chat')
  const over = await customer.query(jonas)
  expect(over.connected).toBe(false)
  expect(over.content?.map(({ messageType }) => messageType)).toContain('AGENT_REQUEUE')

  // A customer who goes is seen to have gone.
  await customer.ask('DELETE', '/v1/sessions', { sessionId: piotr })
  await expect(amina.getByText('Ended', { exact: false }).first()).toBeVisible()
  expect(centre.sessions.connected()).toBe(1)
})

test('agent works by keyboard alone', async ({ floor }) => {
  const page = await floor.agent(14)
  const id = await floor.customer.start(people.jonas)
  await page.getByRole('button', { name: `Take the chat of ${people.jonas.customerName}` }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Message' }).focus()
  await page.keyboard.type('Hello ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('Jonas')
  for (let i = 0; i < 2; i += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log')).toContainText('Hello Jonas')
  expect((await messages(floor.customer, id)).at(-1)).toContain('Hello <b>Jonas</b>')
  await page.getByRole('button', { name: 'End', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).not.toBeVisible()
  await expect(page.getByRole('button', { name: 'End', exact: true })).toBeFocused()
})

test('agent sees both callback windows in local time', async ({ floor }) => {
  const page = await floor.agent(14)
  await floor.customer.ask('POST', '/v1/callbacks', {
    callbackQueueKey: 9,
    contactName: 'Piotr Zieliński',
    phoneNumber: '+48 601 100 200',
    priority: 5,
    comment: 'About the second invoice',
    firstAttemptStartTime: '2099-07-01T12:00',
    firstAttemptEndTime: '2099-07-01T13:30',
    secondAttemptStartTime: '2099-07-02T22:30',
    secondAttemptEndTime: '2099-07-02T23:00',
  })
  await page.getByRole('button', { name: /^Callbacks/ }).click()
  const row = page.getByRole('row', { name: /Piotr/ })
  await expect(row).toContainText('14:00 – 15:30')
  // Half past ten at night in UTC is the next day in Berlin.
  await expect(row).toContainText('Fri')
  await expect(row).toContainText('00:30 – 01:00')
  await expect(row).toContainText('About the second invoice')
  await expectAccessible(page)
  await page.getByLabel('The callback for Piotr Zieliński is done').click()
  await expect(page.getByText('No callback has been asked for.')).toBeVisible()
})

test('agent lists, sets and clears faults and plays scenarios', async ({ floor }) => {
  const page = await floor.agent(14)
  await page.getByRole('button', { name: /^Faults/ }).click()
  await expect(page.getByText('No fault is set')).toBeVisible()
  await page.getByLabel('Route', { exact: true }).selectOption('contents.query')
  await page.getByLabel('Status', { exact: true }).fill('503')
  await page.getByRole('button', { name: 'Set fault' }).click()
  await expect(page.getByText('route contents.query')).toBeVisible()
  expect(floor.centre.faults.list()).toMatchObject([
    { fault: { kind: 'status', route: 'contents.query', status: 503 } },
  ])
  await page.getByLabel('Status', { exact: true }).fill('99')
  await page.getByRole('button', { name: 'Set fault' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'status' })).toBeVisible()
  await page.getByRole('button', { name: 'Calls (SIP)' }).click()
  await page.getByLabel('Kind', { exact: false }).first().selectOption('cut')
  await page.getByRole('button', { name: 'Set fault' }).click()
  await expect(page.getByText('cut', { exact: true })).toBeVisible()
  expect(floor.centre.sip.faults.list()).toHaveLength(1)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByText('No fault is set')).toBeVisible()
  await page.getByRole('button', { name: 'Play rough-network' }).click()
  await expect(page.getByText('Playing rough-network')).toBeVisible()
  await page.getByRole('button', { name: 'Stop the scenario' }).click()
  await page.getByLabel('The automatic agent takes chats').check()
  await expect.poll(() => floor.centre.settings.automaticAgent).toBe(true)
})

test('console survives a restart and reports a lost centre', async ({ floor }) => {
  const page = await floor.agent(14)
  await floor.customer.start(people.jonas)
  await expect(page.getByText(people.jonas.customerName)).toBeVisible()
  floor.centre.restart({ keepSessions: false })
  await expect(page.getByText('Nobody is waiting.')).toBeVisible()
  await floor.customer.register()
  await floor.customer.start(people.helen)
  await expect(page.getByText(people.helen.customerName)).toBeVisible()
})

test('has no accessibility violation, light and dark @pictures', async ({ floor }) => {
  const { customer, centre } = floor
  const page = await floor.agent(14)
  const look = consoleLooks(page)
  await look('empty')
  const jonas = await customer.start({
    ...people.jonas,
    language: 'German',
    destination: 'Help with a device',
    contactData: Object.entries({
      Kiosk: 'kiosk 1',
      Store: 'Hamburg Altona',
      Language: 'de',
      'App Version': '0.1.0',
      Nonce: 'k3v9x0q2m4t7w1zz',
      Attempt: '1',
      'Customer number': '4711',
    }).map(([key, value]) => ({ key, value })),
  })
  const helen = await customer.start({ ...people.helen, destination: 'Service' })
  await customer.start({ ...people.piotr, language: 'German', destination: 'Advice' })
  await customer.start({ customerName: 'Aylin Demir', caption: 'Fatura hakkında', source: 'web' })
  await take(page, people.helen.customerName)
  await take(page, people.jonas.customerName)
  await write(page, "Hello Jonas, I'm Clara. Which light is blinking, **left** or **right**?")
  for (const content of ['The right one, orange.', 'I have switched it off and on already.']) {
    await customer.ask('POST', `/v1/sessions/${jonas}/contents`, { content })
  }
  await write(page, 'Thank you, that helps:\n- orange means an *update*\n- it takes two minutes')
  const session = centre.sessions.find(jonas)
  const [clara] = centre.agents
  if (session === undefined || clara === undefined) throw new Error('nobody there')
  centre.desk.pushUrl(session, clara, 'https://www.example.com/fjord-6/update')
  await customer.ask('POST', `/v1/sessions/${jonas}/contents`, { content: 'Found it.' })
  await customer.ask('POST', `/v1/sessions/${helen}/contents`, { content: 'It says delivered.' })
  await customer.ask('POST', `/v1/sessions/${jonas}/typing`, { isTyping: true })
  centre.desk.makeCall(session, clara)
  await customer.query(jonas)
  await customer.ask('POST', `/v1/sessions/${jonas}/call-me`, {
    agentKey: 14,
    phoneNumber: '+49 40 123456',
  })
  await page.getByRole('textbox', { name: 'Message' }).fill('Yes, **everything** stays')
  await expect(page.getByText('It will look like this')).toBeVisible()
  await look('chats')
  await page.getByText('Technical data').click()
  await page.getByRole('button', { name: 'Slow by 5 s' }).click()
  await expect(page.getByText('Set: Slow by 5 s')).toBeVisible()
  const refused = { status: 409, json: { error: 'the queue is closed' } }
  await page.route('**/message', (route) => route.fulfill(refused))
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('the queue is closed')).toBeVisible()
  await look('notices')
  // The end of the conversation stays in view above what the notices take.
  await expect(page.getByText('Found it.').last()).toBeInViewport()
  await page.getByRole('button', { name: 'Deutsch', exact: true }).click()
  await expect(page.getByText('Es warten')).toBeVisible()
  await look('chats-german')
  await page.getByRole('button', { name: 'English', exact: true }).click()
  await page.getByRole('button', { name: en.conference }).click()
  await look('dialog')
  await page.keyboard.press('Escape')
  for (const [name, phone, comment] of [
    ['Piotr Zieliński', '+48 601 100 200', 'About the second invoice'],
    ['Henriette Overgaard-Sørensen', '+45 32 12 34 56', ''],
  ] as const) {
    await customer.ask('POST', '/v1/callbacks', {
      callbackQueueKey: 9,
      contactName: name,
      phoneNumber: phone,
      priority: 5,
      comment,
      firstAttemptStartTime: '2099-07-01T12:00',
      firstAttemptEndTime: '2099-07-01T13:30',
      contactData: [
        { key: 'Kiosk', value: 'K1' },
        { key: 'Store', value: 'Hamburg Altona' },
        { key: 'Language', value: 'da' },
        { key: 'Time Zone', value: 'Europe/Berlin' },
        { key: 'App Version', value: '0.1.0' },
      ],
      ...(comment === ''
        ? {}
        : {
            secondAttemptStartTime: '2099-07-02T07:00',
            secondAttemptEndTime: '2099-07-02T08:00',
          }),
    })
  }
  await page.getByRole('button', { name: /^Callbacks/ }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByText('Technical data').first().click()
  await look('callbacks')
  centre.faults.add({ kind: 'delay', route: 'contents.query', ms: 5000, count: 3 })
  centre.sip.faults.add({ kind: 'cut', method: 'INVITE' })
  await page.getByRole('button', { name: /^Faults/ }).click()
  await expect(page.getByText('rough-network')).toBeVisible()
  await look('faults')
  await page.getByRole('button', { name: /Clara Nunes, / }).click()
  await page.getByRole('button', { name: 'Work as somebody else' }).click()
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible()
  await look('who')
})
