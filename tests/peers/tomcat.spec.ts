import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPolicy } from '../kit/app/demo-policy.ts'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { missingPart } from '../kit/machine/peer-packages.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { log } from '../kit/centre/centre.ts'
import { say } from '../kit/page/chat.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { textOf } from '../kit/page/texts.ts'
import { gather } from './lib/crowd.ts'
import { expect, limitSeconds, test } from './lib/tomcat-fixtures.ts'
import { limits } from './lib/tomcat.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

const missing = missingPart('tomcat')
test.skip(missing !== undefined, missing)

/** What the customer must not read where the message has arrived in the end. */
const untrue = /Not delivered|do not know whether|has ended|did not work/u

test('redeploy during a chat: chat continues, and messages are sent once', async ({
  tomcat,
  chat,
}) => {
  const { page, session, told } = await chat()
  await say(page, 'before')
  await expect.poll(() => session.received).toEqual(['before'])

  await tomcat.undeploy()
  const from = tomcat.answered().length
  await say(page, 'meanwhile')
  const gone = (method: string) =>
    tomcat
      .answered()
      .slice(from)
      .filter((line) => line.startsWith(`${method} `) && line.endsWith(' 404')).length
  await chat.turnUntil(() => gone('GET') >= 2 && gone('POST') >= 1)
  expect(await told()).not.toMatch(untrue)
  await chat.turnUntil(() => gone('GET') >= 6)
  await expect(page.getByText('We could not reach our team').first()).toBeVisible()
  await tomcat.deploy()
  session.say('I am still here')
  await chat.turnUntil(() => session.received.length > 1)
  await expect(log(page)).toContainText('I am still here')
  await say(page, 'after')
  await chat.delivered(['before', 'meanwhile', 'after'])
  expect(await told()).not.toMatch(untrue)
  expect(session.connected).toBe(true)
})

test('application reloads while a message is being sent: it arrives once', async ({
  tomcat,
  chat,
}) => {
  const { page, told } = await chat()
  const reloaded = tomcat.reload()
  await say(page, 'one')
  await reloaded
  await say(page, 'two')
  await chat.delivered(['one', 'two'])
  expect(await told()).not.toMatch(untrue)
})

test('Tomcat stops and starts: messages written meanwhile are sent once', async ({
  tomcat,
  chat,
}) => {
  const { page, session, told } = await chat()
  await tomcat.stop()
  await say(page, 'one')
  await say(page, 'two')
  await chat.turn(20)
  expect(session.received).toEqual([])
  await tomcat.start()
  await chat.delivered(['one', 'two'])
  expect(await told()).not.toMatch(untrue)
})

test('message that waited in a full accept queue arrives once', async ({ tomcat, chat }) => {
  const { page, told } = await chat()
  const crowd = await gather(tomcat.port, limits.connections, 'GET / HTTP/1.1\r\nHost: it\r\n\r\n')
  await expect.poll(() => tomcat.accepted()).toBe(limits.connections)
  const before = tomcat.queued()
  await say(page, 'one')
  await expect.poll(() => tomcat.queued().some((port) => !before.includes(port))).toBe(true)
  // Given up, and asked for long enough after that: on a connection that Tomcat had accepted before.
  await chat.turn(6 * limitSeconds)
  crowd.close()
  await expect.poll(() => tomcat.queued()).toEqual([])
  await say(page, 'two')
  await chat.delivered(['one', 'two'])
  await chat.turn(6 * limitSeconds)
  await chat.delivered(['one', 'two'])
  expect(await told()).not.toMatch(untrue)
})

test('message that waited for a free thread arrives once', async ({ tomcat, office, chat }) => {
  const { page, told } = await chat()
  const held = office.hold('queues')
  const authorization = `Authorization: Bearer ${await tomcat.token()}`
  const path = '/restinteractionsdk/v1/callbacks/availability/DEFAULT'
  const crowd = await gather(
    tomcat.port,
    limits.threads,
    `GET ${path} HTTP/1.1\r\nHost: it\r\n${authorization}\r\n\r\n`,
  )
  await held.until(limits.threads)
  await say(page, 'one')
  await chat.turn(4 * limitSeconds)
  held.release()
  crowd.close()
  await say(page, 'two')
  await chat.delivered(['one', 'two'])
  expect(await told()).not.toMatch(untrue)
})

test('JVM freezes before or after acting: each message arrives once', async ({
  tomcat,
  office,
  chat,
}) => {
  const { page, told } = await chat()
  const held = office.hold('add')
  await say(page, 'one')
  await held.until(1)
  tomcat.halt()
  held.release()
  await chat.turn(4 * limitSeconds)
  tomcat.goOn()
  await chat.delivered(['one'])

  tomcat.halt()
  const before = tomcat.queued()
  await say(page, 'two')
  await expect.poll(() => tomcat.queued().some((port) => !before.includes(port))).toBe(true)
  await chat.turn(4 * limitSeconds)
  tomcat.goOn()
  await say(page, 'three')
  await chat.delivered(['one', 'two', 'three'])
  expect(await told()).not.toMatch(untrue)
})

test('JVM is killed after acting: the message is there once and shown as delivered', async ({
  tomcat,
  office,
  chat,
}) => {
  const { page, told } = await chat()
  const held = office.hold('add')
  await say(page, 'one')
  await held.until(1)
  await tomcat.stop('SIGKILL')
  held.release()
  await chat.turn(limitSeconds)
  await tomcat.start()
  await say(page, 'two')
  await chat.delivered(['one', 'two'])
  expect(await told()).not.toMatch(untrue)
})

test('slow responses, within and beyond the timeout: each message arrives once', async ({
  office,
  chat,
}) => {
  const { page, told } = await chat()
  const texts: string[] = []
  for (const [op, seconds] of [
    ['add', limitSeconds - 1],
    ['add', limitSeconds + 2],
    ['query', limitSeconds - 1],
    ['query', 3 * limitSeconds],
  ] as const) {
    const held = office.hold(op)
    const text = `${op} after ${String(seconds)}`
    texts.push(text)
    await say(page, text)
    await held.until(1)
    await chat.turn(seconds)
    held.release()
    await chat.delivered(texts)
  }
  expect(await told()).not.toMatch(untrue)
})

test('customer does not notice tokens that expire after a second', async ({ tomcat, chat }) => {
  await tomcat.deploy(1)
  const { page, session, told } = await chat()
  const from = tomcat.answered().length
  const refused = () =>
    tomcat
      .answered()
      .slice(from)
      .filter((line) => line.endsWith(' 401')).length
  const texts: string[] = []
  while (refused() < 3) {
    texts.push(`no. ${String(texts.length + 1)}`)
    await say(page, texts.at(-1) ?? '')
    await chat.delivered(texts)
    session.say(`answer to ${texts.at(-1) ?? ''}`)
    await expect(log(page)).toContainText(`answer to ${texts.at(-1) ?? ''}`)
  }
  expect(await told()).not.toMatch(untrue)
  await tomcat.deploy()
})

test('lost session ends the chat, and undelivered messages are shown as such', async ({ chat }) => {
  const { page, session } = await chat()
  await say(page, 'one')
  await chat.delivered(['one'])
  session.forget()
  await say(page, 'two')
  await expect(page.getByText(textOf('chat.ended.titleClosed'))).toBeVisible()
  await expect(page.getByText('1 message was not delivered.')).toBeVisible()
  expect(session.received).toEqual(['one'])
})

test('self-test reports a wrong path or scheme', async ({ tomcat, launch, display }) => {
  const { baseUrl, tlsPort, clientId, clientSecret } = tomcat
  const addresses = [
    `${baseUrl}/v1`,
    new URL('/sdk', baseUrl).href,
    baseUrl.replace(/:\d+/u, `:${String(tlsPort)}`),
  ]
  const home = privateFolder(launch.user, 'test')
  try {
    for (const rest of addresses) {
      const policy = join(home, 'policy.json')
      const content = demoPolicy({ rest, clientId, clientSecret }, { secrets: { store: 'memory' } })
      writeFileSync(policy, JSON.stringify(content), { mode: 0o600 })
      handOver(launch.user, policy)
      const { stdout, code } = await startAgain(
        launch,
        [
          ...sandboxArguments(launch.sandbox),
          `--user-data-dir=${join(home, 'data')}`,
          launch.app,
          `--config=${policy}`,
          ...['--doctor', '--json'],
        ],
        display.environment,
      )
      const { findings } = JSON.parse(stdout) as { findings: { id: string; advice?: string }[] }
      const finding = findings.find(({ id }) => id === 'centre')
      expect(JSON.stringify(finding), rest).toContain('centre.baseUrl')
      expect(code).toBe(1)
    }
  } finally {
    removeFolder(home)
  }
})
