import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, startChat, test } from '../support/centre.ts'

/** Whatever goes wrong: a calm sentence and a next step for the customer, the cause for the log. */
test.describe('trouble', () => {
  const technical = /\b(50\d|40\d|error|undefined|null|exception|ECONN\w+|ERR_\w+|http)\b/iu

  test('the wrong secret', async ({ openCustomer }) => {
    const { page, log } = await openCustomer({ policy: { centre: { clientSecret: 'wrong' } } })
    await expect(page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    await expect.poll(log).toContain('unauthorized')
    expect(log()).not.toContain('wrong"')
    expect(await page.locator('body').innerText()).not.toMatch(technical)
  })

  test('nobody listens', async ({ openCustomer }) => {
    const { page, log } = await openCustomer({
      policy: {
        centre: { baseUrl: 'http://127.0.0.1:9/rest' },
        contact: { phoneNumber: '040 5550' },
      },
    })
    await expect.poll(log).toContain('unreachable')
    await expect(page.getByText('040 5550').first()).toBeVisible()
    expect(await page.locator('body').innerText()).not.toMatch(technical)
  })

  for (const [name, answer] of [
    ['HTML', '<html><h1>502 Bad Gateway</h1></html>'],
    ['nonsense', '\u0000\u0001{{{{'],
    ['half a body', '{"access_token": "f95612a9-17a2'],
    ['nothing', ''],
  ] as const) {
    test(`a server that answers ${name}`, async ({ openCustomer }) => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(answer)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const { page, log } = await openCustomer({
        policy: { centre: { baseUrl: `http://127.0.0.1:${String(port)}/rest` } },
      })
      await expect.poll(log).toContain('nonsense')
      expect(await page.locator('body').innerText()).not.toMatch(technical)
      server.close()
    })
  }

  test('no policy file, and one that is broken', async ({ openCustomer }, info) => {
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

  test('chat is full, and the ladder leads on', async ({ openCustomer, hand }) => {
    hand.centre.faults.add({ kind: 'status', route: 'sessions.create', status: 503, count: 0 })
    const { page } = await openCustomer()
    await startChat(page)
    await expect(page.getByRole('alert').or(page.getByRole('main'))).toContainText(/\w/u)
    expect(await page.locator('body').innerText()).not.toMatch(technical)
  })

  test('every message over the bridge is parsed, and a wrong one refused', async ({ customer }) => {
    const outcomes = await customer.page.evaluate(async () => {
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
