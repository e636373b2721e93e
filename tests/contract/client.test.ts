import { Buffer } from 'node:buffer'
import { afterEach, describe, expect, test } from 'vitest'
import type { Centre, Result, SessionRequest } from '../../src/main/centre/api.ts'
import { createCentre } from '../../src/main/centre/client.ts'
import type { CentreConfig } from '../../src/main/centre/config.ts'
import { silentLog } from '../../src/main/platform/log.ts'
import { createManualClock } from '../kit/clock/manual-clock.ts'
import { sharedCarrierProgram } from '../kit/network/carrier/carrier.ts'
import { fill, loadFixtures } from './fixtures.ts'
import type { Fixture } from './fixtures.ts'
import { answer, createRawServer } from './raw-server.ts'
import type { Answer, Seen } from './raw-server.ts'

const program = await sharedCarrierProgram()

const token = 'f95612a9-17a2-412a-8684-e7b9a14f9c04'
const sessionId = 'W166120200007092418001dac3e753c0c141268d153bfac7c5f69e/+ä'
const values = {
  token,
  sessionId,
  sessionIdInPath: 'W166120200007092418001dac3e753c0c141268d153bfac7c5f69e%2F%2B%C3%A4',
  basic: 'YXBwbGljYXRpb24xOmFiY2QxMjM0',
}

interface Case {
  readonly run: (centre: Centre) => Promise<Result<unknown>>
  /** The value of a success, or the kind and effect of an error. */
  readonly gives: unknown
  readonly config?: Partial<CentreConfig>
}

const ok = undefined
const error = (kind: string, effect = 'none'): object => ({ kind, effect })
const least = {
  caption: 'Grüße aus Köln 😀 "quoted"',
  contactData: [],
  customerName: 'José da Silva',
  language: 'German',
  priority: 100,
  source: 'jose.silva@email.com',
}
const guideData = [
  { key: 'Address', value: 'Street' },
  { key: 'Phone Number', value: '+55 (41) 99999-9999' },
]
const first = { start: Date.UTC(2035, 0, 20, 8), end: Date.UTC(2035, 0, 20, 12) }
const callback = {
  queueKey: 9,
  contactName: 'Jose Silva',
  phoneNumber: '+554180911597',
  first,
  contactData: [],
  priority: 10,
}

const person = { agentFirstName: 'Claudio', agentLastName: 'Bastos' }
const nobody = { agentFirstName: '', agentLastName: '' }
const quiet = { connected: true, pushUrl: '', redirectUrl: '', callMeAgentKey: 0, typing: [] }
const grey = 'contentEditable=false style="BACKGROUND-COLOR: #ffffff" size=2 face=Tahoma'

const start =
  (request: SessionRequest = least) =>
  (centre: Centre) =>
    centre.startSession(request)
const query = (index: number) => (centre: Centre) => centre.queryContents(sessionId, index)
const queues = (centre: Centre): Promise<Result<unknown>> => centre.callbackQueues()

/** Which call leads to each exchange, and what it must answer. */
const cases: Readonly<Record<string, Case>> = {
  token: { run: (centre) => centre.authorize(), gives: ok },
  'token-refused': {
    run: (centre) => centre.authorize(),
    gives: error('unauthorized'),
    config: { clientSecret: 'wrong' },
  },
  'token-taken-back': { run: queues, gives: error('unauthorized') },
  'session-start': {
    run: start({
      ...least,
      caption: 'Can you help me with my problem?',
      contactData: guideData,
      customerName: 'Jose Silva',
      destination: 'Sales',
      language: 'English',
      priority: 5,
    }),
    gives: sessionId,
  },
  'session-start-least': { run: start(), gives: sessionId },
  'session-start-other-code': { run: start(), gives: sessionId },
  'session-start-full': { run: start(), gives: error('full') },
  'session-start-unlicensed': { run: start(), gives: error('not-licensed') },
  'session-start-broken': { run: start(), gives: error('trouble', 'possible') },
  'session-start-unknown-tenant': {
    run: start(),
    gives: error('rejected'),
    config: { businessUnit: 'Nowhere' },
  },
  'session-end': { run: (centre) => centre.endSession(sessionId), gives: ok },
  'session-end-removed': { run: (centre) => centre.endSession(sessionId), gives: ok },
  'session-end-in-path': {
    run: (centre) => centre.endSession(sessionId),
    gives: ok,
    config: { compat: { endInPath: 'always' } },
  },
  'contents-all': {
    run: query(0),
    gives: {
      ...quiet,
      newIndexKey: 4,
      contents: [
        {
          ...nobody,
          index: 1,
          type: 'CUSTOMER_MESSAGE',
          rawType: 'CUSTOMER_MESSAGE',
          from: 'Firstname Lastname',
          content: 'Can you help me with...',
          pushedUrl: '',
        },
        {
          ...nobody,
          index: 2,
          type: 'SYSTEM_MESSAGE',
          rawType: 'SYSTEM_MESSAGE',
          from: '<FONT size=2 face=Tahoma>System</FONT>',
          content:
            '<FONT face=Tahoma size=2>Welcome to the contact center, powered by OpenScape Contact Center.&nbsp; Please hold while we connect you to an agent.</FONT>',
          pushedUrl: '',
        },
        {
          ...person,
          index: 3,
          type: 'AGENT_MESSAGE',
          rawType: 'AGENT_MESSAGE',
          from: '14',
          content: `<FONT size=2 face=Tahoma><FONT tabIndex=-1 ${grey}>07/01/2020</FONT>, <FONT tabIndex=-1 ${grey}>11:19 AM</FONT> How can I help you?</FONT>`,
          pushedUrl: '',
        },
      ],
    },
  },
  'contents-from-index': {
    run: query(4),
    gives: {
      ...quiet,
      newIndexKey: 5,
      contents: [
        {
          ...person,
          index: 4,
          type: 'AGENT_MESSAGE',
          rawType: 'AGENT_MESSAGE',
          from: '14',
          content: '<p style="margin: 0">How are you doing?</p>',
          pushedUrl: '',
        },
      ],
    },
  },
  'contents-nothing-new': { run: query(5), gives: { ...quiet, newIndexKey: 5, contents: [] } },
  'contents-agent-typing': {
    run: query(5),
    gives: { ...quiet, newIndexKey: 5, contents: [], typing: ['14'] },
  },
  'contents-agents-typing': {
    run: query(5),
    gives: { ...quiet, newIndexKey: 5, contents: [], typing: ['14', '15'] },
  },
  'contents-call-me': {
    run: query(5),
    gives: { ...quiet, newIndexKey: 5, contents: [], callMeAgentKey: 14 },
  },
  'contents-pushed-url': {
    run: query(5),
    gives: {
      ...quiet,
      newIndexKey: 6,
      pushUrl: 'http://www.example.com/offer?a=1&b=2',
      contents: [
        {
          ...person,
          index: 5,
          type: 'AGENT_PUSH_URL',
          rawType: 'AGENT_PUSH_URL',
          from: '14',
          content:
            '<FONT face=Tahoma size=2>Agent&nbsp;pushed&nbsp;http://www.example.com/offer?a=1&amp;b=2</FONT>',
          pushedUrl: 'http://www.example.com/offer?a=1&b=2',
        },
      ],
    },
  },
  'contents-redirect': {
    run: query(0),
    gives: {
      ...quiet,
      newIndexKey: 1,
      contents: [],
      redirectUrl: 'https://www.example.com/elsewhere',
    },
  },
  'contents-agent-left': {
    run: query(5),
    gives: {
      ...quiet,
      newIndexKey: 7,
      connected: false,
      contents: [
        {
          ...person,
          index: 5,
          type: 'AGENT_MESSAGE',
          rawType: 'AGENT_MESSAGE',
          from: '14',
          content: 'Goodbye',
          pushedUrl: '',
        },
        {
          ...person,
          index: 6,
          type: 'AGENT_DISCONNECT',
          rawType: 'AGENT_DISCONNECT',
          from: '14',
          content: '',
          pushedUrl: '',
        },
      ],
    },
  },
  'contents-removed': { run: query(5), gives: error('not-found') },
  'contents-busy': { run: query(5), gives: { ...error('trouble'), retryAfterMs: 7000 } },
  'contents-old-spelling': {
    run: query(2),
    gives: {
      ...quiet,
      newIndexKey: 7,
      callMeAgentKey: 14,
      contents: [
        ['AGENT_MESSAGE', 'AGENT MESSAGE', '14', 'one', ''],
        ['AGENT_PUSH_URL', 'agent-push-url', '14', '', 'https://www.example.com/'],
        ['AGENT_REQUEUE', 'AGENT_REQUELUE', '14', '', ''],
        ['SYSTEM_MESSAGE', 'SYSTEM MESSAGE', 'System', 'four', ''],
        ['UNKNOWN', 'AGENT_WHISPER', '15', 'five', ''],
      ].map(([type, rawType, from, content, pushedUrl], place) => ({
        ...nobody,
        index: 2 + place,
        type,
        rawType,
        from,
        content,
        pushedUrl,
      })),
    },
  },
  'contents-absent': {
    run: query(3),
    gives: { ...quiet, newIndexKey: 3, contents: [], connected: false },
  },
  'content-add': {
    run: (centre) => centre.addContent(sessionId, 'Hey, can you help me?'),
    gives: ok,
  },
  'content-add-letters': {
    run: (centre) => centre.addContent(sessionId, '<b>Größe</b> "42"\nשלום 👍 & more'),
    gives: ok,
  },
  'content-add-ended': {
    run: (centre) => centre.addContent(sessionId, 'Too late'),
    gives: error('disconnected'),
  },
  'content-add-removed': {
    run: (centre) => centre.addContent(sessionId, 'Much too late'),
    gives: error('not-found'),
  },
  'typing-start': { run: (centre) => centre.setTyping(sessionId, true), gives: ok },
  'typing-stop': { run: (centre) => centre.setTyping(sessionId, false), gives: ok },
  'typing-as-text': {
    run: (centre) => centre.setTyping(sessionId, true),
    gives: ok,
    config: { compat: { typing: 'string' } },
  },
  'typing-removed': {
    run: (centre) => centre.setTyping(sessionId, true),
    gives: error('not-found'),
  },
  'call-me': { run: (centre) => centre.callMe(sessionId, 14, '+554180911597'), gives: ok },
  callback: {
    run: (centre) =>
      centre.createCallback({
        ...callback,
        comment: 'Call to negotiate contract.',
        contactData: guideData,
        second: { start: Date.UTC(2035, 0, 21, 8), end: Date.UTC(2035, 0, 21, 12) },
      }),
    gives: ok,
  },
  'callback-least': { run: (centre) => centre.createCallback(callback), gives: ok },
  'callback-seconds': {
    run: (centre) => centre.createCallback(callback),
    gives: ok,
    config: { compat: { callbackTimes: 'seconds' } },
  },
  'callback-fails': {
    run: (centre) => centre.createCallback(callback),
    gives: error('not-created'),
  },
  queues: {
    run: queues,
    gives: [
      { key: 9, name: 'Default Callback Queue', description: 'Default callback queue' },
      { key: 10, name: 'Sales Callback Queue', description: 'Sales callback queue' },
    ],
  },
  'queues-none': { run: queues, gives: [] },
  'queues-empty-body': { run: queues, gives: [] },
  'queues-disabled': { run: queues, gives: error('disabled') },
  'queues-encoded-tenant': { run: queues, gives: [], config: { businessUnit: 'Köln/Süd #1' } },
}

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const all = loadFixtures()
const mine = all.filter((fixture) => fixture.judges.includes('client'))

describe('the fixtures', () => {
  test('every client fixture has a case, and every case a fixture', () => {
    expect(Object.keys(cases).sort()).toEqual(mine.map((fixture) => fixture.name).sort())
  })

  test('every placeholder is known', () => {
    const known = [...Object.keys(values), 'length']
    const found = JSON.stringify(all).matchAll(/\{(\w+)\}/gu)
    for (const [, name] of found) expect(known).toContain(name)
  })
})

describe('the client sends and reads', () => {
  test.each(mine)('$name: $about', async (fixture) => {
    const one = cases[fixture.name]
    if (!one) throw new Error('no case')
    const { centre, seen } = await connect(fixture, one.config)
    const result = await one.run(centre)
    expect(outcome(result, one.gives)).toEqual(one.gives)

    const sent = seen.filter((request) => isFor(fixture, request))
    // A 401 is replayed once (C18), and so is what may be repeated after a 404.
    const { status } = fixture.response
    const isPost = fixture.request.path.endsWith('/contents') && fixture.request.method === 'POST'
    const isTwice = (status === 401 && !isToken(fixture)) || (status === 404 && !isPost)
    expect(sent.length).toBe(isTwice ? 2 : 1)
    for (const request of sent) compare(request, fixture)
    const tokens = seen.filter((request) => request.path.endsWith('/oauth/token'))
    // A 404 is believed once the application has shown itself, by a fresh token among others.
    expect(tokens.length).toBe(fixture.name === 'token-taken-back' || status === 404 ? 2 : 1)
  })
})

async function connect(
  fixture: Fixture,
  config: Partial<CentreConfig> = {},
): Promise<{ centre: Centre; seen: readonly Seen[] }> {
  const { status, headers, body, text } = fixture.response
  const reply = fill(text ?? (body === undefined ? '' : JSON.stringify(body)), values)
  const tokenReply = answer(200, { access_token: token, token_type: 'bearer', scope: 'all' })
  const choose = (request: Seen): Answer => {
    if (!isFor(fixture, request)) {
      if (request.path.endsWith('/oauth/token')) return tokenReply
      if (request.path.includes('/callbacks/availability/')) return answer(200, [])
    }
    return answer(status, reply, headers)
  }
  const server = await createRawServer(choose)
  const http = program.open()
  closers.push(() => {
    http.close()
    return server.close()
  })
  const centre = createCentre({
    http,
    clock: createManualClock(),
    random: () => 0.5,
    log: silentLog,
    config: {
      baseUrl: `${server.url}/restinteractionsdk/`,
      clientId: 'application1',
      clientSecret: 'abcd1234',
      businessUnit: 'Company1',
      ...config,
    },
  })
  return { centre, seen: server.seen }
}

function isToken(fixture: Fixture): boolean {
  return fixture.request.path.endsWith('/oauth/token')
}

/** By method and path as they stand: what the client got wrong in them is seen as a missing request. */
function isFor(fixture: Fixture, request: Seen): boolean {
  const { method, path } = fill(fixture.request, values)
  return request.method === method && request.path === path
}

function compare(request: Seen, fixture: Fixture): void {
  const length = String(Buffer.byteLength(request.body))
  const wanted = fill(fixture.request, { ...values, length })
  expect(request.headers).toMatchObject(wanted.headers)
  for (const name of wanted.absent ?? []) expect(request.headers).not.toHaveProperty(name)
  if (wanted.text !== undefined) expect(request.body).toBe(wanted.text)
  else if (wanted.body !== undefined) expect(JSON.parse(request.body)).toEqual(wanted.body)
  else expect(request.body).toBe('')
}

/** Of an error only the members that the case speaks of. */
function outcome(result: Result<unknown>, gives: unknown): unknown {
  if (result.ok) return result.value
  const names = typeof gives === 'object' && gives !== null ? Object.keys(gives) : []
  return Object.fromEntries(Object.entries(result.error).filter(([name]) => names.includes(name)))
}
