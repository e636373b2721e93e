import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Centre } from './centre.ts'
import type { Session } from './model/session.ts'
import { basic, createCustomer, send } from './testing/customer.ts'
import { openCentre, sessionOf } from './testing/open.ts'

const folder = join(import.meta.dirname, '..', 'tests', 'fixtures', 'wire')

const contentSchema = z.object({
  messageType: z.enum([
    'CUSTOMER_MESSAGE',
    'CUSTOMER_DISCONNECT',
    'AGENT_MESSAGE',
    'AGENT_DISCONNECT',
    'AGENT_PUSH_URL',
    'AGENT_REQUEUE',
    'AGENT_CONFERENCE_JOIN',
    'SYSTEM_MESSAGE',
    'SYSTEM_PUSH_URL',
  ]),
  from: z.string(),
  content: z.string(),
  pushedUrl: z.string(),
})

const fixtureSchema = z.strictObject({
  name: z.string(),
  about: z.string(),
  requirements: z.array(z.string()),
  judges: z.array(z.enum(['client', 'simulator'])),
  given: z
    .strictObject({
      session: z.enum(['none', 'live', 'ended', 'removed']).default('none'),
      contents: z.union([z.literal('response'), z.int()]).optional(),
      firstIndex: z.int().default(1),
      since: z
        .strictObject({
          pushUrl: z.string().optional(),
          callMeAgentKey: z.int().optional(),
          whoIsTyping: z.string().optional(),
          redirectUrl: z.string().optional(),
        })
        .prefault({}),
      service: z
        .enum([
          'normal',
          'full',
          'unlicensed',
          'callbacks-off',
          'callback-fails',
          'broken',
          'token-revoked',
          'no-queues',
        ])
        .default('normal'),
    })
    .prefault({}),
  request: z.strictObject({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    absent: z.array(z.string()).default([]),
    body: z.unknown().optional(),
    text: z.string().optional(),
  }),
  response: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
    text: z.string().optional(),
    opaque: z.array(z.string()).default([]),
  }),
})

type Fixture = z.infer<typeof fixtureSchema>

const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => fixtureSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))

/** The world that README.md of the fixtures speaks of. */
const world = (fixture: Fixture) => ({
  config: { clientId: 'application1', clientSecret: 'abcd1234' },
  // The fixtures give the contents as they stand on the wire, so nothing may be wrapped around them.
  switches: { agentMarkup: 'plain' as const },
  data: {
    languages: ['English', 'German'],
    agents: [
      { key: 14, firstName: 'Claudio', lastName: 'Bastos' },
      { key: 15, firstName: 'Ana', lastName: 'Lima' },
    ],
    units: [
      { name: 'DEFAULT' },
      {
        name: 'Company1',
        callbackQueues: [
          { key: 9, name: 'Default Callback Queue', description: 'Default callback queue' },
          { key: 10, name: 'Sales Callback Queue', description: 'Sales callback queue' },
        ].map((queue) => ({ ...queue, eligible: fixture.given.service !== 'no-queues' })),
      },
    ],
  },
})

const unwrapSystem = (html: string): string =>
  html.replace(/^<FONT face=Tahoma size=2>(.*)<\/FONT>$/s, '$1')

const fill = (centre: Centre, session: Session, fixture: Fixture): void => {
  const { contents, firstIndex } = fixture.given
  if (contents === undefined) return
  session.contents.length = 0
  const filler = contents === 'response' ? firstIndex - 1 : contents
  for (let i = 0; i < filler; i += 1) {
    centre.sessions.add(session, 'CUSTOMER_MESSAGE', 'customer', `filler ${i}`)
  }
  if (contents !== 'response') return
  const { content } = z.object({ content: z.array(contentSchema) }).parse(fixture.response.body)
  for (const item of content) {
    const agent = centre.agents.find((candidate) => String(candidate.key) === item.from)
    const author = agent ?? (item.messageType.startsWith('SYSTEM') ? 'system' : 'customer')
    const text = author === 'system' ? unwrapSystem(item.content) : item.content
    centre.sessions.add(session, item.messageType, author, text, item.pushedUrl)
  }
}

const since = (centre: Centre, session: Session, fixture: Fixture): void => {
  const { pushUrl, callMeAgentKey, whoIsTyping, redirectUrl } = fixture.given.since
  if (pushUrl !== undefined) session.push = { url: pushUrl, serial: 1 }
  if (callMeAgentKey !== undefined) {
    const agent = centre.agents.find((candidate) => candidate.key === callMeAgentKey)
    if (agent !== undefined) centre.desk.makeCall(session, agent)
  }
  for (const key of whoIsTyping?.split(',') ?? []) {
    session.typingUntil.set(Number(key), centre.clock.now() + 4000)
  }
  if (redirectUrl !== undefined) centre.desk.redirect(session, redirectUrl)
}

const serve = (centre: Centre, token: string, fixture: Fixture): void => {
  switch (fixture.given.service) {
    case 'full':
      centre.settings.maxSessions = 0
      break
    case 'unlicensed':
      centre.settings.licensed = false
      break
    case 'callbacks-off':
      centre.settings.callbacks = false
      break
    case 'callback-fails':
      centre.faults.add({ kind: 'status', status: 503, route: 'callbacks.create' })
      break
    case 'broken':
      centre.faults.add({ kind: 'status', status: 500 })
      break
    case 'token-revoked':
      centre.tokens.revoke(token)
      break
    default:
      break
  }
}

const replaceOpaque = (
  expected: unknown,
  actual: unknown,
  pointers: readonly string[],
): unknown => {
  const copy: unknown = structuredClone(expected)
  for (const pointer of pointers) {
    const path = pointer.split('/').slice(1)
    const last = path.pop() ?? ''
    const walk = (root: unknown): unknown =>
      path.reduce<unknown>(
        (node, key) =>
          typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined,
        root,
      )
    const target = walk(copy)
    const source = walk(actual)
    if (typeof target !== 'object' || target === null) throw new Error(`no ${pointer}`)
    if (typeof source !== 'object' || source === null) throw new Error(`no ${pointer} in answer`)
    const given: unknown = Reflect.get(source, last)
    expect(typeof given, pointer).toBe(typeof Reflect.get(target, last))
    Reflect.set(target, last, given)
  }
  return copy
}

const squash = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/\s/g, '')

describe('the wire fixtures that judge client and simulator', () => {
  it('exist, and each names its judges', () => {
    expect(fixtures.length).toBeGreaterThan(30)
    for (const fixture of fixtures) expect(fixture.judges.length).toBeGreaterThan(0)
  })

  const mine = fixtures.filter((fixture) => fixture.judges.includes('simulator'))
  it.each(mine)('$name: $about', async (fixture) => {
    const { centre, clock } = await openCentre(world(fixture))
    const customer = await createCustomer(centre)
    let id = 'W166120200007092418001dac3e753c0c141268d153bfac7c5f69e'
    if (fixture.given.session !== 'none') {
      id = await customer.start({
        businessUnitName: 'Company1',
        customerName: 'Firstname Lastname',
      })
      const session = sessionOf(centre, id)
      const agent = centre.agents[0]
      if (agent === undefined) throw new Error('no agent')
      centre.desk.accept(session, agent)
      if (fixture.given.session !== 'live') centre.sessions.end(session, 'agent', agent)
      fill(centre, session, fixture)
      since(centre, session, fixture)
      if (fixture.given.contents === 'response' && fixture.given.since.pushUrl === undefined) {
        session.push = undefined
      }
      if (fixture.given.session === 'removed') await clock.advance(300_000)
    }
    serve(centre, customer.token, fixture)

    const { request, response } = fixture
    const bodyText =
      request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    const put = (text: string, length = 0): string =>
      text
        .replaceAll('{token}', customer.token)
        .replaceAll('{sessionId}', id)
        .replaceAll('{sessionIdInPath}', encodeURIComponent(id))
        .replaceAll('{basic}', basic('application1', 'abcd1234').slice('Basic '.length))
        .replaceAll('{length}', String(length))
    const body = bodyText === undefined ? undefined : put(bodyText)
    const length = Buffer.byteLength(body ?? '')
    const answer = await send(`${new URL(centre.urls.rest).origin}${put(request.path)}`, {
      method: request.method,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, put(value, length)]),
      ),
      ...(body === undefined ? {} : { body }),
    })

    expect(answer.status).toBe(response.status)
    for (const [name, value] of Object.entries(response.headers)) {
      expect(squash(String(answer.headers[name])), name).toBe(squash(value))
    }
    if (response.body === undefined) {
      expect(answer.text).toBe(response.text ?? '')
    } else {
      const opaque = [...response.opaque, ...(fixture.name === 'token' ? ['/access_token'] : [])]
      const expected: unknown = JSON.parse(put(JSON.stringify(response.body)))
      expect(answer.json).toStrictEqual(replaceOpaque(expected, answer.json, opaque))
    }
  })
})
