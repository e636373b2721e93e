import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { CentreOptions, Centre as Simulator } from '../../simulator/centre.ts'
import { switchesSchema } from '../../simulator/config/switches.ts'
import type { FaultInput } from '../../simulator/faults/schema.ts'
import { agentOf, openCentre, sessionOf } from '../../simulator/testing/open.ts'
import type { Centre, CentreError, Result, SessionRequest } from '../../src/main/centre/api.ts'
import { createCentre } from '../../src/main/centre/client.ts'
import type { CentreConfig } from '../../src/main/centre/config.ts'
import { silentLog } from '../../src/main/platform/log.ts'
import { createManualClock } from '../kit/clock/manual-clock.ts'
import type { ManualClock } from '../kit/clock/manual-clock.ts'
import { turning } from '../contract/turning.ts'
import { sharedCarrierProgram } from '../kit/network/carrier/carrier.ts'

const program = await sharedCarrierProgram()

interface World {
  readonly client: Centre
  readonly simulator: Simulator
  /** The simulator's own time. */
  readonly serverClock: { advance(ms: number): Promise<void>; now(): number }
  readonly clock: ManualClock
}

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function meet(
  options: Omit<CentreOptions, 'clock'> = {},
  config: Partial<CentreConfig> = {},
): Promise<World> {
  const { centre: simulator, clock: serverClock } = await openCentre(options)
  const http = program.open(simulator.ca === undefined ? {} : { ca: simulator.ca })
  closers.push(() => {
    http.close()
  })
  // What the simulator's own test customer did does not count.
  simulator.journal.clear()
  const clock = createManualClock()
  const client = createCentre({
    http,
    clock,
    random: () => 0.5,
    log: silentLog,
    config: {
      baseUrl: simulator.urls.rest,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      businessUnit: 'DEFAULT',
      requestTimeoutMs: 1e9,
      ...config,
    },
  })
  return { client, simulator, serverClock, clock }
}

const request: SessionRequest = {
  caption: 'Grüße! My printer does not print.',
  contactData: [{ key: 'Store', value: 'Köln 7' }],
  customerName: 'José da Silva',
  destination: 'Sales',
  language: 'English',
  priority: 50,
  source: 'jose_silva@example.org',
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.detail)
  return result.value
}

function errorOf(result: Result<unknown>): CentreError {
  if (result.ok) throw new Error('a success where an error was expected')
  return result.error
}

const start = async (world: World): Promise<string> =>
  valueOf(await world.client.startSession(request))

/** 2035: never in the simulator's past. */
const windowOn = (day: number): { start: number; end: number } => ({
  start: Date.UTC(2035, 0, day, 8),
  end: Date.UTC(2035, 0, day, 9, 30),
})
const callback = {
  queueKey: 9,
  contactName: 'José',
  phoneNumber: '+49301234567',
  first: windowOn(1),
  contactData: [{ key: 'Store', value: 'Köln 7' }],
  priority: 10,
}

describe('every call', () => {
  test('a chat from its start to its end', async () => {
    const world = await meet()
    const { client, simulator } = world
    expect(await client.authorize()).toEqual({ ok: true, value: undefined })
    const id = await start(world)
    const session = sessionOf(simulator, id)
    expect(session.request).toMatchObject({
      businessUnitName: 'DEFAULT',
      caption: request.caption,
      customerName: 'José da Silva',
      destination: 'Sales',
      language: 'English',
      priority: 50,
      source: expect.stringMatching(/^jose-silva@example\.org~[0-9a-f]{12}$/u),
      contactData: [
        { key: 'Store', value: 'Köln 7' },
        { key: 'E-mail', value: 'jose_silva@example.org' },
      ],
    })
    const all = valueOf(await client.queryContents(id, 0))
    expect(all).toMatchObject({
      connected: true,
      newIndexKey: 3,
      contents: [
        { index: 1, type: 'CUSTOMER_MESSAGE', content: request.caption, from: 'José da Silva' },
        { index: 2, type: 'SYSTEM_MESSAGE' },
      ],
    })

    const clara = agentOf(simulator)
    simulator.desk.accept(session, clara)
    valueOf(await client.setTyping(id, true))
    expect(session.customerTyping).toBe(true)
    valueOf(await client.setTyping(id, false))
    expect(session.customerTyping).toBe(false)
    valueOf(await client.addContent(id, 'Zwei "Fragen" <b>😀</b>\n& mehr'))
    simulator.desk.typing(session, clara, true)
    const next = valueOf(await client.queryContents(id, all.newIndexKey))
    expect(next).toMatchObject({
      newIndexKey: 4,
      typing: [String(clara.key)],
      contents: [
        { index: 3, type: 'CUSTOMER_MESSAGE', content: 'Zwei "Fragen" <b>😀</b>\n& mehr' },
      ],
    })

    simulator.desk.message(session, clara, 'Hello')
    simulator.desk.pushUrl(session, clara, 'https://www.example.com/a?b=1&c=2')
    simulator.desk.makeCall(session, clara)
    const news = valueOf(await client.queryContents(id, next.newIndexKey))
    expect(news).toMatchObject({
      newIndexKey: 6,
      callMeAgentKey: clara.key,
      pushUrl: 'https://www.example.com/a?b=1&c=2',
      typing: [],
      contents: [
        { index: 4, type: 'AGENT_MESSAGE', from: String(clara.key), agentFirstName: 'Clara' },
        { index: 5, type: 'AGENT_PUSH_URL', pushedUrl: 'https://www.example.com/a?b=1&c=2' },
      ],
    })
    valueOf(await client.callMe(id, news.callMeAgentKey, '+49301234567'))
    expect(session.phoneNumbers).toMatchObject([
      { agentKey: clara.key, phoneNumber: '+49301234567' },
    ])
    const quiet = valueOf(await client.queryContents(id, news.newIndexKey))
    expect(quiet).toMatchObject({ contents: [], newIndexKey: 6, callMeAgentKey: 0, pushUrl: '' })

    valueOf(await client.endSession(id))
    const end = valueOf(await client.queryContents(id, 6))
    expect(end).toMatchObject({ connected: false, contents: [{ type: 'CUSTOMER_DISCONNECT' }] })
    expect(simulator.journal.count('token')).toBe(1)
    expect(simulator.sessions.connected()).toBe(0)
  })

  test('a callback with its queues', async () => {
    const { client, simulator } = await meet()
    expect(valueOf(await client.callbackQueues())).toMatchObject([{ key: 9 }, { key: 10 }])
    const second = windowOn(2)
    valueOf(await client.createCallback({ ...callback, second, comment: 'Grüße' }))
    expect(simulator.callbacks.list()).toMatchObject([
      { contactName: 'José', first: windowOn(1), second, comment: 'Grüße', priority: 10 },
    ])
  })

  test('over TLS, trusted and not', async () => {
    const trusted = await meet({ tls: true })
    expect((await trusted.client.authorize()).ok).toBe(true)
    const http = program.open()
    closers.push(() => {
      http.close()
    })
    const clock = createManualClock()
    const stranger = createCentre({
      http,
      clock,
      random: () => 0.5,
      log: silentLog,
      config: {
        baseUrl: trusted.simulator.urls.rest,
        clientId: trusted.simulator.clientId,
        clientSecret: trusted.simulator.clientSecret,
        businessUnit: 'DEFAULT',
        requestTimeoutMs: 1e9,
      },
    })
    const error = errorOf(await turning(clock, stranger.startSession(request)))
    expect(error).toMatchObject({ kind: 'unreachable', effect: 'none' })
    expect(error.detail).toMatch(/CERT|SIGNED|VERIFY/u)
  })
})

describe('the five meanings of 503 (C11)', () => {
  test('sessions: full', async () => {
    const { client, simulator } = await meet()
    simulator.settings.maxSessions = 0
    const error = errorOf(await client.startSession(request))
    expect(error).toMatchObject({ kind: 'full', effect: 'none', status: 503 })
  })

  test('query: temporary', async () => {
    const world = await meet({ switches: { queryWhenFull: 'refuse' } })
    const id = await start(world)
    world.simulator.settings.maxSessions = 1
    const error = errorOf(await world.client.queryContents(id, 0, { retry: false }))
    expect(error).toMatchObject({ kind: 'trouble', effect: 'none', status: 503 })
  })

  test('content: disconnected', async () => {
    const world = await meet()
    const id = await start(world)
    valueOf(await world.client.endSession(id))
    const error = errorOf(await world.client.addContent(id, 'too late'))
    expect(error).toMatchObject({ kind: 'disconnected', effect: 'none', status: 503 })
  })

  test('callbacks: not created', async () => {
    const { client, simulator } = await meet()
    simulator.faults.add({ kind: 'status', status: 503, route: 'callbacks.create' })
    const error = errorOf(await client.createCallback(callback))
    expect(error).toMatchObject({ kind: 'not-created', effect: 'none', status: 503 })
    expect(simulator.callbacks.list()).toEqual([])
  })

  test('availability: disabled', async () => {
    const { client, simulator } = await meet()
    simulator.settings.callbacks = false
    const error = errorOf(await client.callbackQueues())
    expect(error).toMatchObject({ kind: 'disabled', effect: 'none', status: 503 })
  })
})

describe('other refusals', () => {
  test('a wrong secret', async () => {
    const { client } = await meet({}, { clientSecret: 'wrong' })
    expect(errorOf(await client.startSession(request))).toMatchObject({ kind: 'unauthorized' })
  })

  test('no licence', async () => {
    const { client, simulator } = await meet()
    simulator.settings.licensed = false
    expect(errorOf(await client.startSession(request)).kind).toBe('not-licensed')
    expect(errorOf(await client.callbackQueues()).kind).toBe('not-licensed')
  })

  test('an unknown tenant, an unknown language, an unknown queue', async () => {
    const { client } = await meet({}, { businessUnit: 'Köln/Süd' })
    expect(errorOf(await client.startSession(request)).kind).toBe('rejected')
    expect(errorOf(await client.callbackQueues()).kind).toBe('rejected')
    const other = await meet()
    const klingon = { ...request, language: 'Klingon' }
    expect(errorOf(await other.client.startSession(klingon)).kind).toBe('rejected')
    const nowhere = { ...callback, queueKey: 4711 }
    expect(errorOf(await other.client.createCallback(nowhere)).kind).toBe('rejected')
  })

  test('a wrong base path', async () => {
    const world = await meet()
    const base = world.simulator.urls.rest.replace(/\/[^/]*$/u, '/elsewhere')
    const { client } = await meet({}, { baseUrl: base })
    expect(errorOf(await client.authorize())).toMatchObject({ kind: 'rejected', status: 404 })
  })
})

describe('five minutes after the end (R101)', () => {
  test('session can be queried, then is gone', async () => {
    const world = await meet()
    const id = await start(world)
    valueOf(await world.client.endSession(id))
    await world.serverClock.advance(299_000)
    expect(valueOf(await world.client.queryContents(id, 0)).connected).toBe(false)
    await world.serverClock.advance(2000)
    expect(errorOf(await world.client.queryContents(id, 0)).kind).toBe('not-found')
    expect(errorOf(await world.client.addContent(id, 'x')).kind).toBe('not-found')
    expect(errorOf(await world.client.setTyping(id, true)).kind).toBe('not-found')
    expect(errorOf(await world.client.callMe(id, 14, '+4930')).kind).toBe('not-found')
    expect((await world.client.endSession(id)).ok).toBe(true)
  })
})

describe('tokens', () => {
  test('revoked token is replaced, and the message is there once', async () => {
    const world = await meet()
    const id = await start(world)
    world.simulator.tokens.revokeAll()
    valueOf(await world.client.addContent(id, 'after all'))
    const texts = sessionOf(world.simulator, id).contents.map((content) => content.text)
    expect(texts.filter((text) => text === 'after all')).toHaveLength(1)
    expect(world.simulator.journal.count('token')).toBe(2)
  })

  test('token is revoked during simultaneous calls', async () => {
    const world = await meet({ switches: { newTokenRevokesOld: true } })
    const id = await start(world)
    world.simulator.tokens.revokeAll()
    const texts = Array.from({ length: 8 }, (_, number) => `message ${String(number)}`)
    const results = await Promise.all(texts.map((text) => world.client.addContent(id, text)))
    expect(results.every((result) => result.ok)).toBe(true)
    const there = sessionOf(world.simulator, id).contents.map((content) => content.text)
    for (const text of texts) expect(there.filter((one) => one === text)).toHaveLength(1)
    expect(world.simulator.journal.count('token')).toBe(2)
  })

  test('expired token is renewed after a 401', async () => {
    const world = await meet({ config: { tokenValidity: 60 } })
    const id = await start(world)
    await world.serverClock.advance(61_000)
    expect((await world.client.queryContents(id, 0)).ok).toBe(true)
  })
})

describe('faults: the reported effect is never wrong', () => {
  const faults: readonly FaultInput[] = [
    { kind: 'reset', at: 'before' },
    { kind: 'reset', at: 'after' },
    { kind: 'status', status: 500, at: 'before' },
    { kind: 'status', status: 500, at: 'after' },
    { kind: 'status', status: 502, at: 'after', body: '<html>Bad Gateway</html>' },
    { kind: 'status', status: 400, at: 'before' },
    { kind: 'status', status: 429, at: 'before', retryAfter: 3 },
    { kind: 'token-revoked' },
    { kind: 'html' },
    { kind: 'nonsense' },
    { kind: 'empty' },
    { kind: 'truncate' },
    { kind: 'wrong-type' },
    { kind: 'restart', keepSessions: true },
    { kind: 'clock-skew', ms: 7_200_000 },
    { kind: 'application-away' },
  ]
  test.each(faults)('a message meets %j', async (fault) => {
    const world = await meet()
    const id = await start(world)
    world.simulator.faults.add({ ...fault, route: 'contents.add' })
    const result = await world.client.addContent(id, 'once')
    const session = sessionOf(world.simulator, id)
    const count = session.contents.filter((content) => content.text === 'once').length
    expect(count).toBeLessThanOrEqual(1)
    // Success in spite of a strange body is C36; a page in place of the answer is read back later.
    if (result.ok && fault.kind !== 'html') expect(count).toBe(1)
    if (!result.ok && count === 1) expect(result.error.effect).toBe('possible')
    if (!result.ok && result.error.effect === 'none') expect(count).toBe(0)
  })

  test.each(faults)('a query meets %j, and the next attempt is right', async (fault) => {
    const world = await meet()
    const id = await start(world)
    world.simulator.faults.add({ ...fault, route: 'contents.query' })
    const result = await turning(world.clock, world.client.queryContents(id, 0))
    if (fault.kind === 'status' && (fault.status === 400 || fault.status === 429)) {
      expect(result.ok).toBe(false)
    } else {
      expect(valueOf(result).contents).toHaveLength(2)
    }
  })

  test('nothing ends while the application is away', async () => {
    const world = await meet()
    const id = await start(world)
    world.simulator.faults.add({ kind: 'application-away', ms: 5000 })
    const once = { retry: false }
    const calls: readonly (() => Promise<Result<unknown>>)[] = [
      () => world.client.queryContents(id, 0, once),
      () => world.client.addContent(id, 'early'),
      () => world.client.setTyping(id, true),
      () => world.client.endSession(id, once),
      () => world.client.startSession(request),
    ]
    for (const work of calls) {
      expect(errorOf(await turning(world.clock, work()))).toMatchObject({
        kind: 'trouble',
        effect: 'none',
      })
    }
    await world.serverClock.advance(5000)
    expect((await world.client.addContent(id, 'once')).ok).toBe(true)
    expect(sessionOf(world.simulator, id).contents.map(({ text }) => text)).toContain('once')
    // A session that really is gone is told as such, by the same answer.
    world.simulator.restart({ keepSessions: false })
    const gone = await turning(world.clock, world.client.queryContents(id, 0))
    expect(errorOf(gone).kind).toBe('not-found')
    expect((await turning(world.clock, world.client.endSession(id))).ok).toBe(true)
  })

  test.each(['403', '503'] as const)(
    'a session that is gone is gone, also where callbacks answer %s',
    async (status) => {
      const world = await meet()
      const id = await start(world)
      world.simulator.restart({ keepSessions: false })
      world.simulator.faults.add({
        kind: 'status',
        status: Number(status),
        route: 'callbacks.availability',
      })
      const result = await turning(world.clock, world.client.queryContents(id, 0))
      expect(errorOf(result).kind).toBe('not-found')
    },
  )

  test('message accepted late: a kept-alive query misses it, a fresh one does not', async () => {
    const world = await meet({}, { requestTimeoutMs: 8000 })
    const id = await start(world)
    valueOf(await world.client.queryContents(id, 0))
    world.simulator.faults.add({ kind: 'late-accept', route: 'contents.add', ms: 60_000 })
    const struck = (): boolean => world.simulator.journal.list().at(-1)?.route === 'contents.add'
    const work = world.client.addContent(id, 'late')
    await world.simulator.until(struck)
    await world.clock.advance(8000)
    expect(errorOf(await work)).toMatchObject({ kind: 'timeout', effect: 'possible' })

    expect(valueOf(await world.client.queryContents(id, 0)).contents).toHaveLength(2)
    const tokens = (): number =>
      world.simulator.journal.list().filter(({ route }) => route === 'token').length
    const before = tokens()
    const knock = world.client.authorize({ fresh: true })
    await world.simulator.until(() => tokens() > before)
    await world.clock.advance(8000)
    expect(errorOf(await knock).kind).toBe('timeout')

    await world.serverClock.advance(60_000)
    expect((await world.client.authorize({ fresh: true })).ok).toBe(true)
    const seen = valueOf(await world.client.queryContents(id, 0, { fresh: true }))
    expect(seen.contents.map(({ content }) => content)).toContain('late')
  })

  test("client reports the server's clock offset", async () => {
    const world = await meet()
    world.simulator.faults.add({ kind: 'clock-skew', ms: 7_200_000, route: 'token' })
    await world.client.authorize()
    const wanted = world.serverClock.now() + 7_200_000 - world.clock.now()
    expect(Math.abs((world.client.clockOffsetMs ?? 0) - wanted)).toBeLessThanOrEqual(1000)
  })

  test('silence ends in a timeout', async () => {
    const world = await meet({}, { requestTimeoutMs: 8000 })
    const id = await start(world)
    world.simulator.faults.add({ kind: 'hang', at: 'after', route: 'contents.add' })
    const work = world.client.addContent(id, 'perhaps')
    await world.simulator.until(() => sessionOf(world.simulator, id).contents.length === 3)
    await world.clock.advance(8000)
    expect(errorOf(await work)).toMatchObject({ kind: 'timeout', effect: 'possible' })
  })
})

describe('a centre with other readings of the guide', () => {
  const cases = Object.entries(switchesSchema.shape).flatMap(([name, schema]) => {
    const inner = schema.unwrap()
    const values = inner instanceof z.ZodEnum ? inner.options : [true, false]
    return inner instanceof z.ZodNumber ? [] : values.map((value) => [name, value] as const)
  })

  /** What the client must be told to get along, or what the centre refuses in any case. */
  const config: Readonly<Record<string, Partial<CentreConfig>>> = {
    'callbackSeconds=require': { compat: { callbackTimes: 'seconds' } },
    'bearerScheme=lower': { compat: { authorizationScheme: 'bearer' } },
  }
  /** The phone number as such a centre wants it: the callback service's part (C16). */
  const phoneOf = (key: string): string =>
    key === 'phoneNumberFormat=digits' ? '49301234567' : '+49301234567'

  test('there are many', () => {
    expect(cases.length).toBeGreaterThan(80)
  })

  test.each(cases)('%s = %s: a chat and a callback go through', async (name, value) => {
    const key = `${name}=${String(value)}`
    const deleteByPath = key === 'deleteBody=dropped'
    const switches = switchesSchema.parse({ deleteByPath, [name]: value })
    const world = await meet({ switches }, config[key])
    const { client, simulator, clock } = world
    const caption = key === 'emoji=refuse' ? 'plain' : request.caption
    const id = valueOf(await client.startSession({ ...request, caption }))
    const session = sessionOf(simulator, id)
    const clara = agentOf(simulator)
    const all = valueOf(await client.queryContents(id, 0))
    expect(all.contents.map((content) => content.type)).toEqual([
      'CUSTOMER_MESSAGE',
      'SYSTEM_MESSAGE',
    ])
    simulator.desk.accept(session, clara)
    valueOf(await client.setTyping(id, true))
    valueOf(await client.addContent(id, 'Hello'))
    simulator.desk.message(session, clara, 'Good day')
    simulator.desk.requeue(session, clara)
    simulator.desk.accept(session, clara)
    simulator.desk.pushUrl(session, clara, 'https://www.example.com/')
    simulator.desk.makeCall(session, clara)
    simulator.desk.typing(session, clara, true)
    const news = valueOf(await client.queryContents(id, all.newIndexKey))
    const types = news.contents.map((content) => content.type)
    expect(types.filter((type) => type !== 'CUSTOMER_MESSAGE')).toEqual([
      'AGENT_MESSAGE',
      'AGENT_REQUEUE',
      'AGENT_PUSH_URL',
    ])
    expect(news.callMeAgentKey).toBe(clara.key)
    expect(news.typing).toHaveLength(1)
    expect(news.contents.map((content) => content.pushedUrl).join('') + news.pushUrl).toContain(
      'https://www.example.com/',
    )
    valueOf(await client.callMe(id, news.callMeAgentKey, phoneOf(key)))
    const quiet = valueOf(await client.queryContents(id, news.newIndexKey))
    expect(quiet).toMatchObject({ contents: [], newIndexKey: news.newIndexKey, connected: true })
    const beyond = valueOf(await client.queryContents(id, 99))
    expect(beyond.contents).toEqual([])
    valueOf(await turning(clock, client.endSession(id)))
    expect(simulator.sessions.connected()).toBe(0)
    expect(valueOf(await client.callbackQueues())).toHaveLength(2)
    valueOf(await client.createCallback({ ...callback, phoneNumber: phoneOf(key) }))
    expect(simulator.callbacks.list()).toHaveLength(1)
  })
})
