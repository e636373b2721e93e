import type {
  CallbackQueue,
  Centre,
  Content,
  Contents,
  ContentType,
  SessionRequest,
} from '../centre/api.ts'
import type { Clock } from '../platform/clock.ts'
import {
  createFakeNetwork,
  failed,
  type Fault,
  type NetworkLog,
  type NetworkOptions,
  type Operation,
} from './fake-network.ts'

export interface FakeSession {
  readonly id: string
  readonly request: SessionRequest
  readonly contents: Content[]
  connected: boolean
  endedAt: number | undefined
  pushUrl: string
  redirectUrl: string
  callMeAgentKey: number
  typing: string[]
  customerTyping: boolean
  /** Everything that was posted, echoed or not. */
  readonly received: string[]
  readonly numbers: { readonly agentKey: number; readonly phoneNumber: string }[]
}

export interface FakeOptions extends NetworkOptions {
  /** Whether posted messages and the caption come back, and how. */
  readonly echo?: 'as-is' | 'escaped' | 'wrapped' | 'none'
  readonly echoCaption?: boolean
}

/** A small, faithful contact centre in memory, with faults. For tests of the services only. */
export interface FakeCentre extends Centre {
  readonly sessions: Map<string, FakeSession>
  /** The newest session. */
  readonly session: FakeSession
  readonly log: readonly NetworkLog[]
  count(operation: Operation): number
  /** The next requests of this kind meet these faults, one each. */
  fail(operation: Operation, ...faults: Fault[]): void
  /** Messages whose client has given up and which may still be carried out. */
  readonly waiting: readonly string[]
  /** The most that were ever so at the same time. */
  readonly mostWaiting: number
  /** Requests meet what this says, where no fault is queued. */
  chance: ((operation: Operation) => Fault | undefined) | undefined
  say(text: string, by?: Partial<Content>): void
  agentLeaves(): void
  disconnect(): void
  /** Answers under way are lost; with `forget`, all sessions as well. */
  restart(forget?: boolean): void
}

const OPEN_FOR_MS = 5 * 60_000

export function createFakeCentre(clock: Clock, options: FakeOptions = {}): FakeCentre {
  const echo = options.echo ?? 'as-is'
  const sessions = new Map<string, FakeSession>()
  const network = createFakeNetwork(clock, options, (operation) => fake.chance?.(operation))
  const { request, log, waiting } = network
  let latest: FakeSession | undefined

  function find(id: string): FakeSession | undefined {
    const session = sessions.get(id)
    if (session?.endedAt !== undefined && clock.now() - session.endedAt > OPEN_FOR_MS) {
      sessions.delete(id)
      return undefined
    }
    return session
  }

  function push(
    session: FakeSession,
    type: ContentType,
    content: string,
    extra: Partial<Content> = {},
  ): void {
    session.contents.push({
      index: session.contents.length + 1,
      type,
      rawType: type,
      from: '',
      agentFirstName: '',
      agentLastName: '',
      content,
      pushedUrl: '',
      ...extra,
    })
  }

  function customerSays(session: FakeSession, text: string): void {
    const escaped = text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/\n/gu, '<BR>')
    const shown = {
      'as-is': text,
      escaped,
      wrapped: `<FONT size=2 face=Tahoma>${escaped}</FONT>`,
      none: undefined,
    }[echo]
    if (shown === undefined) return
    push(session, 'CUSTOMER_MESSAGE', shown, { from: session.request.customerName })
  }

  function over(session: FakeSession): void {
    if (!session.connected) return
    session.connected = false
    session.endedAt = clock.now()
  }

  const fake: FakeCentre = {
    sessions,
    log,
    waiting,
    get mostWaiting() {
      return network.mostWaiting()
    },
    chance: undefined,
    get session() {
      if (!latest) throw new Error('no session has been started')
      return latest
    },
    clockOffsetMs: 0,
    count: (operation) => log.filter((each) => each.operation === operation).length,
    fail(operation, ...faults) {
      network.fail(operation, faults)
    },
    say(text, by = {}) {
      const agent = { from: '14', agentFirstName: 'Claudio', agentLastName: 'Bastos' }
      push(fake.session, by.type ?? 'AGENT_MESSAGE', text, { ...agent, ...by })
    },
    agentLeaves() {
      fake.say('', { type: 'AGENT_DISCONNECT' })
      over(fake.session)
    },
    disconnect() {
      over(fake.session)
    },
    restart(forget = false) {
      network.restart()
      if (forget) sessions.clear()
    },
    authorize(requested) {
      if (requested?.fresh !== true) return Promise.resolve({ ok: true, value: undefined })
      return request('token', undefined, requested, () => ({ ok: true, value: undefined }))
    },
    startSession: (body, requested) =>
      request('start', body, requested, () => {
        const session: FakeSession = {
          id: `W${String(sessions.size + 1)}-${String(clock.now())}`,
          request: body,
          contents: [],
          connected: true,
          endedAt: undefined,
          pushUrl: '',
          redirectUrl: '',
          callMeAgentKey: 0,
          typing: [],
          customerTyping: false,
          received: [],
          numbers: [],
        }
        sessions.set(session.id, session)
        latest = session
        if (options.echoCaption ?? echo !== 'none') {
          const text = body.caption
          push(session, 'CUSTOMER_MESSAGE', text, { from: body.customerName })
        }
        return { ok: true, value: session.id }
      }),
    endSession: (id, requested) =>
      request('end', id, requested, () => {
        const session = find(id)
        if (!session) return failed('not-found', 'none', 404)
        if (session.connected) {
          push(session, 'CUSTOMER_DISCONNECT', '', { from: session.request.customerName })
        }
        over(session)
        return { ok: true, value: undefined }
      }),
    queryContents: (id, index, requested) =>
      request<Contents>('query', index, requested, () => {
        const session = find(id)
        if (!session) return failed('not-found', 'none', 404)
        const value: Contents = {
          contents:
            session.redirectUrl === '' ? session.contents.slice(Math.max(0, index - 1)) : [],
          newIndexKey: session.contents.length + 1,
          connected: session.connected,
          pushUrl: session.pushUrl,
          redirectUrl: session.redirectUrl,
          callMeAgentKey: session.callMeAgentKey,
          typing: [...session.typing],
        }
        session.pushUrl = ''
        session.callMeAgentKey = 0
        return { ok: true, value }
      }),
    addContent: (id, content, requested) =>
      request('add', content, requested, () => {
        const session = find(id)
        if (!session) return failed('not-found', 'none', 404)
        if (!session.connected) return failed('disconnected', 'none', 503)
        session.received.push(content)
        session.customerTyping = false
        customerSays(session, content)
        return { ok: true, value: undefined }
      }),
    setTyping: (id, typing, requested) =>
      request('typing', typing, requested, () => {
        const session = find(id)
        if (!session) return failed('not-found', 'none', 404)
        session.customerTyping = typing
        return { ok: true, value: undefined }
      }),
    callMe: (id, agentKey, phoneNumber, requested) =>
      request('callMe', { agentKey, phoneNumber }, requested, () => {
        const session = find(id)
        if (!session) return failed('not-found', 'none', 404)
        session.numbers.push({ agentKey, phoneNumber })
        return { ok: true, value: undefined }
      }),
    createCallback: () => Promise.resolve(failed('disabled', 'none', 503)),
    callbackQueues: () => Promise.resolve({ ok: true, value: [] as readonly CallbackQueue[] }),
  }
  return fake
}
