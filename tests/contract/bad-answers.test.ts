import { afterEach, describe, expect, test } from 'vitest'
import type { Centre, CentreError, Result } from '../../src/main/centre/api.ts'
import { createCentre } from '../../src/main/centre/client.ts'
import type { CentreConfig } from '../../src/main/centre/config.ts'
import type { Log } from '../../src/main/platform/log.ts'
import { createManualClock } from '../kit/clock/manual-clock.ts'
import type { ManualClock } from '../kit/clock/manual-clock.ts'
import { sharedCarrierProgram } from '../kit/network/carrier/carrier.ts'
import { answer, bytes, createRawServer, reset, silence } from './raw-server.ts'
import type { Answer, RawServer, Seen } from './raw-server.ts'
import { turning } from './turning.ts'

const program = await sharedCarrierProgram()

const token = 'f95612a9-17a2-412a-8684-e7b9a14f9c04'
const secret = 'abcd1234-quite-secret'
const session = 'W1661202000070924-secret-like'
const page = '<!DOCTYPE html><html><title>Sign in</title><body>Welcome to our WiFi</body></html>'
const contents = { sessionId: session, content: [], newIndexKey: 1, connected: true }
const tokenAnswer = answer(200, { access_token: token, token_type: 'bearer', scope: 'all' })

interface World {
  readonly centre: Centre
  readonly server: RawServer
  readonly clock: ManualClock
  /** Everything that was logged, as one text. */
  logged(): string
  /** Requests other than those for a token. */
  asked(): readonly Seen[]
  tokensAsked(): number
}

const closed = bytes('', 'end')

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** `turns` answer one request each, the last of them all that follow. Tokens are given out. */
async function meet(
  turns: readonly Answer[],
  config: Partial<CentreConfig> = {},
  tokenTurns: readonly Answer[] = [tokenAnswer],
): Promise<World> {
  const isToken = (seen: Seen): boolean => seen.path.endsWith('/oauth/token')
  let turn = 0
  let tokenTurn = 0
  const server = await createRawServer((seen) => {
    const one = isToken(seen)
      ? (tokenTurns[tokenTurn++] ?? tokenTurns.at(-1))
      : (turns[turn++] ?? turns.at(-1))
    return one ?? silence
  })
  const clock = createManualClock()
  const lines: string[] = []
  const note =
    (level: string) =>
    (message: string, fields?: object): void => {
      lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`)
    }
  const log: Log = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    child: () => log,
  }
  const http = program.open()
  closers.push(() => {
    http.close()
    return server.close()
  })
  const centre = createCentre({
    http,
    clock,
    random: () => 0.5,
    log,
    config: {
      baseUrl: `${server.url}/restinteractionsdk`,
      clientId: 'application1',
      clientSecret: secret,
      businessUnit: 'DEFAULT',
      ...config,
    },
  })
  return {
    centre,
    server,
    clock,
    logged: () => lines.join('\n'),
    asked: () => server.seen.filter((seen) => !isToken(seen)),
    tokensAsked: () => server.seen.filter(isToken).length,
  }
}

const patient = { requestTimeoutMs: 1e12 }

/**
 * Over a connection that it has kept (here that of the token), Chromium sends once more what ends
 * without a byte of an answer.
 */
const resent = (bad: Answer): number => (bad === reset || bad === closed ? 1 : 0)

function errorOf(result: Result<unknown>): CentreError {
  if (result.ok) throw new Error('a success where an error was expected')
  return result.error
}

const lastConnection = (world: World): number => world.server.seen.at(-1)?.connection ?? 0

/** Nothing that opens a door may be told, in an error or in the log. */
function expectNoSecrets(world: World, error?: CentreError): void {
  const told = world.logged() + JSON.stringify(error ?? {})
  for (const text of [token, secret, session, btoa(`application1:${secret}`), 'WiFi']) {
    expect(told).not.toContain(text)
  }
}

const aContent = (centre: Centre): Promise<Result<void>> => centre.addContent(session, 'Hello')
const aQuery = (centre: Centre): Promise<Result<unknown>> => centre.queryContents(session, 0)
const aStart = (centre: Centre): Promise<Result<string>> =>
  centre.startSession({
    caption: 'Hello',
    contactData: [],
    customerName: 'Ann',
    language: 'English',
    priority: 1,
    source: 'ann@example.org',
  })
const aCallback = (centre: Centre): Promise<Result<void>> =>
  centre.createCallback({
    queueKey: 1,
    contactName: 'Ann',
    phoneNumber: '+49301234567',
    first: { start: Date.UTC(2035, 0, 1, 8), end: Date.UTC(2035, 0, 1, 9) },
    contactData: [],
    priority: 1,
  })

describe('a query meets', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n'
  const cases: readonly (readonly [string, Answer, string])[] = [
    ['a page', answer(200, page, { 'content-type': 'text/html' }), 'nonsense'],
    ['nonsense', answer(200, 'rhubarb'), 'nonsense'],
    ['an empty body', answer(200), 'nonsense'],
    ['half a JSON text', answer(200, '{"sessionId": "W16", "content": [{"mess'), 'nonsense'],
    ['JSON of another kind', answer(200, { error: 'no' }), 'nonsense'],
    ['a list', answer(200, []), 'nonsense'],
    ['content of a wrong type', answer(200, { ...contents, content: 'text' }), 'nonsense'],
    ['contents of another session', answer(200, { ...contents, sessionId: 'X' }), 'nonsense'],
    ['an answer that breaks off', bytes(`${head}{"sessionId"`, 'end'), 'nonsense'],
    ['a reset', reset, 'unreachable'],
    ['an end without a byte', closed, 'unreachable'],
    ['500 with a page', answer(500, page), 'trouble'],
    ['502', answer(502, page), 'trouble'],
    ['503', answer(503), 'trouble'],
  ]
  test.each(cases)('%s: three attempts', async (_name, bad, kind) => {
    const world = await meet([bad], patient)
    const error = errorOf(await turning(world.clock, aQuery(world.centre)))
    expect(error.kind).toBe(kind)
    expect(world.asked().length).toBe(3 + resent(bad))
    expect(world.tokensAsked()).toBe(1)
    expectNoSecrets(world, error)
  })

  test.each(cases)('%s, then a good answer', async (_name, bad) => {
    const world = await meet([bad, answer(200, contents)], patient)
    const result = await turning(world.clock, aQuery(world.centre))
    expect(result.ok).toBe(true)
    expect(world.asked().length).toBe(2)
  })

  test.each(cases)('%s: one attempt if the caller retries itself', async (_name, bad, kind) => {
    const world = await meet([bad])
    const result = await world.centre.queryContents(session, 0, { retry: false })
    expect(errorOf(result).kind).toBe(kind)
    expect(world.asked().length).toBe(1 + resent(bad))
  })

  test('a reset, then a refusal: the first attempt may have been acted on', async () => {
    const turns = [reset, reset, answer(404), answer(200, []), answer(404)]
    const world = await meet(turns, patient)
    const error = errorOf(await turning(world.clock, aQuery(world.centre)))
    expect(error).toMatchObject({ kind: 'not-found', effect: 'possible' })
  })

  test('a reset, then 401 twice: the first attempt may still have been acted on', async () => {
    const world = await meet([reset, reset, answer(401)], patient)
    const error = errorOf(await turning(world.clock, aQuery(world.centre)))
    expect(error).toMatchObject({ kind: 'unauthorized', effect: 'possible' })
  })

  test('bytes that are not HTTP', async () => {
    const world = await meet([bytes('SSH-2.0-OpenSSH_9.2\r\n', 'end')])
    expect(errorOf(await aQuery(world.centre))).toMatchObject({ kind: 'nonsense' })
  })

  test('five megabytes: refused without another attempt', async () => {
    const world = await meet([answer(200, { ...contents, pad: 'x'.repeat(5_000_000) })])
    expect(errorOf(await aQuery(world.centre)).kind).toBe('nonsense')
    expect(world.asked().length).toBe(1)
  })

  test('an endless answer: given up after four megabytes', async () => {
    const endless: Answer = (_response, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const more = (): void => {
        if (!socket.destroyed) socket.write('x'.repeat(100_000), () => setImmediate(more))
      }
      more()
    }
    const world = await meet([endless])
    expect(errorOf(await aQuery(world.centre)).kind).toBe('nonsense')
    expect(world.asked().length).toBe(1)
    await world.server.closed(lastConnection(world))
  })

  test.each([301, 302, 303, 307, 308])('a redirect %i: not followed', async (status) => {
    const world = await meet([answer(status, '', { location: '/restinteractionsdk/elsewhere' })])
    const error = errorOf(await aQuery(world.centre))
    expect(error).toMatchObject({ kind: 'nonsense', status })
    expect(world.asked().length).toBe(1)
  })

  test('silence: the time limit, one attempt, the socket destroyed', async () => {
    const world = await meet([silence], { requestTimeoutMs: 5000 })
    const work = aQuery(world.centre)
    await world.server.seenAtLeast(2)
    await world.clock.advance(4999)
    expect(world.clock.pending).toBe(1)
    await world.clock.advance(1)
    expect(errorOf(await work)).toMatchObject({ kind: 'timeout', effect: 'possible' })
    expect(world.clock.pending).toBe(0)
    expect(world.asked().length).toBe(1)
    await world.server.closed(lastConnection(world))
  })

  test('a slow drip: the time limit is for the whole answer', async () => {
    const drip: Answer = (_response, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
      const more = (): void => {
        if (!socket.destroyed) socket.write(' ', () => setImmediate(more))
      }
      more()
    }
    const world = await meet([drip], { requestTimeoutMs: 5000 })
    const work = aQuery(world.centre)
    await world.server.seenAtLeast(2)
    for (let second = 0; second < 5; second += 1) await world.clock.advance(1000)
    expect(errorOf(await work).kind).toBe('timeout')
    await world.server.closed(lastConnection(world))
  })
})

describe('a request with an effect is sent once and its effect reported', () => {
  const head = 'HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n'
  const cases: readonly (readonly [string, Answer, string, string])[] = [
    ['a reset', reset, 'unreachable', 'possible'],
    ['half an answer', bytes(`${head}{`, 'end'), 'nonsense', 'possible'],
    ['500', answer(500), 'trouble', 'possible'],
    ['502', answer(502, page), 'trouble', 'possible'],
    ['504', answer(504), 'trouble', 'possible'],
    ['400', answer(400), 'rejected', 'none'],
    ['403', answer(403), 'not-licensed', 'none'],
    ['413', answer(413), 'rejected', 'none'],
    ['429', answer(429), 'trouble', 'none'],
    ['503', answer(503, page), 'disconnected', 'none'],
    ['503 of a proxy', answer(503, page, { 'retry-after': '5' }), 'trouble', 'possible'],
    ['302', answer(302, '', { location: '/login' }), 'nonsense', 'possible'],
    ['308', answer(308, '', { location: 'https://x.org/' }), 'nonsense', 'none'],
  ]
  test.each(cases)('a message, and %s', async (_name, bad, kind, effect) => {
    const world = await meet([bad])
    const error = errorOf(await aContent(world.centre))
    expect(error).toMatchObject({ kind, effect })
    expect(world.asked().length).toBe(1)
    expect(world.clock.pending).toBe(0)
    expectNoSecrets(world, error)
  })

  test('a message, and silence', async () => {
    const world = await meet([silence])
    const work = aContent(world.centre)
    await world.server.seenAtLeast(2)
    await world.clock.advance(10_000)
    expect(errorOf(await work)).toMatchObject({ kind: 'timeout', effect: 'possible' })
    expect(world.asked().length).toBe(1)
  })

  test.each([200, 201, 202, 204])(
    'any success is success, whatever its body: %i',
    async (status) => {
      const world = await meet([answer(status, status === 204 ? '' : page)])
      expect(await aContent(world.centre)).toEqual({ ok: true, value: undefined })
    },
  )

  test('a message, and a reset in the middle of the answer', async () => {
    const world = await meet([bytes(`${head}{`, 'reset')])
    const error = errorOf(await aContent(world.centre))
    // A reset may overtake the bytes before it: then it looks like one without an answer.
    expect(['nonsense', 'unreachable']).toContain(error.kind)
    expect(error.effect).toBe('possible')
    expect(world.asked().length).toBe(1)
  })

  test('a session whose id cannot be read may exist', async () => {
    for (const body of ['', page, '{"sessionId":""}', '{"sessionId":null}', '{"sessionId":".."}']) {
      const world = await meet([answer(201, body)])
      const error = errorOf(await aStart(world.centre))
      expect(error).toMatchObject({ kind: 'nonsense', effect: 'possible', status: 201 })
      expect(world.asked().length).toBe(1)
    }
  })

  test("a captive portal's page is not a callback", async () => {
    const portal = await meet([answer(200, page, { 'content-type': 'text/html' })])
    const error = errorOf(await aCallback(portal.centre))
    expect(error).toMatchObject({ kind: 'nonsense', effect: 'possible' })
    const odd = await meet([answer(201, page), answer(200, 'created')])
    expect((await aCallback(odd.centre)).ok).toBe(true)
    expect((await aCallback(odd.centre)).ok).toBe(true)
  })
})

describe('a 404', () => {
  const noApplication = answer(404, '<!doctype html><h1>HTTP Status 404 – Not Found</h1>')
  const calls: readonly (readonly [string, (centre: Centre) => Promise<Result<unknown>>])[] = [
    ['a message', aContent],
    ['a query', (centre) => centre.queryContents(session, 0, { retry: false })],
    ['a typing notice', (centre) => centre.setTyping(session, true)],
    ['a phone number', (centre) => centre.callMe(session, 14, '+49301234567')],
  ]

  test.each(calls)('%s: no such session, where the application answers', async (_name, run) => {
    for (const there of [answer(200, []), answer(403), answer(503, page), answer(400)]) {
      const world = await meet([answer(404), there, answer(404)])
      expect(errorOf(await run(world.centre))).toMatchObject({ kind: 'not-found', effect: 'none' })
      // A token that was held proves nothing.
      expect(world.tokensAsked()).toBe(2)
    }
  })

  test.each(calls)('%s: trouble, where nothing does', async (_name, run) => {
    const aways: readonly (readonly [string, readonly Answer[], readonly Answer[]])[] = [
      ['every path is 404', [noApplication], [tokenAnswer, noApplication]],
      ['the token is there, the rest is not', [noApplication], [tokenAnswer]],
      ['a portal', [answer(404, page), answer(200, page)], [tokenAnswer, answer(200, page)]],
      ['a proxy', [noApplication, answer(503, page, { 'retry-after': '5' })], [tokenAnswer]],
      ['the application went', [noApplication, reset], [tokenAnswer, reset]],
    ]
    for (const [name, turns, tokenTurns] of aways) {
      const world = await meet(turns, patient, tokenTurns)
      const error = errorOf(await turning(world.clock, run(world.centre)))
      expect([name, error.kind, error.effect]).toEqual([name, 'trouble', 'none'])
      expectNoSecrets(world, error)
    }
  })

  test('of a DELETE counts as the end only if the application answers', async () => {
    const gone = await meet([answer(404), answer(200, []), answer(404)])
    expect((await gone.centre.endSession(session)).ok).toBe(true)
    const back = await meet([noApplication, answer(200, []), answer(200)])
    expect((await back.centre.endSession(session)).ok).toBe(true)
    expect(back.asked().map((seen) => seen.method)).toEqual(['DELETE', 'GET', 'DELETE'])
    const away = await meet([noApplication], {}, [tokenAnswer, noApplication])
    expect(errorOf(await away.centre.endSession(session))).toMatchObject({ kind: 'trouble' })
  })

  test('of the token says nothing about the message', async () => {
    const world = await meet([answer(401)], {}, [tokenAnswer, noApplication])
    expect(errorOf(await aContent(world.centre))).toMatchObject({ kind: 'trouble', effect: 'none' })
  })

  test('for a start or a callback: nothing was started, and a retry may succeed', async () => {
    const world = await meet([noApplication])
    for (const run of [aStart, aCallback]) {
      expect(errorOf(await run(world.centre))).toMatchObject({ kind: 'trouble', effect: 'none' })
    }
  })
})

describe('a separate connection', () => {
  test('a fresh query uses a new connection, which all share from then on', async () => {
    const world = await meet([answer(200, contents)])
    await aQuery(world.centre)
    await aQuery(world.centre)
    await world.centre.queryContents(session, 0, { fresh: true })
    await aQuery(world.centre)
    const used = world.server.seen.map((seen) => seen.connection)
    expect(used).toEqual([1, 1, 1, 2, 2])
  })

  test('a fresh token does too, and replaces the old one', async () => {
    const other = answer(200, { access_token: 'another-token', token_type: 'bearer' })
    const world = await meet([answer(200, contents)], {}, [tokenAnswer, other])
    await aQuery(world.centre)
    expect((await world.centre.authorize({ fresh: true })).ok).toBe(true)
    await aQuery(world.centre)
    expect(world.server.seen.map((seen) => seen.connection)).toEqual([1, 1, 2, 2])
    expect(world.asked().at(-1)?.headers['authorization']).toBe('Bearer another-token')
  })

  test('typing notices share the connection of the queries; messages do not', async () => {
    const world = await meet([answer(200, contents)])
    await aQuery(world.centre)
    for (let turn = 0; turn < 11; turn += 1) {
      await world.centre.setTyping(session, true)
      await world.centre.setTyping(session, false)
      await aQuery(world.centre)
    }
    expect(new Set(world.server.seen.map((seen) => seen.connection)).size).toBe(1)
    await aContent(world.centre)
    expect(world.server.seen.at(-1)?.connection).toBe(2)
  })

  test('a typing notice is tried once, whatever happens', async () => {
    const world = await meet([reset])
    expect((await world.centre.setTyping(session, true)).ok).toBe(false)
    expect(world.asked().length).toBe(1 + resent(reset))
    // Now over a new connection.
    expect((await world.centre.setTyping(session, true)).ok).toBe(false)
    expect(world.asked().length).toBe(2 + resent(reset))
  })

  test('reports the moment from which bytes may be sent, and not before', async () => {
    const world = await meet([answer(201)])
    const left: string[] = []
    const onLeave = (): void => {
      left.push('left')
    }
    expect((await world.centre.addContent(session, 'Hello', { onLeave })).ok).toBe(true)
    expect(left).toEqual(['left'])
    await world.centre.addContent(session, '', { onLeave })
    expect(left).toEqual(['left'])
    // Chromium does not say when it is connected: what did not leave after all is told by the effect.
    await world.server.close()
    const error = errorOf(await world.centre.addContent(session, 'Hello', { onLeave }))
    expect(error.effect).toBe('none')
    expect(left).toEqual(['left', 'left'])
  })
})

describe('no connection', () => {
  test('refused: no effect', async () => {
    const world = await meet([answer(200)], patient)
    await world.server.close()
    const error = errorOf(await turning(world.clock, aContent(world.centre)))
    expect(error).toMatchObject({ kind: 'unreachable', effect: 'none' })
    expect(error.detail).toContain('net::ERR_CONNECTION_REFUSED')
  })

  test('refused with a token: one attempt, no effect', async () => {
    const world = await meet([answer(201)])
    expect((await aContent(world.centre)).ok).toBe(true)
    await world.server.close()
    const error = errorOf(await aContent(world.centre))
    expect(error).toMatchObject({ kind: 'unreachable', effect: 'none' })
  })

  test('server without TLS: no effect', async () => {
    const answers = await meet([answer(200)])
    const world = await meet([answer(200)], {
      baseUrl: answers.server.url.replace('http:', 'https:'),
      ...patient,
    })
    const error = errorOf(await turning(world.clock, aContent(world.centre)))
    expect(error).toMatchObject({ kind: 'unreachable', effect: 'none' })
  })
})

describe('the token', () => {
  test('client reports a wrong secret and does not retry', async () => {
    for (const status of [400, 401, 403]) {
      const world = await meet([answer(200)], {}, [answer(status)])
      const error = errorOf(await aContent(world.centre))
      expect(error).toMatchObject({ kind: 'unauthorized', effect: 'none', status })
      expect(world.tokensAsked()).toBe(1)
      expect(world.asked().length).toBe(0)
      expectNoSecrets(world, error)
    }
  })

  test.each([
    ['a page', answer(200, page), 'nonsense'],
    ['nothing', answer(200), 'nonsense'],
    ['no token', answer(200, { token_type: 'bearer' }), 'nonsense'],
    ['a token that no header can hold', answer(200, { access_token: 'a\r\nx: y' }), 'nonsense'],
    ['another type', answer(200, { access_token: 'a', token_type: 'mac' }), 'nonsense'],
    ['500', answer(500), 'trouble'],
    ['404', answer(404, page), 'trouble'],
    ['a redirect', answer(302, '', { location: '/login' }), 'nonsense'],
  ])('%s in its place: nothing else was sent', async (_name, bad, kind) => {
    const world = await meet([answer(201)], patient, [bad])
    const error = errorOf(await turning(world.clock, aContent(world.centre)))
    expect(error).toMatchObject({ kind, effect: 'none' })
    expect(world.asked().length).toBe(0)
  })

  test('simultaneous calls share one request', async () => {
    const world = await meet([answer(201)])
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => aContent(world.centre)))
    expect(results.every((result) => result.ok)).toBe(true)
    expect(world.tokensAsked()).toBe(1)
  })

  test('after a 401, client fetches a new token and resends the message', async () => {
    const world = await meet([answer(401), answer(201)])
    expect((await aContent(world.centre)).ok).toBe(true)
    expect(world.tokensAsked()).toBe(2)
    expect(world.asked().length).toBe(2)
  })

  test('after repeated 401s, client makes two attempts per call, never a loop', async () => {
    const world = await meet([answer(401)])
    for (const call of [1, 2, 3]) {
      const error = errorOf(await aContent(world.centre))
      expect(error).toMatchObject({ kind: 'unauthorized', effect: 'none' })
      expect(world.asked().length).toBe(call * 2)
    }
    expect(world.tokensAsked()).toBeLessThanOrEqual(6)
  })

  test('two simultaneous 401s fetch one new token', async () => {
    const held: (() => void)[] = []
    const later =
      (status: number): Answer =>
      (response, socket, seen) => {
        held.push(() => {
          answer(status)(response, socket, seen)
        })
        if (held.length === 2) for (const go of held) go()
      }
    const world = await meet([later(401), later(401), answer(201)])
    const results = await Promise.all([aContent(world.centre), aContent(world.centre)])
    expect(results.map((result) => result.ok)).toEqual([true, true])
    expect(world.tokensAsked()).toBe(2)
  })

  test('client renews a token with a known lifetime before it expires', async () => {
    const world = await meet([answer(201)], { tokenTtlMs: 100_000 })
    await aContent(world.centre)
    await world.clock.advance(89_000)
    await aContent(world.centre)
    expect(world.tokensAsked()).toBe(1)
    await world.clock.advance(2000)
    await aContent(world.centre)
    expect(world.tokensAsked()).toBe(2)
  })

  test('client obeys expires_in unless the policy says 0', async () => {
    const short = answer(200, { access_token: token, expires_in: '60' })
    for (const [config, wanted] of [
      [{}, 2],
      [{ tokenTtlMs: 0 }, 1],
    ] as const) {
      const world = await meet([answer(201)], config, [short])
      await aContent(world.centre)
      await world.clock.advance(60_000)
      await aContent(world.centre)
      expect(world.tokensAsked()).toBe(wanted)
    }
  })

  test('non-ASCII credentials are sent as UTF-8', async () => {
    const world = await meet([answer(201)], { clientId: 'Zürich', clientSecret: 'ключ:=' })
    await aContent(world.centre)
    expect(world.server.seen[0]?.headers['authorization']).toBe('Basic WsO8cmljaDrQutC70Y7Rhzo9')
  })

  test('the scheme in lower case, by switch', async () => {
    const world = await meet([answer(201)], { compat: { authorizationScheme: 'bearer' } })
    await aContent(world.centre)
    expect(world.asked()[0]?.headers['authorization']).toBe(`bearer ${token}`)
  })
})

describe('abort', () => {
  test('in progress: reported as aborted, effect possible, socket destroyed', async () => {
    const world = await meet([silence])
    const stop = new AbortController()
    const work = world.centre.addContent(session, 'Hello', { signal: stop.signal })
    await world.server.seenAtLeast(2)
    stop.abort()
    expect(errorOf(await work)).toMatchObject({ kind: 'aborted', effect: 'possible' })
    expect(world.clock.pending).toBe(0)
    await world.server.closed(lastConnection(world))
  })

  test('before: nothing is sent', async () => {
    const world = await meet([answer(201)])
    const signal = AbortSignal.abort()
    const result = await world.centre.addContent(session, 'Hello', { signal })
    expect(errorOf(result)).toMatchObject({ kind: 'aborted', effect: 'none' })
    expect(world.asked().length).toBe(0)
  })

  test('by one waiting call leaves the token to the other', async () => {
    let give = (): void => undefined
    const slow: Answer = (response, socket, seen) => {
      give = () => {
        tokenAnswer(response, socket, seen)
      }
    }
    const world = await meet([answer(201)], {}, [slow])
    const stop = new AbortController()
    const one = world.centre.addContent(session, 'one', { signal: stop.signal })
    const other = world.centre.addContent(session, 'other')
    await world.server.seenAtLeast(1)
    stop.abort()
    expect(errorOf(await one)).toMatchObject({ kind: 'aborted', effect: 'none' })
    give()
    expect((await other).ok).toBe(true)
    expect(world.asked().map((seen) => seen.body)).toEqual(['{"content":"other"}'])
  })

  test('between two attempts: no third', async () => {
    const world = await meet([answer(500)], patient)
    const stop = new AbortController()
    const work = world.centre.queryContents(session, 0, { signal: stop.signal })
    await world.server.seenAtLeast(2)
    while (world.clock.pending !== 1 || !world.logged().includes('failed')) {
      await world.clock.advance(0)
    }
    stop.abort()
    expect(errorOf(await work)).toMatchObject({ kind: 'aborted', effect: 'possible' })
    expect(world.asked().length).toBe(1)
  })
})

describe('Retry-After', () => {
  const now = createManualClock().now()
  const date = (ms: number): string => new Date(ms).toUTCString()
  test.each([
    ['7', 7000],
    ['0', 0],
    [' 12 ', 12_000],
    [date(now + 9000), 9000],
    [date(now - 9000), 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['-5', undefined],
  ])('%j is %s ms', async (header, wanted) => {
    const world = await meet([answer(500, '', { 'retry-after': header, date: date(now) })], patient)
    const error = errorOf(await turning(world.clock, aQuery(world.centre)))
    expect(error.retryAfterMs).toBe(wanted)
    expect(world.asked().length).toBe(wanted === undefined ? 3 : 1)
  })
})

describe('the clock of the server', () => {
  const at = (iso: string): string => new Date(iso).toUTCString()
  test.each([
    ['the same', at('2026-01-15T09:00:00Z'), 500],
    ['an hour ahead', at('2026-01-15T10:00:00Z'), 3_600_500],
    [
      'years behind',
      at('2018-10-18T12:38:58Z'),
      Date.UTC(2018, 9, 18, 12, 38, 58) - Date.UTC(2026, 0, 15, 9) + 500,
    ],
    ['nonsense', 'tomorrow', undefined],
    ['an ISO date', '2026-01-15T10:00:00Z', undefined],
    ['the year 1970', at('1970-01-01T00:00:00Z'), undefined],
    ['absent', undefined, undefined],
  ])('%s', async (_name, date, wanted) => {
    const headers: Record<string, string> = date === undefined ? {} : { date }
    const plain: Answer = (response, socket, seen) => {
      response.sendDate = false
      answer(200, { access_token: token }, headers)(response, socket, seen)
    }
    const world = await meet([], {}, [plain])
    expect(world.centre.clockOffsetMs).toBeUndefined()
    await world.centre.authorize()
    expect(world.centre.clockOffsetMs).toBe(wanted)
  })

  test('is corrected by half the round trip', async () => {
    let give = (): void => undefined
    const slow: Answer = (response, socket, seen) => {
      give = () => {
        answer(200, { access_token: token }, { date: at('2026-01-15T09:00:02Z') })(
          response,
          socket,
          seen,
        )
      }
    }
    const world = await meet([], {}, [slow])
    const work = world.centre.authorize()
    await world.server.seenAtLeast(1)
    await world.clock.advance(4000)
    give()
    await work
    expect(world.centre.clockOffsetMs).toBe(500)
  })
})

describe('compatibility', () => {
  test('after a refused boolean, typing is tried once as text and remembered', async () => {
    const world = await meet([answer(400), answer(200)])
    expect((await world.centre.setTyping(session, true)).ok).toBe(true)
    expect((await world.centre.setTyping(session, false)).ok).toBe(true)
    expect(world.asked().map((seen) => seen.body)).toEqual([
      '{"isTyping":true}',
      '{"isTyping":"true"}',
      '{"isTyping":"false"}',
    ])
  })

  test('after both forms are refused, typing stays boolean without a third try', async () => {
    const world = await meet([answer(400)])
    expect(errorOf(await world.centre.setTyping(session, true)).kind).toBe('rejected')
    expect(errorOf(await world.centre.setTyping(session, true)).kind).toBe('rejected')
    expect(world.asked().map((seen) => seen.body)).toEqual([
      '{"isTyping":true}',
      '{"isTyping":"true"}',
      '{"isTyping":true}',
    ])
  })

  test('an accepted boolean is not tried as text again', async () => {
    const world = await meet([answer(200), answer(400)])
    await world.centre.setTyping(session, true)
    expect((await world.centre.setTyping(session, true)).ok).toBe(false)
    expect(world.asked().length).toBe(2)
  })

  test('a DELETE whose body was lost is tried with the path', async () => {
    const world = await meet([answer(400), answer(200)])
    expect((await world.centre.endSession(session)).ok).toBe(true)
    expect(world.asked().map((seen) => `${seen.method} ${seen.path}`)).toEqual([
      'DELETE /restinteractionsdk/v1/sessions',
      `DELETE /restinteractionsdk/v1/sessions/${session}`,
    ])
  })

  test('without that path, the session does not count as ended', async () => {
    const world = await meet([answer(400), answer(404)])
    expect(errorOf(await world.centre.endSession(session))).toMatchObject({ kind: 'rejected' })
    const never = await meet([answer(400)], { compat: { endInPath: 'never' } })
    expect((await never.centre.endSession(session)).ok).toBe(false)
    expect(never.asked().length).toBe(1)
  })

  test('DELETE is repeated without an answer', async () => {
    const turns = [reset, answer(404), answer(200, []), answer(404)]
    const world = await meet(turns, patient)
    expect((await turning(world.clock, world.centre.endSession(session))).ok).toBe(true)
    const ends = world.asked().filter((seen) => seen.method === 'DELETE')
    // The last one since the application may have been away, and back only now.
    expect(ends.length).toBe(3)
  })
})

describe('an invalid request is never sent', () => {
  const bad: readonly (readonly [string, (centre: Centre) => Promise<Result<unknown>>])[] = [
    ['a blank message', (centre) => centre.addContent(session, ' \n')],
    ['no session', (centre) => centre.addContent('', 'Hello')],
    ['a session that is a path', (centre) => centre.queryContents('..', 0)],
    ['a negative index', (centre) => centre.queryContents(session, -1)],
    ['half an index', (centre) => centre.queryContents(session, 1.5)],
    ['agent 0', (centre) => centre.callMe(session, 0, '+49301234567')],
    ['no number', (centre) => centre.callMe(session, 14, ' ')],
  ]
  test.each(bad)('%s', async (_name, run) => {
    const world = await meet([answer(201)])
    expect(errorOf(await run(world.centre))).toMatchObject({ kind: 'rejected', effect: 'none' })
    expect(world.server.seen.length).toBe(0)
    expectNoSecrets(world)
  })

  test.each(['', 'contact centre', 'ftp://x.org', 'https://u:p@x.org/', 'https://x.org/?a=1'])(
    'the address %j',
    async (baseUrl) => {
      const world = await meet([answer(201)], { baseUrl })
      for (const run of [aContent, aQuery, aStart, aCallback]) {
        expect(errorOf(await run(world.centre)).kind).toBe('rejected')
      }
      expect(errorOf(await world.centre.authorize()).kind).toBe('rejected')
      expect(errorOf(await world.centre.callbackQueues()).kind).toBe('rejected')
      expect(world.server.seen.length).toBe(0)
    },
  )

  test('no tenant', async () => {
    const world = await meet([answer(201)], { businessUnit: ' ' })
    expect(errorOf(await aStart(world.centre)).detail).toContain('businessUnitName')
    expect(errorOf(await world.centre.callbackQueues()).kind).toBe('rejected')
    expect(world.server.seen.length).toBe(0)
  })
})

test('queries share a connection; requests that must not be sent twice have their own', async () => {
  const world = await meet([answer(200, contents)])
  await aQuery(world.centre)
  await aQuery(world.centre)
  await aContent(world.centre)
  await aContent(world.centre)
  const connections = world.asked().map((seen) => seen.connection)
  expect(connections).toEqual([1, 1, 2, 3])
})
