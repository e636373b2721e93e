import type { CentreData } from '../config/data.ts'
import type { Cancel, Clock } from '../support/clock.ts'
import type { Emitter } from '../support/emitter.ts'
import type { Random } from '../support/random.ts'
import type { CentreEvent } from './events.ts'
import type { Settings } from './settings.ts'
import { isConnected, transition } from './session.ts'
import type { Author, Content, ContentType, EndedBy, Session, SessionRequest } from './session.ts'

/** How long an agent counts as typing (R44). */
export const agentTypingMs = 4000

/** What a query of contents finds, before it is written for the wire. */
export interface Found {
  /** `nothing-new` and `unknown-index` are two faces of no content (C12). */
  readonly contents: readonly Content[] | 'nothing-new' | 'unknown-index' | 'redirected'
  readonly newIndexKey: number
  readonly pushUrl: string
  readonly callMeAgentKey: number
  readonly typing: readonly number[]
  readonly redirectUrl: string
  readonly connected: boolean
}

export interface Sessions {
  list(): readonly Session[]
  find(id: string): Session | undefined
  /** How many sessions are connected now. */
  connected(): number
  /** A new session, or undefined when the maximum is reached (R87). */
  create(request: SessionRequest): Session | undefined
  /** Contents from an index key on; 0 means all (R96). Consumes the one-shot fields. */
  query(session: Session, indexKey: number, poller: string): Found
  /** Appends a content and returns its index key. */
  add(session: Session, type: ContentType, author: Author, text: string, pushedUrl?: string): number
  /** A customer's message (R136); false once the session has ended. */
  say(session: Session, text: string): boolean
  customerTyping(session: Session, typing: boolean): void
  receiveNumber(session: Session, agentKey: number, phoneNumber: string): void
  /** Ends the session if it still runs and keeps it for queries; false if it had ended. */
  end(session: Session, by: EndedBy, author: Author): boolean
  remove(session: Session): void
  clear(): void
}

const endText: Record<EndedBy, { type: ContentType; text: string }> = {
  customer: { type: 'CUSTOMER_DISCONNECT', text: 'Customer disconnected.' },
  agent: { type: 'AGENT_DISCONNECT', text: 'Agent&nbsp;disconnected.' },
  system: { type: 'SYSTEM_MESSAGE', text: 'This conversation was ended by the system.' },
}

const stamp = (now: number): string => new Date(now).toISOString().replace(/\D/g, '').slice(0, 17)

/** All sessions of the centre, on its clock. */
export const createSessions = (deps: {
  readonly clock: Clock
  readonly random: Random
  readonly events: Emitter<CentreEvent>
  readonly data: CentreData
  readonly settings: Settings
}): Sessions => {
  const { clock, random, events, data, settings } = deps
  const all = new Map<string, Session>()
  const timers = new Map<Session, Cancel>()
  let ordinal = 0
  let connected = 0
  let pushSerial = 0

  const newId = (): string =>
    settings.switches.sessionIdStyle === 'guide'
      ? `W1661${stamp(clock.now())}${random.hex(32)}`
      : `W1661/${stamp(clock.now())}+${random.hex(16)}=?#%&;${random.hex(16)}`

  const arm = (session: Session, ms: number, run: () => void): void => {
    timers.get(session)?.()
    timers.set(session, clock.after(ms, run))
  }

  const watchIdle = (session: Session): void => {
    const limit = settings.switches.idleSessionSeconds * 1000
    if (limit === 0 || !isConnected(session)) return
    arm(session, session.queriedAt + limit - clock.now(), () => {
      const now = settings.switches.idleSessionSeconds * 1000
      if (now > 0 && clock.now() >= session.queriedAt + now) end(session, 'system', 'system')
      else watchIdle(session)
    })
  }

  const add: Sessions['add'] = (session, type, author, text, pushedUrl = '') => {
    const content: Content = { type, author, text, pushedUrl, at: clock.now() }
    session.contents.push(content)
    const index = session.contents.length
    if (pushedUrl !== '') {
      pushSerial += 1
      session.push = { url: pushedUrl, serial: pushSerial }
    }
    events.emit({ type: 'content', session, content, index })
    return index
  }

  const remove = (session: Session): void => {
    timers.get(session)?.()
    timers.delete(session)
    if (all.delete(session.id)) {
      if (isConnected(session)) connected -= 1
      events.emit({ type: 'session', change: 'removed', session })
    }
  }

  const end: Sessions['end'] = (session, by, author) => {
    const next = transition(session.state, 'end')
    if (next === undefined) return false
    add(session, endText[by].type, author, endText[by].text)
    session.state = next
    session.endedAt = clock.now()
    session.endedBy = by
    session.customerTyping = false
    session.typingUntil.clear()
    connected -= 1
    arm(session, data.sessionKeepSeconds * 1000, () => remove(session))
    events.emit({ type: 'session', change: 'ended', session })
    return true
  }

  const seenPushes = new WeakMap<Session, Map<string, number>>()
  const takePush = (session: Session, poller: string): string => {
    if (session.push === undefined) return ''
    const { url, serial } = session.push
    if (settings.switches.pushUrlScope === 'session') {
      session.push = undefined
      return url
    }
    const seen = seenPushes.get(session) ?? new Map<string, number>()
    seenPushes.set(session, seen)
    if (seen.get(poller) === serial) return ''
    seen.set(poller, serial)
    return url
  }

  const takeCallMe = (session: Session): number =>
    (settings.switches.callMeOneShot ? session.callMe.shift() : session.callMe[0]) ?? 0

  const takeRedirect = (session: Session): string => {
    const url = session.redirectUrl
    if (settings.switches.redirectOneShot) session.redirectUrl = ''
    return url
  }

  const typingNow = (session: Session): number[] => {
    const now = clock.now()
    for (const [agent, until] of session.typingUntil) {
      if (until <= now) session.typingUntil.delete(agent)
    }
    return [...session.typingUntil.keys()]
  }

  const contentsFrom = (session: Session, indexKey: number): Found['contents'] => {
    const next = session.contents.length + 1
    if (indexKey > next) return 'unknown-index'
    if (indexKey === next) return 'nothing-new'
    return session.contents.slice(Math.max(indexKey - 1, 0))
  }

  return {
    list: () => [...all.values()],
    find: (id) => all.get(id),
    connected: () => connected,
    create: (request) => {
      if (connected >= settings.maxSessions) return undefined
      const destination = data.destinations.find((d) => d.name === request.destination)
      ordinal += 1
      const now = clock.now()
      const session: Session = {
        id: newId(),
        ordinal,
        request,
        createdAt: now,
        contents: [],
        phoneNumbers: [],
        agents: [],
        typingUntil: new Map(),
        callMe: [],
        state: 'waiting',
        queue: destination?.queue ?? request.destination,
        queuedAt: now,
        acceptedAt: undefined,
        accepts: [],
        customerTyping: false,
        customerTypingUntil: 0,
        push: undefined,
        redirectUrl: '',
        endedAt: undefined,
        endedBy: undefined,
        queriedAt: now,
      }
      all.set(session.id, session)
      connected += 1
      const redirectUrl = destination?.redirectUrl
      if (redirectUrl !== undefined) {
        session.state = transition(session.state, 'redirect') ?? session.state
        session.redirectUrl = redirectUrl
      }
      // Announced before its contents, so that listeners know which session they belong to.
      events.emit({ type: 'session', change: 'created', session })
      add(session, 'CUSTOMER_MESSAGE', 'customer', request.caption)
      if (redirectUrl === undefined && data.welcome !== '') {
        add(session, 'SYSTEM_MESSAGE', 'system', data.welcome)
      }
      watchIdle(session)
      return session
    },
    query: (session, indexKey, poller) => {
      session.queriedAt = clock.now()
      if (settings.switches.idleSessionSeconds > 0 && !timers.has(session)) watchIdle(session)
      const redirectUrl = takeRedirect(session)
      const contents = contentsFrom(session, indexKey)
      return {
        contents: redirectUrl === '' ? contents : 'redirected',
        newIndexKey: session.contents.length + 1,
        pushUrl: takePush(session, poller),
        callMeAgentKey: takeCallMe(session),
        typing: typingNow(session),
        redirectUrl,
        connected: isConnected(session),
      }
    },
    add,
    say: (session, text) => {
      if (!isConnected(session)) return false
      if (session.customerTyping) {
        session.customerTyping = false
        events.emit({ type: 'typing', session, by: 'customer' })
      }
      if (settings.switches.customerEcho === 'omitted') {
        const content: Content = {
          type: 'CUSTOMER_MESSAGE',
          author: 'customer',
          text,
          pushedUrl: '',
          at: clock.now(),
        }
        events.emit({ type: 'content', session, content, index: 0 })
      } else {
        add(session, 'CUSTOMER_MESSAGE', 'customer', text)
      }
      return true
    },
    customerTyping: (session, typing) => {
      if (!isConnected(session)) return
      const { switches } = settings
      if (typing && switches.agentTypesWithCustomer) {
        for (const agent of session.agents) {
          session.typingUntil.set(agent.key, clock.now() + agentTypingMs)
        }
      }
      if (session.customerTyping !== typing) {
        session.customerTyping = typing
        events.emit({ type: 'typing', session, by: 'customer' })
      }
      if (typing && switches.customerTypingSeconds > 0) {
        const ms = switches.customerTypingSeconds * 1000
        session.customerTypingUntil = clock.now() + ms
        clock.after(ms, () => {
          if (!session.customerTyping || clock.now() < session.customerTypingUntil) return
          session.customerTyping = false
          events.emit({ type: 'typing', session, by: 'customer' })
        })
      }
    },
    receiveNumber: (session, agentKey, phoneNumber) => {
      const received = { agentKey, phoneNumber, at: clock.now() }
      session.phoneNumbers.push(received)
      const asked = session.callMe.indexOf(agentKey)
      if (asked >= 0) session.callMe.splice(asked, 1)
      events.emit({ type: 'phone-number', session, received })
    },
    end,
    remove,
    clear: () => {
      for (const session of [...all.values()]) remove(session)
    },
  }
}
