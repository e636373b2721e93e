import { Inviter, SIPExtension, UserAgent, UserAgentState, type Session } from 'sip.js'
import { pause, within } from '../clock.ts'
import { Conversation, type BeginCall } from '../conversation.ts'
import { createHeartbeat } from '../heartbeat.ts'
import type { Line } from '../line.ts'
import { LiveCall } from '../live-call.ts'
import { handlerOf } from '../peer-handler.ts'
import type { Peer } from '../peer.ts'
import type { DialogNote, Phone, PhoneOptions } from '../phone-api.ts'
import { createSparePeer } from '../spare-peer.ts'
import { CONNECT_MS, createConnectionGate, QUESTION_MS } from './connection-gate.ts'
import { answerChallenges } from './credentials.ts'
import { allowedIn, dialogOf } from './dialog.ts'
import { askServer, endByNote } from './requests.ts'
import { readWire, sayAllowed } from './wire.ts'

/*
 * Only the files of this folder know the SIP library. They are fetched when the call view opens. The
 * call itself is in `live-call.ts`, its media in `peer.ts`, its perseverance in `path-keeper.ts`.
 */

/** How long the other side of a call whose page died is sought, milliseconds. */
const GOODBYE_MS = 35_000
/** Back-off of reconnecting, milliseconds: quick, since a customer waits. */
const RECONNECT_MS = [250, 500, 750] as const

/**
 * One connection to a SIP server, which comes back by itself while a call needs it.
 * Throws where the grant holds no usable address.
 */
export function createPhone(options: PhoneOptions): Phone {
  const { grant, clock, random } = options
  const uri = UserAgent.makeURI(grant.identity)
  const target = UserAgent.makeURI(grant.target)
  if (!uri || !target) throw new Error('the grant holds no usable SIP address')
  const spare = createSparePeer(grant, clock)
  const gate = createConnectionGate(grant.server, clock)
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
    transportOptions: {
      server: grant.server,
      connectionTimeout: QUESTION_MS / 1000,
      keepAliveInterval: 0,
    },
    logBuiltinEnabled: false,
    logConfiguration: false,
    gracefulShutdown: false,
    userAgentString: 'Callpoint',
    // Who announces something may want to know that it was received (RFC 3262).
    sipExtension100rel: SIPExtension.Supported,
    sessionDescriptionHandlerFactory: (session) => {
      const peer = peers.get(session)
      if (!peer) throw new Error('unknown session')
      return handlerOf(peer, wire)
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

  const wire = readWire(agent.transport, peers, authorization)
  if (authorization !== undefined)
    answerChallenges({ agent, account: authorization, challenge: () => wire.challenge, random })
  sayAllowed(agent.transport, allowedIn(grant))

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
    doubt() {
      heartbeat.doubt()
    },
    sayGoodbye,
    async open(onQuestion) {
      if (agent.isConnected()) return
      await gate.pass({
        connect: () => (agent.state === UserAgentState.Started ? agent.reconnect() : agent.start()),
        abandon: () => {
          agent.transport.disconnect().catch(() => undefined)
        },
        ...(onQuestion === undefined ? {} : { onQuestion }),
      })
    },
    watch(listener) {
      watchers.add(listener)
      return () => {
        watchers.delete(listener)
      }
    },
    dialog(peer, on, elsewhere) {
      const to = elsewhere ?? { address: grant.target }
      const extraHeaders = [
        ...Object.entries(grant.headers).map(([name, value]) => `${name}: ${value}`),
        ...(to.headers ?? []),
      ]
      const uri = elsewhere === undefined ? target : UserAgent.makeURI(to.address)
      const session = new Inviter(agent, uri ?? target, { extraHeaders })
      peers.set(session, peer)
      const parts = { agent, line, session, to, on, ...options }
      return dialogOf(parts, () => peers.delete(session))
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
        .then(() => within(clock, CONNECT_MS, endByNote(agent, note), false))
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

  const begin: BeginCall = ({ audio, video, ...parts }) => {
    const call = new LiveCall({ ...options, ...parts, line, peer: spare.take(audio, video) })
    calls.add(call)
    heartbeat.start()
    void call.farewell.finally(() => {
      calls.delete(call)
      if (calls.size === 0) heartbeat.stop()
      shutDownWhenDone()
    })
    return call
  }

  function prepare(
    isWanted: boolean,
    audio: MediaStreamTrack,
    video: MediaStreamTrack | null,
  ): void {
    if (!isWanted) spare.drop()
    else if (!isClosing && grant.transferHosts.length > 0) spare.prepare(audio, video)
  }

  function shutDownWhenDone(): void {
    if (!isClosing || calls.size > 0 || goodbyes > 0) return
    gate.close()
    void agent.stop().catch(() => undefined)
  }

  return {
    get isConnected() {
      return line.isUp
    },
    connect: (onQuestion) => line.open(onQuestion),
    prepare: (audio, video) => {
      if (!isClosing) spare.prepare(audio, video)
    },
    dial: ({ audio, video, on }) => new Conversation({ begin, prepare, audio, video, on }),
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
