import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../../simulator/model/session.ts'
import { smallCamera } from '../kit/machine/devices.ts'
import { log as transcript } from '../kit/centre/centre.ts'
import { say, talking } from '../kit/page/chat.ts'
import { startTcpRelay } from '../kit/network/tcp-relay.ts'
import { textOf } from '../kit/page/texts.ts'
import { startHaproxy, startNginx } from './lib/fronts.ts'
import { expect, test } from './lib/stage.ts'
import { proxyUser, startSquid, type Squid } from './lib/squid.ts'

test.use({ judged: false, layout: 'terminal' })

const refusedPosts = (squid: Squid): number =>
  squid.log().match(/TCP_DENIED\/407 \d+ POST \S+\/contents/gu)?.length ?? 0

/** What the customer has said, as the centre holds it. */
const said = ({ contents }: Session): readonly string[] =>
  contents.filter(({ author }) => author === 'customer').map(({ text }) => text)

test('squid requires a password during a chat: a message waits and is sent once', async ({
  stage,
  hand,
  openCustomer,
}) => {
  const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), 'basic'))
  squid.ask(false)
  const { page, log } = await openCustomer({ args: squid.args })
  const chat = await talking(page, hand)
  squid.ask(true)
  await say(page, 'the first')
  // Some nine seconds, until it has been tried and refused three times.
  await expect.poll(() => refusedPosts(squid), { timeout: 30_000 }).toBeGreaterThanOrEqual(3)
  await expect(page.getByText('Not delivered')).toHaveCount(0)
  await say(page, 'the second')
  squid.ask(false)
  await expect
    .poll(() => said(chat).slice(-2), { timeout: 30_000 })
    .toEqual(['the first', 'the second'])
  await expect(transcript(page).getByText('Delivered')).toHaveCount(2)
  expect(said(chat).filter((text) => text === 'the first')).toHaveLength(1)
  expect(hand.centre.journal.count('contents.add')).toBe(2)
  expect(log()).not.toMatch(/"effect":"possible"/u)
})

for (const scheme of ['basic', 'digest'] as const) {
  test.describe(`through squid, which asks for a sign-in (${scheme})`, () => {
    // Once in the clear, once with TLS: then everything goes through tunnels.
    const tls = scheme === 'digest'
    test.use({ centreOptions: { tls } })

    test('customer chats and calls', async ({ stage, hand, openCustomer }) => {
      const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), scheme))
      const { centre } = hand
      const caFile = join(stage.folder, 'authority.pem')
      writeFileSync(caFile, centre.ca ?? '')
      const { page, log } = await openCustomer({
        args: [...smallCamera, ...squid.args],
        policy: {
          ...(tls ? { certificates: { caFile } } : {}),
          proxy: { hosts: [squid.address], ...proxyUser },
          secrets: { store: 'memory' },
        },
      })
      const chat = await talking(page, hand)
      await say(page, 'through the proxy')
      await expect(transcript(page).getByText('through the proxy')).toBeVisible()
      await expect.poll(() => said(chat).slice(1)).toEqual(['through the proxy'])
      centre.desk.leave(chat, hand.agent)
      await page.getByRole('button', { name: 'End chat' }).click()

      await page.evaluate('callpoint.visit.end()')
      await page.getByRole('button', { name: 'Video call', exact: true }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
      await expect.poll(() => centre.sip.calls().length).toBe(1)

      // Each request was let in under its name; the password stands nowhere.
      const served = squid
        .log()
        .split('\n')
        .filter((line) => line.includes(' kiosk '))
      const { port } = centre
      expect(served.some((line) => line.includes(`CONNECT 127.0.0.1:${port} `))).toBe(true)
      expect(served.some((line) => line.includes('POST http://'))).toBe(!tls)
      expect(log()).toContain('signed in at the proxy')
      expect(log()).not.toContain(proxyUser.password)
    })
  })
}

test('app ends a call that the proxy stops with a sentence, and goes on', async ({
  stage,
  openCustomer,
}) => {
  const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), 'basic'))
  squid.ask(false)
  const { page } = await openCustomer({ args: [...smallCamera, ...squid.args] })
  await page.getByRole('button', { name: 'Video call', exact: true }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  squid.ask(true)
  await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
  await expect(page.getByRole('heading', { name: textOf('call.serverDownTitle') })).toBeVisible()
  expect(squid.log()).toMatch(/TCP_DENIED\/407 \d+ CONNECT/u)
  // No dictionary and whatever else Chromium would fetch for itself.
  expect(squid.log()).not.toMatch(/(?:CONNECT|GET|POST) (?!(?:https?:\/\/)?127\.0\.0\.1)/u)
})

test('app sends a wrong password once, not with every poll', async ({
  stage,
  hand,
  openCustomer,
}) => {
  const squid = stage.ends(await startSquid(join(stage.folder, 'squid'), 'basic'))
  const { page, log } = await openCustomer({
    args: squid.args,
    policy: {
      proxy: { hosts: ['127.0.0.1'], user: proxyUser.user, password: 'wrong' },
      secrets: { store: 'memory' },
    },
  })
  await expect.poll(log).toContain('"outcome":"refused"')
  for (let visit = 0; visit < 3; visit += 1) {
    const before = squid.log().length
    await page.evaluate('callpoint.visit.end()')
    await page.evaluate('callpoint.visit.touch()')
    await expect.poll(() => squid.log().slice(before)).toContain('/oauth/token')
  }
  const given = squid
    .log()
    .split('\n')
    .filter((line) => line.includes(' kiosk '))
  expect(given).toHaveLength(1)
  expect(hand.centre.journal.count()).toBe(0)
})

test('nginx answers 504 before and after the centre has acted, and haproxy loses a node', async ({
  stage,
  hand,
  openCustomer,
}) => {
  const { centre } = hand
  test.setTimeout(150_000)
  const relay = await startTcpRelay(centre.port)
  const haproxy = stage.ends(
    await startHaproxy(join(stage.folder, 'haproxy'), [relay.port, centre.port]),
  )
  const nginx = stage.ends(
    await startNginx(join(stage.folder, 'nginx'), [
      'location / {',
      `proxy_pass http://127.0.0.1:${haproxy.port};`,
      'proxy_read_timeout 1s;',
      '}',
    ]),
  )
  const { pathname } = new URL(hand.addresses.rest)
  const { page } = await openCustomer({
    policy: { centre: { baseUrl: `${nginx.origin}${pathname}` } },
  })
  const chat = await talking(page, hand)
  const messages = ['before', 'after', 'the node dies', 'and on it goes']

  centre.faults.add({ kind: 'hang', route: 'contents.add', at: 'before' })
  await say(page, 'before')
  await expect.poll(() => said(chat), { timeout: 40_000 }).toContain('before')
  centre.faults.add({ kind: 'hang', route: 'contents.add', at: 'after' })
  await say(page, 'after')
  await expect.poll(() => said(chat), { timeout: 40_000 }).toContain('after')
  await relay.close()
  await say(page, 'the node dies')
  await expect.poll(() => said(chat), { timeout: 40_000 }).toContain('the node dies')
  await say(page, 'and on it goes')
  await expect.poll(() => said(chat).slice(-messages.length), { timeout: 40_000 }).toEqual(messages)
  await expect(page.getByText('Not delivered')).toHaveCount(0)
})
