import type { ContentType } from '../../simulator/model/session.ts'
import { expect, log, startChat, test } from '../kit/centre/centre.ts'
import { field, foreignRequests, listen, say, talking } from '../kit/page/chat.ts'
import { textOf } from '../kit/page/texts.ts'

/** The agents' markup as the guide prints it, and what is left of it. */
const samples: readonly { html: string; text: RegExp }[] = [
  {
    html: '<FONT size=2 face=Tahoma color=#ff0000>How&nbsp;may I <B>help</B> you?</FONT>',
    text: /How\smay I help you\?/u,
  },
  {
    html: '<TABLE border=1><TR><TD>Model</TD><TD>Fjord 6</TD></TR><TR><TD>Colour</TD><TD>white</TD></TR></TABLE>',
    text: /Model[\s\S]*Fjord 6[\s\S]*Colour[\s\S]*white/u,
  },
  { html: '<UL><LI>first<LI>second</UL>', text: /first[\s\S]*second/u },
  { html: 'Fish &amp; chips &lt;b&gt; 5 &euro; &#128077;', text: /Fish & chips <b> 5 € 👍/u },
  { html: 'a<BR>b<P>c</P>', text: /a[\s\S]*b[\s\S]*c/u },
  { html: '<SPAN style="position:fixed;top:0;font-size:200px">big</SPAN>', text: /big/u },
  {
    html: '<IMG src="http://192.0.2.1/pixel.gif"><IMG src="images/smile.gif">smile',
    text: /smile/u,
  },
  { html: '<SCRIPT>window.hacked=1</SCRIPT><A href="javascript:hacked=1">go</A>', text: /go/u },
  { html: 'مرحبا، كيف يمكنني مساعدتك؟', text: /مرحبا/u },
  { html: '👨‍👩‍👧‍👦 🇩🇪 👍🏽', text: /👨‍👩‍👧‍👦 🇩🇪 👍🏽/u },
]

test.describe('every type of content (R110 to R128)', () => {
  test.setTimeout(150_000)
  // No description of the centre's holds the type that nobody knows.
  test.use({ judged: false })

  test('each type has its own look and announcement, even unknown ones', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const { centre, agent, colleague } = hand
    const { desk } = centre
    const name = `${agent.firstName} ${agent.lastName}`
    const other = `${colleague.firstName} ${colleague.lastName}`
    const heard = await listen(page)
    await startChat(page)
    const chat = await hand.session()
    // CUSTOMER_MESSAGE: the caption, and SYSTEM_MESSAGE whose name is HTML (C21, R127).
    await expect(log(page)).toContainText('My light is blinking')
    desk.systemMessage(chat, '<FONT color=red>All agents are busy.</FONT>')
    await expect(log(page)).toContainText('All agents are busy.')
    // AGENT_MESSAGE: name from first and last name, initials.
    desk.accept(chat, agent)
    desk.message(chat, agent, 'Good <B>afternoon</B>')
    await expect(log(page).getByText('Good afternoon')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
    await expect(log(page).getByText(new RegExp(`^${name} joined at`, 'u'))).toBeVisible()
    await expect(log(page).locator('strong')).toHaveText('afternoon')
    const initials = `${agent.firstName.charAt(0)}${agent.lastName.charAt(0)}`
    await expect(log(page).getByText(initials, { exact: true })).toBeVisible()
    // CUSTOMER_MESSAGE of our own, delivered.
    await say(page, 'Thank you')
    await expect(
      log(page)
        .getByText(/^Delivered/u)
        .last(),
    ).toBeVisible()
    // AGENT_CONFERENCE_JOIN.
    desk.join(chat, colleague)
    await expect(log(page).getByText(new RegExp(`^${other} joined at`, 'u'))).toBeVisible()
    // AGENT_PUSH_URL and SYSTEM_PUSH_URL.
    desk.pushUrl(chat, agent, 'https://shop.example/guide')
    await expect(log(page)).toContainText(`${name} showed you a page`)
    desk.systemPushUrl(chat, 'https://help.example/')
    await expect(log(page)).toContainText(textOf('chat.page.showedUnnamed'))
    // A type nobody knows (C3): its words are not lost.
    // The cast is the point: the simulator's own types do not hold it either.
    centre.sessions.add(chat, 'SUPERVISOR_WHISPER' as ContentType, agent, 'A word from above')
    await expect(log(page)).toContainText('A word from above')
    // AGENT_REQUEUE.
    desk.requeue(chat, agent)
    await expect(log(page)).toContainText('You are back in the queue')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('We are looking for')
    // AGENT_DISCONNECT ends it.
    desk.accept(chat, colleague)
    desk.message(chat, colleague, 'It is me now')
    await expect(log(page)).toContainText('It is me now')
    desk.disconnect(chat, colleague)
    await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
    await expect(log(page).getByText(new RegExp(`^${other} left at`, 'u'))).toBeVisible()
    await expect(page.getByText(`${other} ended the chat.`)).toBeVisible()

    const said = (await heard()).join('\n')
    for (const words of [
      'All agents are busy.',
      `${name} is here now.`,
      `${name}: Good afternoon`,
      `${name} showed you a page: shop.example`,
      'Our team showed you a page: help.example',
      'A word from above',
      'You are back in the queue',
      `${other}: It is me now`,
    ]) {
      expect(said).toContain(words)
      expect(said.split(words)).toHaveLength(2)
    }
    // The colleague came twice.
    expect(said.split(`${other} is here now.`)).toHaveLength(3)
    // Neither agent keys nor markup reach anybody's eye or ear; a minute may be written as a key is.
    const everything = `${said}\n${await log(page).innerText()}`.replace(/\d\d:\d\d/gu, '')
    expect(everything).not.toMatch(/<\/?[a-z]/iu)
    expect(everything).not.toContain(String(agent.key))
  })
})

test.describe('contents and their markup', () => {
  test.setTimeout(150_000)
  test("another client's CUSTOMER_DISCONNECT ends the chat", async ({ guest, hand }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    hand.centre.sessions.end(chat, 'customer', 'customer')
    await expect(
      page.getByRole('heading', { name: textOf('chat.ended.titleClosed') }),
    ).toBeVisible()
    await expect(log(page)).toContainText('You left the chat at')
  })

  test("app renders the centre's markup without loading or executing anything", async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const asked = foreignRequests(page)
    const chat = await talking(page, hand)
    for (const { html } of samples) hand.centre.desk.message(chat, hand.agent, html)
    const bubbles = log(page).locator('.bubble')
    await expect(bubbles).toHaveCount(samples.length + 2)
    for (const [at, { text }] of samples.entries()) {
      await expect(bubbles.nth(at + 2)).toContainText(text)
    }
    for (const tag of [
      'font',
      '[border]',
      'img',
      'script',
      'style',
      'iframe',
      'a[href]',
      '[style]',
    ]) {
      await expect(bubbles.locator(tag)).toHaveCount(0)
    }
    await expect(log(page).getByRole('listitem')).toHaveCount(2)
    expect(await page.evaluate(() => Reflect.get(window, 'hacked') === undefined)).toBe(true)
    // Each paragraph runs as its own language does.
    await expect(bubbles.filter({ hasText: 'مرحبا' }).locator('p')).toHaveAttribute('dir', 'rtl')
    // A link is a button that offers a code to take along.
    hand.centre.desk.message(chat, hand.agent, '<A href="https://shop.example/a?b=1">our shop</A>')
    await log(page)
      .getByRole('button', { name: /our shop/u })
      .click()
    await expect(page.getByRole('dialog')).toContainText('shop.example')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    // What cannot be opened here is text that says where it leads.
    hand.centre.desk.message(
      chat,
      hand.agent,
      '<A href="tel:+49405550142">Call us</A>, see „www.shop.example“, not ' +
        '<A href="https://evil.example/">https://<B>bank</B>.example/</A>',
    )
    const last = bubbles.last()
    await expect(last).toContainText(/Call us\s\(\+49405550142\)/u)
    await expect(last.getByRole('button')).toHaveText(['www.shop.example'])
    await expect(last).toContainText(textOf('chat.rich.elsewhere'))
    await expect(last).toContainText('evil.example')
    expect(asked).toEqual([])
  })

  test('agent sends 3,000 characters, and the customer sees the limit', async ({ guest, hand }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    const long = `${'An even longer sentence about routers. '.repeat(78)}The end.`
    expect(long.length).toBeGreaterThan(3000)
    hand.centre.desk.message(chat, hand.agent, `${long}<BR>${'W'.repeat(400)}`)
    await expect(log(page)).toContainText('The end.')
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(sideways).toBe(0)
    expect(await log(page).evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)

    // The counter appears when it matters, and counts characters as people do.
    await field(page).fill('x'.repeat(1700))
    await expect(page.getByText(/characters? left/u)).toHaveCount(0)
    await field(page).fill(`${'x'.repeat(1989)}👍`)
    await expect(page.getByText('10 characters left')).toBeVisible()
    await field(page).fill('x'.repeat(2003))
    await expect(page.getByText('3 characters too many')).toBeVisible()
    await page.getByRole('button', { name: textOf('chat.talk.send'), exact: true }).click()
    await expect(field(page)).toHaveValue('x'.repeat(2003))
    await field(page).fill('y'.repeat(2000))
    await page.getByRole('button', { name: textOf('chat.talk.send'), exact: true }).click()
    await hand.centre.until(() => chat.contents.some(({ text }) => text === 'y'.repeat(2000)))
    const posted = hand.centre.journal.list().filter(({ route }) => route === 'contents.add')
    expect(posted).toHaveLength(1)
  })

  test('customer sees the names of two typing agents until polls stop', async ({ guest, hand }) => {
    const { page } = guest
    const { centre, agent, colleague } = hand
    const chat = await talking(page, hand)
    centre.desk.join(chat, colleague)
    await expect(log(page)).toContainText(`${colleague.firstName} ${colleague.lastName} joined`)
    const typing = page.locator('[data-typing]')
    const both = (): void => {
      centre.desk.typing(chat, agent, true)
      centre.desk.typing(chat, colleague, true)
    }
    both()
    await expect
      .poll(async () => {
        both()
        return (await typing.count()) === 0 ? '' : await typing.innerText()
      })
      .toMatch(/\w+ \w+ and \w+ \w+ are typing/u)
    const words = await typing.innerText()
    for (const { firstName, lastName, key } of [agent, colleague]) {
      expect(words).toContain(`${firstName} ${lastName}`)
      expect(words).not.toContain(String(key))
    }
    // A message ends the typing of whoever sent it.
    centre.desk.message(chat, agent, 'There you are')
    await expect(log(page)).toContainText('There you are')
    await expect(typing).toBeHidden()
    // Polls stop: nobody types for ever.
    await expect
      .poll(async () => {
        both()
        return await typing.isVisible()
      })
      .toBe(true)
    centre.faults.add({ kind: 'hang', route: 'contents.query', count: 0 })
    await expect(typing).toBeHidden({ timeout: 20_000 })
  })
})
