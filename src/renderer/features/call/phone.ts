import {
  Inviter,
  SessionState,
  UserAgent,
  UserAgentState,
  type Session,
  type SessionDescriptionHandler,
} from 'sip.js'
import { pause } from './clock.ts'
import type { Dialog, DialogEvents, Line, Negotiated } from './line.ts'
import type { Peer } from './peer.ts'
import type { Phone, PhoneOptions } from './phone-api.ts'
import { LiveCall } from './live-call.ts'
import { createSparePeer } from './spare-peer.ts'

/*
 * The one file that knows the SIP library. It is fetched when the call view opens. The call itself is
 * in `live-call.ts`, its media in `peer.ts`, its perseverance in `keeper.ts`.
 */

/** How long the server may take to accept a connection, seconds. */
const CONNECT_S = 5
/** Back-off of reconnecting, milliseconds: quick, since a customer waits. */
const RECONNECT_MS = [250, 500, 750] as const
/** A cancelled call is over when its server says so, or after this time without, milliseconds. */
const CANCEL_MS = 4000

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
      return dialogOf({ agent, session, on, ...options }, () => peers.delete(session))
    },
  }

  function shutDown(): void {
    void agent.stop().catch(() => undefined)
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
      void call.farewell.finally(() => {
        calls.delete(call)
        if (isClosing && calls.size === 0) shutDown()
      })
      return call
    },
    refresh() {
      spare.drop()
      for (const call of calls) call.moved()
      if (agent.state !== UserAgentState.Started) return
      // Not waited for: a dead connection does not say goodbye.
      agent.transport.disconnect().catch(() => undefined)
      failures = 0
      line.open().catch(() => reconnect())
    },
    close() {
      if (isClosing) return
      isClosing = true
      spare.drop()
      for (const call of calls) call.hangUp()
      if (calls.size === 0) shutDown()
    },
  }
}

/** A dialog may end while its call goes on in another: the media are the call's to close. */
function handlerOf(peer: Peer): SessionDescriptionHandler {
  return {
    close: () => undefined,
    hasDescription: (contentType) => contentType === 'application/sdp',
    getDescription: () => peer.getDescription(),
    setDescription: (sdp) => peer.setDescription(sdp),
    rollbackDescription: () => peer.rollbackDescription(),
    sendDtmf: (tones) => peer.sendDtmf(tones),
  }
}

interface DialogParts extends PhoneOptions {
  readonly agent: UserAgent
  readonly session: Inviter
  readonly on: DialogEvents
}

function dialogOf({ agent, session, on, clock }: DialogParts, forget: () => void): Dialog {
  let status: number | undefined
  let isBye = false
  let isOver = false

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
      agent.transport.send(session.request.toString()).catch(() => undefined)
    },
    negotiate: () => negotiated(session),
    info(contentType, content) {
      const body = { contentDisposition: 'render', contentType, content }
      session.info({ requestOptions: { body } }).catch(() => undefined)
    },
    async leave() {
      try {
        if (session.state === SessionState.Established) await session.bye()
        else if (isBeginning(session.state)) {
          const ended = new Promise<void>((resolve) => {
            session.stateChange.addListener((state) => {
              if (state === SessionState.Terminated) resolve()
            })
          })
          await session.cancel()
          await Promise.race([ended, pause(clock, CANCEL_MS)])
        }
      } catch {
        // It ended by itself in between.
      }
    },
  }
}

function isBeginning(state: SessionState): boolean {
  return state === SessionState.Initial || state === SessionState.Establishing
}

function negotiated(session: Session): Promise<Negotiated> {
  return new Promise((resolve) => {
    session
      .invite({
        requestDelegate: {
          onAccept: () => {
            resolve('agreed')
          },
          onReject: ({ message }) => {
            resolve(message.statusCode === 481 ? 'gone' : isGlare(message.statusCode))
          },
        },
      })
      .catch(() => {
        resolve('busy')
      })
  })
}

/** 491: both sides asked at once. 500: a question was still open. */
function isGlare(status: number | undefined): 'busy' | 'refused' {
  return status === 491 || status === 500 ? 'busy' : 'refused'
}
