import type {
  CallbackQueue,
  Centre,
  CentreError,
  Content,
  Contents,
  ContentType,
  RequestOptions,
  Result,
  SessionRequest,
} from '../centre/api.ts'
import { sleep, type Clock } from '../platform/clock.ts'

export type Operation = 'start' | 'end' | 'query' | 'add' | 'typing' | 'callMe' | 'token'

/** What can befall one request. */
export type Fault =
  /** Refused before it left. */
  | 'refused'
  /** Lost on the way there; the client cannot tell. */
  | 'lost-request'
  /** Carried out, the answer lost. */
  | 'lost-answer'
  /** No answer in time; carried out a while after the client has given up. */
  | 'late'
  | '500-before'
  | '500-after'
  | '503'
  | '401'
  | '404'
  /** 404 of a server whose application is away: nothing is there that could say more. */
  | 'away'
  /** No connection is accepted for a while: this request and all on new ones wait in line. */
  | 'crowded'
  | 'slow'
  /** Thrown instead of answered: not allowed by the interface, survived all the same. */
  | 'throw'

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

export interface FakeOptions {
  /** Whether posted messages and the caption come back, and how. */
  readonly echo?: 'as-is' | 'escaped' | 'wrapped' | 'none'
  readonly echoCaption?: boolean
  readonly latencyMs?: number
  readonly timeoutMs?: number
  /** How long after the client's time limit a `late` request is carried out. */
  readonly lateMs?: number
  /** How long `crowded` lasts. */
  readonly crowdedMs?: number
}

/** A small, faithful contact centre in memory, with faults. For tests of the services only. */
export interface FakeCentre extends Centre {
  readonly sessions: Map<string, FakeSession>
  /** The newest session. */
  readonly session: FakeSession
  readonly log: {
    readonly operation: Operation
    readonly at: number
    readonly detail: unknown
    readonly fresh: boolean
  }[]
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

const ALONE: ReadonlySet<Operation> = new Set(['start', 'add', 'callMe'])

const OPEN_FOR_MS = 5 * 60_000

export function createFakeCentre(clock: Clock, options: FakeOptions = {}): FakeCentre {
  const echo = options.echo ?? 'as-is'
  const latency = options.latencyMs ?? 20
  const timeout = options.timeoutMs ?? 10_000
  const sessions = new Map<string, FakeSession>()
  const queued = new Map<Operation, Fault[]>()
  const log: { operation: Operation; at: number; detail: unknown; fresh: boolean }[] = []
  const waiting: string[] = []
  let mostWaiting = 0
  let crowdedUntil = 0
  let epoch = 0
  let latest: FakeSession | undefined

  function error(
    kind: CentreError['kind'],
    effect: CentreError['effect'],
    status?: number,
  ): { ok: false; error: CentreError } {
    const detail = `fake ${kind}`
    return { ok: false, error: { kind, effect, detail, ...(status !== undefined && { status }) } }
  }

  async function request<Value>(
    operation: Operation,
    detail: unknown,
    requested: RequestOptions | undefined,
    act: () => Result<Value>,
  ): Promise<Result<Value>> {
    // What must not be sent twice has a connection of its own (ADR 7).
    const isNew = requested?.fresh === true || ALONE.has(operation)
    log.push({ operation, at: clock.now(), detail, fresh: isNew })
    const fault = queued.get(operation)?.shift() ?? fake.chance?.(operation)
    if (fault === 'refused') return error('unreachable', 'none')
    if (fault === 'throw') throw new Error('the fake throws')
    requested?.onLeave?.()
    const born = epoch
    if (fault === 'crowded') {
      crowdedUntil = Math.max(crowdedUntil, clock.now() + (options.crowdedMs ?? 25_000))
    }
    const waitMs = crowdedUntil - clock.now()
    if (isNew && waitMs > 0) {
      // First in, first out, whether the client has gone or not.
      if (waitMs > timeout) {
        const giveUp = operation === 'add' ? wait(String(detail)) : undefined
        clock.after(waitMs, () => {
          giveUp?.()
          if (born === epoch) act()
        })
        await sleep(clock, timeout)
        return error('timeout', 'possible')
      }
      await sleep(clock, waitMs)
    }
    await sleep(clock, latency / 2)
    if (born !== epoch) return error('unreachable', 'possible')
    switch (fault) {
      case 'lost-request':
        await sleep(clock, timeout)
        return error('timeout', 'possible')
      case 'late': {
        const over = operation === 'add' ? wait(String(detail)) : undefined
        clock.after(timeout + (options.lateMs ?? 4000), () => {
          over?.()
          act()
        })
        await sleep(clock, timeout)
        return error('timeout', 'possible')
      }
      case '500-before':
        return error('trouble', 'possible', 500)
      case '503':
        if (operation === 'add') return error('disconnected', 'none', 503)
        return operation === 'start'
          ? error('full', 'none', 503)
          : error('trouble', 'possible', 503)
      case '401':
        return error('unauthorized', 'none', 401)
      case '404':
        return error('not-found', 'none', 404)
      case 'away':
        return error('trouble', 'none', 404)
      case 'slow':
        await sleep(clock, Math.min(5000, timeout / 2))
        break
      default:
        break
    }
    if (born !== epoch) return error('unreachable', 'possible')
    const answer = act()
    await sleep(clock, latency / 2)
    if (born !== epoch || fault === 'lost-answer') return error('unreachable', 'possible')
    if (fault === '500-after') return error('trouble', 'possible', 500)
    return answer
  }

  /** Counts a message that waits, until the answered function is called. */
  function wait(text: string): () => void {
    waiting.push(text)
    mostWaiting = Math.max(mostWaiting, waiting.length)
    return () => {
      waiting.splice(waiting.indexOf(text), 1)
    }
  }

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
      return mostWaiting
    },
    chance: undefined,
    get session() {
      if (!latest) throw new Error('no session has been started')
      return latest
    },
    clockOffsetMs: 0,
    count: (operation) => log.filter((each) => each.operation === operation).length,
    fail(operation, ...faults) {
      queued.set(operation, [...(queued.get(operation) ?? []), ...faults])
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
      epoch += 1
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
        if (!session) return error('not-found', 'none', 404)
        if (session.connected) {
          push(session, 'CUSTOMER_DISCONNECT', '', { from: session.request.customerName })
        }
        over(session)
        return { ok: true, value: undefined }
      }),
    queryContents: (id, index, requested) =>
      request<Contents>('query', index, requested, () => {
        const session = find(id)
        if (!session) return error('not-found', 'none', 404)
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
        if (!session) return error('not-found', 'none', 404)
        if (!session.connected) return error('disconnected', 'none', 503)
        session.received.push(content)
        session.customerTyping = false
        customerSays(session, content)
        return { ok: true, value: undefined }
      }),
    setTyping: (id, typing, requested) =>
      request('typing', typing, requested, () => {
        const session = find(id)
        if (!session) return error('not-found', 'none', 404)
        session.customerTyping = typing
        return { ok: true, value: undefined }
      }),
    callMe: (id, agentKey, phoneNumber, requested) =>
      request('callMe', { agentKey, phoneNumber }, requested, () => {
        const session = find(id)
        if (!session) return error('not-found', 'none', 404)
        session.numbers.push({ agentKey, phoneNumber })
        return { ok: true, value: undefined }
      }),
    createCallback: () => Promise.resolve(error('disabled', 'none', 503)),
    callbackQueues: () => Promise.resolve({ ok: true, value: [] as readonly CallbackQueue[] }),
  }
  return fake
}
