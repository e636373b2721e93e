import { Core, Inviter, SessionState, UserAgent, UserAgentState, type Session } from 'sip.js'
import { pause, within } from './clock.ts'
import { noteOf } from './dialog-note.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { Dialog, DialogEvents, Line, Negotiated } from './line.ts'
import { LiveCall } from './live-call.ts'
import { handlerOf } from './peer-handler.ts'
import type { Peer } from './peer.ts'
import type { DialogNote, Phone, PhoneOptions } from './phone-api.ts'
import { createSparePeer } from './spare-peer.ts'

/*
 * The one file that knows the SIP library. It is fetched when the call view opens. The call itself is
 * in `live-call.ts`, its media in `peer.ts`, its perseverance in `keeper.ts`.
 */

/** How long the server may take to accept a connection, seconds. */
const CONNECT_S = 5
/** BYE and CANCEL are answered within this time, or the connection is dead, milliseconds. */
const ANSWER_MS = 4000
/** More requests than any call sends after its note was taken. */
const SEQUENCE_LEAP = 1000
/** How long the other side of a call whose page died is sought, milliseconds. */
const GOODBYE_MS = 35_000
/** Back-off of reconnecting, milliseconds: quick, since a customer waits. */
const RECONNECT_MS = [250, 500, 750] as const

/**
 * One connection to a SIP server, which comes back by itself while a call needs it.
 * Throws where the grant holds no usable address.
 */
export function createPhone(options: PhoneOptions): Phone {
  const { grant, clock } = options
  const uri = UserAgent.makeURI(grant.identity)
  const target = UserAgent.makeURI(grant.target)
  if (!uri || !target) throw new Error('the grant holds no usable SIP address')
  const spare = createSparePeer(grant, clock)
  const peers = new Map<Session, Peer>()
  const calls = new Set<LiveCall>()
  const watchers = new Set<(isUp: boolean) => void>()
  /** Goodbyes for calls of an earlier page that are still to be said. */
  let goodbyes = 0
  let isClosing = false
  let failures = 0
  let isReconnecting = false

  const { authorization } = grant
  const agent = new UserAgent({
    uri,
    displayName: grant.displayName,
    ...(authorization === undefined
      ? {}
      : {
          authorizationUsername: authorization.user,
          authorizationHa1: authorization.ha1,
        }),
    transportOptions: { server: grant.server, connectionTimeout: CONNECT_S, keepAliveInterval: 0 },
    logBuiltinEnabled: false,
    logConfiguration: false,
    gracefulShutdown: false,
    userAgentString: 'Callpoint',
    sessionDescriptionHandlerFactory: (session) => {
      const peer = peers.get(session)
      if (!peer) throw new Error('a session nobody has dialled')
      return handlerOf(peer)
    },
    delegate: {
      onConnect() {
        failures = 0
        for (const watcher of [...watchers]) watcher(true)
      },
      onDisconnect() {
        for (const watcher of [...watchers]) watcher(false)
        void reconnect()
      },
    },
  })

  async function reconnect(): Promise<void> {
    if (isReconnecting) return
    isReconnecting = true
    while (calls.size > 0 && !agent.isConnected()) {
      await pause(clock, RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)] ?? 0)
      failures += 1
      await line.open().catch(() => undefined)
    }
    isReconnecting = false
  }

  const line: Line = {
    get isUp() {
      return agent.isConnected()
    },
    renew() {
      for (const watcher of [...watchers]) watcher(false)
      failures = 0
      // Not waited for: a dead connection does not say goodbye.
      agent.transport.disconnect().catch(() => undefined)
      line.open().catch(() => reconnect())
    },
    sayGoodbye,
    async open() {
      if (agent.isConnected()) return
      await (agent.state === UserAgentState.Started ? agent.reconnect() : agent.start())
    },
    watch(listener) {
      watchers.add(listener)
      return () => {
        watchers.delete(listener)
      }
    },
    dialog(peer, on) {
      const headers = Object.entries(grant.headers).map(([name, value]) => `${name}: ${value}`)
      const session = new Inviter(agent, target, { extraHeaders: headers })
      peers.set(session, peer)
      return dialogOf({ agent, line, session, on, ...options }, () => peers.delete(session))
    },
  }

  /** BYE by its note: for calls of a page that is gone, and where a dead connection took the first. */
  async function sayGoodbye(note: DialogNote): Promise<void> {
    goodbyes += 1
    const until = clock.now() + GOODBYE_MS
    let isSaid = false
    while (!isSaid && clock.now() < until) {
      isSaid = await line
        .open()
        .then(() => within(clock, CONNECT_S * 1000, endByNote(agent, note), false))
        .catch(() => false)
      if (!isSaid) await pause(clock, 1000)
    }
    goodbyes -= 1
    shutDownWhenDone()
  }

  const heartbeat = createHeartbeat({
    clock,
    isLinked: () => line.isUp,
    ask: () => askServer(agent),
    onDead: () => {
      line.renew()
    },
  })

  function shutDownWhenDone(): void {
    if (isClosing && calls.size === 0 && goodbyes === 0) void agent.stop().catch(() => undefined)
  }

  return {
    get isConnected() {
      return line.isUp
    },
    connect: () => line.open(),
    prepare: (audio, video) => {
      if (!isClosing) spare.prepare(audio, video)
    },
    dial({ audio, video, on }) {
      const call = new LiveCall({ ...options, line, on, peer: spare.take(audio, video) })
      calls.add(call)
      heartbeat.start()
      void call.farewell.finally(() => {
        calls.delete(call)
        if (calls.size === 0) heartbeat.stop()
        shutDownWhenDone()
      })
      return call
    },
    sayGoodbye,
    refresh() {
      spare.drop()
      for (const call of calls) call.moved()
      if (agent.state === UserAgentState.Started) line.renew()
    },
    close() {
      if (isClosing) return
      isClosing = true
      spare.drop()
      for (const call of calls) call.hangUp()
      shutDownWhenDone()
    },
  }
}

interface DialogParts extends PhoneOptions {
  readonly agent: UserAgent
  readonly line: Pick<Line, 'open'>
  readonly session: Inviter
  readonly on: DialogEvents
}

/** One session of the library as a `Dialog`; `forget` runs when it is over. */
function dialogOf({ agent, line, session, on, clock }: DialogParts, forget: () => void): Dialog {
  let status: number | undefined
  let isBye = false
  let isOver = false
  /** A negotiation without an answer yet. */
  let question: Core.OutgoingRequestMessage | undefined

  function over(): void {
    if (isOver) return
    isOver = true
    on.onOver({ isBye, ...(status === undefined ? {} : { status }) })
  }

  session.delegate = {
    onBye: () => {
      isBye = true
    },
    onInvite: on.onChanged,
  }
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) on.onEstablished()
    if (state !== SessionState.Terminated) return
    forget()
    // The library tells the state first and the reason afterwards: one turn later both are known.
    clock.after(0, over)
  })

  return {
    get state() {
      switch (session.state) {
        case SessionState.Initial:
        case SessionState.Establishing:
          return 'beginning'
        case SessionState.Established:
          return 'established'
        default:
          return 'over'
      }
    },
    get note() {
      // The library's own type for it does not name the way there.
      return session.dialog instanceof Core.Dialog ? noteOf(session.dialog) : undefined
    },
    async invite() {
      try {
        await session.invite({
          requestDelegate: {
            onTrying: on.onTrying,
            onProgress: on.onRinging,
            onReject: ({ message }) => {
              status = message.statusCode
            },
            onRedirect: ({ message }) => {
              status = message.statusCode
            },
          },
        })
      } catch {
        over()
      }
    },
    repeat() {
      const isFirst = isBeginning(session.state)
      const open = isFirst ? session.request : question
      if (open) agent.transport.send(open.toString()).catch(() => undefined)
    },
    async negotiate() {
      const answer = await negotiated(session, (asked) => {
        question = asked
      })
      question = undefined
      return answer
    },
    info(contentType, content) {
      const body = { contentDisposition: 'render', contentType, content }
      session.info({ requestOptions: { body } }).catch(() => undefined)
    },
    async leave() {
      try {
        if (session.state === SessionState.Established) return await saidBye(session, clock)
        if (!isBeginning(session.state)) return true
        const ended = new Promise<true>((resolve) => {
          session.stateChange.addListener((state) => {
            if (state === SessionState.Terminated) resolve(true)
          })
        })
        await session.cancel()
        return await within(clock, ANSWER_MS, ended, false)
      } catch {
        // It ended by itself in between.
        return true
      }
    },
    async cancelAgain() {
      await line.open().catch(() => undefined)
      const { ruri, fromURI, toURI, fromTag, callId, cseq, branch } = session.request
      const core = agent.userAgentCore
      const parts = { callId, cseq, fromTag }
      const message = core.makeOutgoingRequestMessage('CANCEL', ruri, fromURI, toURI, parts)
      message.branch = branch
      if (agent.isConnected()) core.request(message)
    },
  }
}

/** Whether anybody answered the BYE. */
function saidBye(session: Session, clock: PhoneOptions['clock']): Promise<boolean> {
  const answered = new Promise<boolean>((resolve, reject) => {
    const heard = (): void => {
      resolve(true)
    }
    session.bye({ requestDelegate: { onAccept: heard, onReject: heard } }).catch(reject)
  })
  return within(clock, ANSWER_MS, answered, false)
}

function isBeginning(state: SessionState): boolean {
  return state === SessionState.Initial || state === SessionState.Establishing
}

function negotiated(
  session: Session,
  onSent: (message: Core.OutgoingRequestMessage) => void,
): Promise<Negotiated> {
  return new Promise((resolve) => {
    session
      .invite({
        requestDelegate: {
          onAccept: () => {
            resolve('agreed')
          },
          onReject: ({ message }) => {
            resolve(meaningOf(message.statusCode))
          },
        },
      })
      .then(({ message }) => {
        onSent(message)
      })
      .catch(() => {
        resolve('busy')
      })
  })
}

function meaningOf(status: number | undefined): Negotiated {
  switch (status) {
    case 481:
      return 'gone'
    case 408:
      return 'silent'
    // 491: both sides asked at once. 500: a question was still open.
    case 491:
    case 500:
      return 'busy'
    default:
      return 'refused'
  }
}

/** OPTIONS to the server: any answer will do. */
function askServer(agent: UserAgent): Promise<void> {
  const { uri } = agent.configuration
  const server = UserAgent.makeURI(`sip:${uri.host}`) ?? uri
  const core = agent.userAgentCore
  const message = core.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {})
  return new Promise((resolve) => {
    const heard = (): void => {
      resolve()
    }
    core.request(message, { onAccept: heard, onReject: heard, onProgress: heard })
  })
}

/**
 * BYE for a call that another page has made (RFC 3261, 12.2.1.1). Answers whether the other side, or
 * the server for it, has said anything to it.
 */
function endByNote(agent: UserAgent, note: DialogNote): Promise<boolean> {
  const [target, local, remote] = [note.target, note.local, note.remote].map((uri) =>
    UserAgent.makeURI(uri),
  )
  // What cannot be read now cannot be read later either.
  if (!target || !local || !remote) return Promise.resolve(true)
  const core = agent.userAgentCore
  const message = core.makeOutgoingRequestMessage('BYE', target, local, remote, {
    callId: note.callId,
    cseq: note.sequence + SEQUENCE_LEAP,
    fromTag: note.localTag,
    toTag: note.remoteTag,
    routeSet: [...note.routes],
  })
  return new Promise((resolve) => {
    core.request(message, {
      onAccept: () => {
        resolve(true)
      },
      onReject: ({ message: { statusCode } }) => {
        // 408 and 503 are the library's own words for a server that cannot be reached.
        resolve(statusCode !== 408 && statusCode !== 503)
      },
    })
  })
}
