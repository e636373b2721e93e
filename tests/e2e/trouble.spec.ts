import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { isConnected } from '../../simulator/model/session.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { endVisit, say, talking } from '../kit/page/chat.ts'
import { freePort, listen } from '../kit/network/ports.ts'
import { startTcpRelay } from '../kit/network/tcp-relay.ts'
import { textOf } from '../kit/page/texts.ts'

/** Whatever goes wrong: a calm sentence and a next step for the customer, the cause for the log. */
test.describe('trouble', () => {
  const technical = /\b(50\d|40\d|error|undefined|null|exception|ECONN\w+|ERR_\w+|http)\b/iu

  test('customer meets no server, a nonsense server, a wrong secret', async ({
    openCustomer,
    hand,
  }) => {
    const { pathname, port: centrePort } = new URL(hand.addresses.rest)
    const port = await freePort()
    const { page, log } = await openCustomer({
      policy: {
        centre: {
          baseUrl: `http://127.0.0.1:${String(port)}${pathname}`,
          clientSecret: 'wrong',
        },
        contact: { phoneNumber: '040 5550' },
      },
    })
    /** What the log says from the beginning of another visit on, which begins with a look at each channel. */
    const visit = async (): Promise<() => string> => {
      await endVisit(page)
      const written = log().length
      await page.evaluate('callpoint.visit.touch()')
      return () => log().slice(written)
    }

    await test.step('no server', async () => {
      await expect.poll(log).toContain('unreachable')
      await expect(page.getByText('040 5550').first()).toBeVisible()
      expect(await page.locator('body').innerText()).not.toMatch(technical)
    })

    await test.step('server answers HTML, nonsense, half a body or nothing', async () => {
      const answers = [
        '<html><h1>502 Bad Gateway</h1></html>',
        '\u0000\u0001{{{{',
        '{"access_token": "f95612a9-17a2',
        '',
      ]
      let current = ''
      let asked = 0
      const server = createServer((_request, response) => {
        asked += 1
        response.writeHead(200, { 'content-type': 'text/html' }).end(current)
      })
      await listen(server, '127.0.0.1', port)
      for (const answer of answers) {
        current = answer
        const before = asked
        const said = await visit()
        await expect.poll(said).toContain('nonsense')
        expect(asked).toBeGreaterThan(before)
        expect(await page.locator('body').innerText()).not.toMatch(technical)
      }
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })

    await test.step('wrong secret', async () => {
      const wire = await startTcpRelay(Number(centrePort), '127.0.0.1', port)
      const said = await visit()
      await expect(
        page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
      ).toBeVisible()
      await expect.poll(said).toContain('unauthorized')
      expect(log()).not.toContain('wrong"')
      expect(await page.locator('body').innerText()).not.toMatch(technical)
      await wire.close()
    })
  })

  test("wrong device clock: Home uses the centre's time, and the self-test reports it", async ({
    openCustomer,
    hand,
  }) => {
    const halfDay = 12 * 3_600_000
    hand.centre.faults.add({ kind: 'clock-skew', ms: halfDay, count: 0 })
    // Open for the two hours around the centre's time, which is the middle of this device's night.
    const hour = (at: number) => `${new Date(at).toISOString().slice(11, 13)}:00`
    const there = Date.now() + halfDay
    const span = `${hour(there - 3_600_000)}-${hour(there + 2 * 3_600_000)}`
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const { page, log } = await openCustomer({
      policy: { zone: 'UTC', hours: Object.fromEntries(days.map((day) => [day, [span]])) },
    })
    await expect.poll(log).toContain('the clock of this device is off')
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeEnabled()
    await talking(page, hand)
    await expect(page.getByLabel(textOf('chat.talk.message'), { exact: true })).toBeEnabled()
  })

  test('response lost on a kept-alive connection duplicates no message', async ({
    guest,
    hand,
  }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    const sentences = ['one', 'two', 'three', 'four']
    hand.centre.faults.add({ kind: 'reset', route: 'contents.add', at: 'after', count: 2 })
    for (const text of sentences) {
      await page.getByLabel(textOf('chat.talk.message'), { exact: true }).fill(text)
      await page.keyboard.press('Enter')
    }
    const received = () =>
      chat.contents.map(({ text }) => text).filter((text) => sentences.includes(text))
    await expect.poll(received, { timeout: 60_000 }).toHaveLength(4)
    await expect(page.getByText(/^Delivered/u).last()).toBeVisible()
    expect(received()).toEqual(sentences)
    const posts = hand.centre.journal.list().filter(({ route }) => route === 'contents.add')
    expect(posts).toHaveLength(4)
  })

  test('missing and broken policy file', async ({ openCustomer }, info) => {
    for (const [name, content] of [
      ['missing', undefined],
      ['broken', '{"centre": {"clientSecret": "canary-secret",}'],
    ] as const) {
      const file = join(info.outputDir, '..', `${name}-policy.json`)
      if (content !== undefined) writeFileSync(file, content, { mode: 0o644 })
      const { page, log } = await openCustomer({ args: [`--config=${file}`] })
      await expect(page.locator('body')).toContainText(/\w{3}/u)
      expect(log()).toMatch(/cannot be read|is not JSON/u)
      expect(log()).not.toContain('canary-secret')
    }
  })

  test('every message over the bridge is parsed, and invalid ones are refused', async ({
    guest,
  }) => {
    const outcomes = await guest.page.evaluate(async () => {
      const bridge = Reflect.get(window, 'callpoint') as Record<
        string,
        Record<string, (input: unknown) => Promise<unknown>>
      >
      return Promise.all([
        bridge['chat']?.['send']?.({ text: 7 }),
        bridge['chat']?.['send']?.('text'),
        bridge['chat']?.['start']?.({ name: 'a', message: 'b', consent: 'yes' }),
        bridge['visit']?.['comfort']?.({ theme: 'pink', textZoom: 99, reach: 1 }),
        bridge['visit']?.['language']?.({ language: 'x'.repeat(100) }),
      ])
    })
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    }
  })
})

/** Straight to the centre: a proxy between would accept connections in its place. */
test.describe('server is unavailable, or full', () => {
  test.use({ judged: false })

  test('redeploying the application ends no chat, and messages are sent once', async ({
    customer,
    hand,
  }) => {
    const { page } = customer
    const chat = await talking(page, hand)
    hand.centre.faults.add({ kind: 'application-away', ms: 9000 })
    await say(page, 'while it is away')
    const missed = () =>
      hand.centre.journal
        .list()
        .filter(({ route, status }) => route === 'contents.query' && status === 404)
    await hand.centre.until(() => missed().length >= 3)
    await expect(page.getByText('The chat has come to its end.')).toBeHidden()
    await expect(page.getByText(/Not delivered/u)).toBeHidden()
    const received = () => chat.contents.filter(({ text }) => text === 'while it is away')
    await expect.poll(received, { timeout: 60_000 }).toHaveLength(1)
    await expect(page.getByText(/^Delivered/u).last()).toBeVisible({ timeout: 30_000 })
    expect(isConnected(chat)).toBe(true)
  })

  test('message accepted after its timeout is delivered once', async ({ openCustomer, hand }) => {
    const { page } = await openCustomer({ policy: { centre: { requestTimeoutSeconds: 4 } } })
    const chat = await talking(page, hand)
    hand.centre.faults.add({ kind: 'late-accept', route: 'contents.add', ms: 12_000 })
    await say(page, 'late')
    const asked = (route: string) =>
      hand.centre.journal.list().filter((entry) => entry.route === route)
    await hand.centre.until(() => asked('contents.add').length === 1)
    const [post] = asked('contents.add')
    const tokens = asked('token').length
    const polls = asked('contents.query').length
    // Given up, the way to the centre is asked for over a new connection, which waits behind it.
    await hand.centre.until(() => asked('token').length > tokens)
    const received = () => chat.contents.filter(({ text }) => text === 'late')
    await hand.centre.until(() => received().length > 0)
    await expect(page.getByText(textOf('chat.delivery.sending'))).toHaveCount(0, {
      timeout: 30_000,
    })
    expect(received()).toHaveLength(1)
    expect(asked('contents.add')).toEqual([post])
    // All the while queries over the kept connection were answered.
    expect(asked('contents.query').length).toBeGreaterThan(polls + 3)
    expect(asked('contents.query').every(({ status }) => status === 200)).toBe(true)
  })

  test('chat opens one connection per message and shares one for the rest', async ({
    customer,
    hand,
  }) => {
    const { page } = customer
    const chat = await talking(page, hand)
    const before = hand.centre.connections()
    const sentences = ['one', 'two', 'three', 'four', 'five']
    for (const text of sentences) {
      await page.getByLabel(textOf('chat.talk.message'), { exact: true }).pressSequentially(text)
      await hand.centre.until(() => chat.customerTyping)
      await page.keyboard.press('Enter')
      await hand.centre.until(() => chat.contents.some((content) => content.text === text))
    }
    const { journal } = hand.centre
    expect(journal.count('contents.add')).toBe(sentences.length)
    expect(journal.count('typing')).toBeGreaterThanOrEqual(sentences.length)
    // A notice that leaves while a query is under way may open one more, once.
    expect(hand.centre.connections() - before).toBeLessThanOrEqual(sentences.length + 1)
  })
})
