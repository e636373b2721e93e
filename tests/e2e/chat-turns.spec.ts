import type { Locator, Page } from '@playwright/test'
import { expect, fillChat, log, startChat, test } from '../kit/centre/centre.ts'
import { field, listen, say, talking } from '../kit/page/chat.ts'
import { takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'

const comment = (page: Page): Locator => page.getByLabel(/Anything we should know/u)
const technical = /\b(50\d|40\d|undefined|null|exception|ECONN\w+|ERR_\w+)\b/iu

test.describe('call me (R45 to R50, R151 to R160)', () => {
  test('customer enters and confirms a number, and it reaches the agent who asked', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent } = hand
    const chat = await talking(page, hand)
    centre.desk.makeCall(chat, agent)
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(
      `${agent.firstName} ${agent.lastName} would like to call you`,
    )
    const number = dialog.getByLabel(textOf('callback.number.label'))
    await dialog.getByRole('button', { name: textOf('chat.callMe.confirm') }).click()
    await expect(dialog).toContainText(textOf('phone.flaw.missing'))
    await number.fill('12')
    await dialog.getByRole('button', { name: textOf('chat.callMe.confirm') }).click()
    await expect(dialog).toContainText(textOf('phone.flaw.short'))
    await number.fill('040 5550142')
    await expect(dialog).toContainText(textOf('chat.callMe.readBack'))
    await expect(dialog.locator('bdi').last()).toHaveText('+49 40 5550142')
    await dialog.getByRole('button', { name: textOf('chat.callMe.confirm') }).click()
    await centre.until(() => chat.phoneNumbers.length > 0)
    expect(chat.phoneNumbers).toMatchObject([{ agentKey: agent.key, phoneNumber: '+49405550142' }])
    await expect(page.getByText(/will call you on .\+49\s40\s5550142/u)).toBeVisible()
    await expect(dialog).toHaveCount(0)
    // The chat goes on.
    await say(page, 'Thank you')
    await centre.until(() => chat.contents.some(({ text }) => text === 'Thank you'))
    expect(centre.journal.list().filter(({ route }) => route === 'call-me')).toHaveLength(1)
  })

  test('customer postpones, then declines: nothing is sent, and the agent may ask again', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent } = hand
    const chat = await talking(page, hand)
    centre.desk.makeCall(chat, agent)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText(/would like to call you\.$/u)).toBeVisible()
    await page.getByRole('button', { name: textOf('chat.callMe.decline') }).click()
    await expect(page.getByText(/would like to call you/u)).toHaveCount(0)
    centre.desk.makeCall(chat, agent)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: textOf('chat.callMe.decline') })
      .click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(centre.journal.list().filter(({ route }) => route === 'call-me')).toHaveLength(0)
  })

  test('customer is told that the agent has left, and no number is sent', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent, colleague } = hand
    const chat = await talking(page, hand)
    centre.desk.join(chat, colleague)
    centre.desk.makeCall(chat, agent)
    await expect(page.getByRole('dialog')).toBeVisible()
    centre.desk.requeue(chat, agent)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText('The call is no longer possible')).toBeVisible()
    expect(centre.journal.list().filter(({ route }) => route === 'call-me')).toHaveLength(0)
  })

  test('customer is told of a lost answer and tries again', async ({ guest, hand }) => {
    const { page } = guest
    const { centre, agent } = hand
    const chat = await talking(page, hand)
    centre.faults.add({ kind: 'hang', route: 'call-me', at: 'before', count: 0 })
    centre.desk.makeCall(chat, agent)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(textOf('callback.number.label')).fill('040 5550142')
    await dialog.getByRole('button', { name: textOf('chat.callMe.confirm') }).click()
    const said = page.getByText('We do not know whether your number got through.')
    await expect(dialog.getByText('We do not know whether')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('did not get through')).toHaveCount(0)
    await takePicture(page, 'call-me-unknown')
    await page.keyboard.press('Escape')
    await expect(said).toHaveCount(1)
    await takePicture(page, 'call-me-unknown-line')
    await page.getByRole('button', { name: textOf('chat.callMe.give') }).click()
    await dialog.getByLabel(textOf('callback.number.label')).fill('040 5550142')
    centre.faults.clear()
    await dialog.getByRole('button', { name: textOf('chat.callMe.confirm') }).click()
    await expect(page.getByText(/will call you on .\+49\s40\s5550142/u)).toBeVisible()
    expect(chat.phoneNumbers).toHaveLength(1)
  })
})

test.describe('waiting', () => {
  test('waiting customer sees the time, system messages and a callback offer that keeps their text', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const heard = await listen(page)
    await startChat(page, { message: 'My right light blinks orange' })
    const chat = await hand.session()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('We are looking for')
    const timer = page.getByRole('timer')
    const first = await timer.innerText()
    hand.centre.desk.systemMessage(chat, 'You are number <B>3</B> in line.')
    await expect(log(page)).toContainText('You are number 3 in line.')
    await expect.poll(async () => await timer.innerText()).not.toBe(first)
    await expect(
      page.getByRole('heading', { name: textOf('chat.waiting.offerTitle') }),
    ).toBeVisible({
      timeout: 20_000,
    })
    expect((await heard()).join(' ')).toContain(textOf('chat.waiting.offerTitle'))
    await page.getByRole('button', { name: textOf('channel.callback.name') }).click()
    // Nobody is to answer a chat that nobody reads.
    await hand.centre.until(() => chat.state === 'ended')
    expect(chat.endedBy).toBe('customer')
    await expect(page.locator('body')).not.toContainText('We are looking for')
    await expect(page.getByLabel(textOf('chat.before.name'))).toHaveValue('Jonas')
    await expect(comment(page)).toHaveValue('Service: My right light blinks orange')
  })

  test('customer stops waiting after one question, and the session ends', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    await startChat(page)
    const chat = await hand.session()
    await page.getByRole('button', { name: textOf('chat.waiting.stop') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: textOf('chat.waiting.stay') }).click()
    await expect(dialog).toHaveCount(0)
    expect(chat.state).toBe('waiting')
    await page.getByRole('button', { name: textOf('chat.waiting.stop') }).click()
    await dialog.getByRole('button', { name: textOf('chat.waiting.stop') }).click()
    await hand.centre.until(() => chat.endedBy === 'customer')
    await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })
})

test.describe('alternative channels', () => {
  for (const [what, status, sentence] of [
    ['full (503)', 503, 'Everyone on our team is busy just now.'],
    ['not licensed (403)', 403, 'The chat is not available right now.'],
  ] as const) {
    test(`${what}: customer is offered a callback with their text, a call, and the phone number with hours`, async ({
      guest,
      hand,
    }) => {
      hand.centre.faults.add({ kind: 'status', route: 'sessions.create', status, count: 0 })
      const { page } = guest
      await startChat(page)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentence)
      await expect(page.getByRole('button', { name: /Call me back/u })).toBeVisible()
      await expect(page.getByText('040 5550 0142')).toBeVisible()
      expect(await page.locator('body').innerText()).not.toMatch(technical)
      await page.getByRole('button', { name: /Call me back/u }).click()
      await expect(page.getByLabel(textOf('chat.before.name'))).toHaveValue('Jonas')
      await expect(comment(page)).toHaveValue('Service: My light is blinking')
    })
  }

  test('customer is told of an error 500 and retries with the same text', async ({
    guest,
    hand,
  }) => {
    hand.centre.faults.add({ kind: 'status', route: 'sessions.create', status: 500, count: 0 })
    const { page } = guest
    await startChat(page, { message: 'The very same words' })
    await expect(page.getByRole('heading', { level: 1 })).toContainText('We do not know whether')
    expect(await page.locator('body').innerText()).not.toMatch(technical)
    hand.centre.faults.clear()
    await page.getByRole('button', { name: 'Try again' }).click()
    const { request } = await hand.session()
    expect(request).toMatchObject({ caption: 'The very same words', customerName: 'Jonas' })
    await expect(log(page)).toContainText('The very same words')
  })
})

test.describe('the ends (R33 to R35, R101)', () => {
  test('server ends it (404): customer reads why, and a new chat starts clean', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    hand.centre.sessions.remove(chat)
    const title = page.getByRole('heading', { name: textOf('chat.ended.titleClosed') })
    await expect(title).toBeVisible({ timeout: 30_000 })
    await expect(log(page)).toContainText('Hello Jonas')
    await page.getByRole('button', { name: textOf('chat.ended.again') }).click()
    await fillChat(page, { message: 'Another question' })
    await hand.centre.until(() => hand.centre.sessions.list().length > 0)
    await expect(log(page)).not.toContainText('Hello Jonas')
  })

  test('system ends it after its last message', async ({ guest, hand }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.message(chat, hand.agent, 'Just a second')
    hand.centre.desk.systemEnd(chat)
    await expect(
      page.getByRole('heading', { name: textOf('chat.ended.titleClosed') }),
    ).toBeVisible()
    await expect(log(page)).toContainText('Just a second')
    await expect(log(page)).toContainText('This conversation was ended by the system.')
  })

  test('a message being sent when the customer ends the chat is delivered', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent } = hand
    const chat = await talking(page, hand)
    centre.faults.add({ kind: 'delay', route: 'contents.add', ms: 1500 })
    await say(page, 'One more thing')
    await page.getByRole('button', { name: textOf('chat.talk.end') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: textOf('chat.talk.end') })
      .click()
    centre.desk.message(chat, agent, 'Goodbye')
    await centre.until(() => chat.endedBy === 'customer')
    expect(chat.contents.map(({ text }) => text)).toContain('One more thing')
    await expect(page.getByText(textOf('chat.ended.byCustomer'))).toBeVisible()
    await expect(log(page)).toContainText('Goodbye')
    const routes = centre.journal.list().map(({ route }) => route)
    expect(routes.indexOf('sessions.delete')).toBeGreaterThan(routes.lastIndexOf('contents.add'))
  })
})

test.describe('the link', () => {
  test('customer keeps the draft while offline; afterwards everything arrives once and in order', async ({
    guest,
    hand,
  }) => {
    test.setTimeout(120_000)
    const { page } = guest
    const { centre, agent } = hand
    const heard = await listen(page)
    const chat = await talking(page, hand)
    await field(page).pressSequentially('half a sent')
    const down = [
      centre.faults.add({ kind: 'reset', route: 'contents.query', count: 0 }),
      centre.faults.add({ kind: 'reset', route: 'contents.add', count: 0 }),
    ]
    await expect(page.getByRole('main').getByText('We could not reach our team')).toBeVisible({
      timeout: 40_000,
    })
    centre.desk.message(chat, agent, 'Are you there?')
    await expect(field(page)).toHaveValue('half a sent')
    await say(page, 'first in the dark')
    await say(page, 'second in the dark')
    await expect(log(page).getByText(textOf('chat.delivery.sending')).first()).toBeVisible()
    await field(page).fill('half a sentence')
    for (const id of down) centre.faults.remove(id)
    await expect(log(page)).toContainText('Are you there?', { timeout: 40_000 })
    await expect(page.getByRole('main').getByText('We could not reach our team')).toBeHidden()
    await centre.until(() => chat.contents.some(({ text }) => text === 'second in the dark'))
    const mine = chat.contents.map(({ text }) => text).filter((text) => text.includes('the dark'))
    expect(mine).toEqual(['first in the dark', 'second in the dark'])
    await expect(field(page)).toHaveValue('half a sentence')
    expect((await heard()).join(' ')).toContain(textOf('chat.talk.back'))
  })

  test('customer can resend or discard a refused message', async ({ guest, hand }) => {
    const { page } = guest
    const { centre } = hand
    const heard = await listen(page)
    const chat = await talking(page, hand)
    centre.faults.add({ kind: 'status', route: 'contents.add', status: 400, count: 2 })
    await say(page, 'Will my settings stay?')
    await expect(log(page).getByText(textOf('chat.delivery.failed'))).toBeVisible()
    await say(page, 'Never mind this one')
    await expect(log(page).getByText(textOf('chat.delivery.failed'))).toHaveCount(2)
    expect((await heard()).join(' ')).toContain(textOf('chat.delivery.failed'))
    await log(page)
      .getByRole('button', { name: textOf('chat.delivery.discard') })
      .last()
      .click()
    await expect(log(page).getByText(textOf('chat.delivery.failed'))).toHaveCount(1)
    await log(page).getByRole('button', { name: 'Try again' }).click()
    await centre.until(() => chat.contents.some(({ text }) => text === 'Will my settings stay?'))
    await expect(log(page).getByText(textOf('chat.delivery.failed'))).toHaveCount(0)
    await expect(log(page)).not.toContainText('Never mind this one')
  })

  test('customer decides about a message in doubt at a centre without echo (question 1)', async ({
    openGuest,
    hand,
  }) => {
    test.setTimeout(120_000)
    hand.centre.setSwitches({ customerEcho: 'omitted' })
    const { page } = await openGuest({ policy: { centre: { compat: { echo: 'no' } } } })
    const { centre } = hand
    const chat = await talking(page, hand)
    centre.faults.add({ kind: 'reset', route: 'contents.add', at: 'after' })
    await say(page, 'Did this get through?')
    await expect(log(page).getByText(textOf('chat.delivery.unknown'))).toBeVisible({
      timeout: 40_000,
    })
    const posts = () => centre.journal.list().filter(({ route }) => route === 'contents.add').length
    expect(posts()).toBe(1)
    await log(page)
      .getByRole('button', { name: textOf('chat.delivery.anyway') })
      .click()
    await expect(
      log(page)
        .getByText(/^Sent|^Delivered/u)
        .last(),
    ).toBeVisible()
    expect(posts()).toBe(2)
    expect(chat.state).toBe('active')
  })
})

test.describe('the sensitive-data guard', () => {
  test('customer is asked about a card number (mask, send, edit) but not about an order number', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre } = hand
    const chat = await talking(page, hand)
    const sent = () =>
      chat.contents.filter(({ author }) => author === 'customer').map(({ text }) => text)
    const dialog = page.getByRole('dialog')

    await say(page, 'My card is 4111 1111 1111 1111, ok?')
    await expect(dialog).toContainText(textOf('chat.guard.cardTitle'))
    expect(sent().join()).not.toContain('4111')
    await dialog.getByRole('button', { name: textOf('chat.guard.mask') }).click()
    await centre.until(() => sent().some((text) => text.includes(', ok?')))
    expect(sent().at(-1)).not.toMatch(/4111 1111/u)
    expect(sent().at(-1)).toContain('My card is')

    await say(page, 'Again 4111 1111 1111 1111')
    await dialog.getByRole('button', { name: textOf('chat.guard.edit') }).click()
    await expect(field(page)).toHaveValue('Again 4111 1111 1111 1111')
    expect(sent().join()).not.toContain('4111')
    await page.getByRole('button', { name: textOf('chat.talk.send'), exact: true }).click()
    await dialog.getByRole('button', { name: textOf('chat.guard.send') }).click()
    await centre.until(() => sent().includes('Again 4111 1111 1111 1111'))

    await say(page, 'DE89 3704 0044 0532 0130 00')
    await expect(dialog).toContainText('bank account number')
    await dialog.getByRole('button', { name: textOf('chat.guard.mask') }).click()
    await say(page, 'Order 4711-0815-2026, phone +49 40 5550142')
    await centre.until(() => sent().includes('Order 4711-0815-2026, phone +49 40 5550142'))
    await expect(dialog).toHaveCount(0)
  })

  test('customer is asked in the first message too', async ({ guest, hand }) => {
    const { page } = guest
    await startChat(page, { message: 'I paid with 4111 1111 1111 1111' })
    await page
      .getByRole('dialog')
      .getByRole('button', { name: textOf('chat.guard.mask') })
      .click()
    const { request } = await hand.session()
    expect(request.caption).not.toContain('1111 1111 1111')
  })
})
