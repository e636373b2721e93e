import { expect, log, startChat, test, zone } from '../kit/centre/centre.ts'
import { textOf } from '../kit/page/texts.ts'

test.describe('a simple chat', () => {
  test('customer and agent exchange twenty messages each, in order', async ({
    openCustomer,
    hand,
  }) => {
    // With the pace of polls that a customer has.
    const pace = { adaptivePolling: true, pollSeconds: 3 }
    const source = 'jonas_silva@example.com'
    const { page } = await openCustomer({
      policy: { chat: { ...pace, source, transcript: false } },
    })
    const { centre, agent } = hand
    await startChat(page)
    const session = await hand.session()
    expect(session.request).toMatchObject({
      customerName: 'Jonas',
      caption: 'My light is blinking',
      language: 'English',
      priority: 50,
    })
    await test.step('an e-mail address with an underscore is never sent as `source`', () => {
      expect(session.request.source).not.toMatch(/[!"%*,_`|]/u)
      expect(JSON.stringify(session.request.contactData)).toContain(source)
    })
    await expect(log(page)).toContainText('My light is blinking')
    await expect(log(page)).toContainText('Welcome')
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello <B>Jonas</B>')
    await expect(log(page)).toContainText('Hello Jonas')
    for (let turn = 1; turn <= 20; turn += 1) {
      await page
        .getByLabel(textOf('chat.talk.message'), { exact: true })
        .fill(`question ${String(turn)}.`)
      await page.getByRole('button', { name: textOf('chat.talk.send') }).click()
      await centre.until(() =>
        session.contents.some(({ text }) => text.includes(`question ${String(turn)}.`)),
      )
      centre.desk.message(session, agent, `answer ${String(turn)}.`)
    }
    await expect(log(page)).toContainText('answer 20.', { timeout: 30_000 })
    const text = (await log(page).textContent()) ?? ''
    for (let turn = 1; turn <= 20; turn += 1) {
      expect(text.split(`question ${String(turn)}.`)).toHaveLength(2)
      expect(text.split(`answer ${String(turn)}.`)).toHaveLength(2)
      expect(text.indexOf(`question ${String(turn)}.`)).toBeLessThan(
        text.indexOf(`answer ${String(turn)}.`),
      )
    }
    const posted = centre.journal
      .list()
      .filter(({ route }) => route === 'contents.add')
      .map(({ body }) => body)
    expect(posted).toHaveLength(20)
    await test.step('customer is offered no transcript if the policy disables it', async () => {
      centre.desk.disconnect(session, agent)
      await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
      await expect(page.getByRole('button', { name: /print|save/iu })).toHaveCount(0)
    })
  })

  test('customer and agent see each other type (R42 to R44)', async ({ guest, hand }) => {
    const { page } = guest
    const { centre, agent } = hand
    await startChat(page)
    const session = await hand.session()
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello')
    await expect(log(page)).toContainText('Hello')
    const typing = page.getByText(`${agent.firstName} ${agent.lastName} is typing`)
    // An agent's typing ends by itself after four seconds (R44): this one goes on until it is seen.
    await expect(async () => {
      centre.desk.typing(session, agent, true)
      await expect(typing).toBeVisible({ timeout: 1000 })
    }).toPass()
    await expect(typing).toBeHidden()
    const message = page.getByLabel(textOf('chat.talk.message'), { exact: true })
    await message.pressSequentially('I am wri')
    await centre.until(() => session.customerTyping)
    await message.pressSequentially('ting', { delay: 50 })
    // Four seconds after the last key it ends by itself.
    await centre.until(() => !session.customerTyping)
    await message.pressSequentially(' on')
    await centre.until(() => session.customerTyping)
    await page.getByRole('button', { name: textOf('chat.talk.send') }).click()
    await centre.until(() => session.contents.some(({ text }) => text === 'I am writing on'))
    const sent = centre.journal.list().filter(({ route }) => route === 'typing')
    expect(sent.map(({ body }) => body)).toEqual([
      { isTyping: true },
      { isTyping: false },
      { isTyping: true },
    ])
  })

  test("customer sees times in their own zone, not the operator's", async ({ guest, hand }) => {
    const { page } = guest
    const { centre, agent } = hand
    const clock = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hour: 'numeric', minute: '2-digit' },
    })
    await startChat(page)
    const session = await hand.session()
    const before = clock.format(Date.now())
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello')
    const name = `${agent.firstName} ${agent.lastName}`
    const joined = log(page).getByText(textOf('chat.event.joined', { name, time: '' }).trim())
    await expect(joined).toBeVisible()
    const times = [before, clock.format(Date.now())]
    expect(times.map((time) => textOf('chat.event.joined', { name, time }))).toContain(
      await joined.textContent(),
    )
  })

  test('agent ends it, and pending messages are shown first', async ({ guest, hand }) => {
    const { page } = guest
    const { centre, agent } = hand
    await startChat(page)
    const session = await hand.session()
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'A last word')
    centre.desk.disconnect(session, agent)
    await expect(log(page)).toContainText('A last word')
    await expect(page.getByRole('button', { name: textOf('chat.talk.end') })).toBeHidden()
    await expect(page.getByRole('heading', { name: /thank you/i })).toBeVisible()
  })

  test('customer ends it after one question, with a last query before DELETE (R33)', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent } = hand
    await startChat(page)
    const session = await hand.session()
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello')
    await expect(log(page)).toContainText('Hello')
    await page.getByRole('button', { name: textOf('chat.talk.end') }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: textOf('chat.talk.end') }).click()
    await centre.until(() => session.endedBy === 'customer')
    await expect(page.getByRole('heading', { name: /thank you/i })).toBeVisible()
    const routes = centre.journal.list().map(({ route }) => route)
    const end = routes.indexOf('sessions.delete')
    expect(routes[end - 1]).toBe('contents.query')
  })
})
