import { Inviter, Registerer, SessionState, SIPExtension, UserAgent } from 'sip.js'
import type { Invitation } from 'sip.js'
import { WebSocket } from 'ws'
import { systemClock } from '../../support/clock.ts'
import { callScriptSchema } from '../schema.ts'
import type { CallScript } from '../schema.ts'
import { createBrokenWay } from './broken-way.ts'
import type { BrokenWay } from './broken-way.ts'
import { converse } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import { createMediaHandler } from './handler.ts'
import type { MediaHandler, OwnMedia } from './handler.ts'
import { createListening } from './listening.ts'
import { playFilm } from './picture.ts'
import type { Ink } from './picture.ts'
import { readToAgent } from './protocol.ts'
import type { AgentIdentity, FromAgent } from './protocol.ts'
import { playTone } from './tone.ts'
import { loadWrtc } from './wrtc.ts'
import type { Track, Wrtc } from './wrtc.ts'

/** How the two agents differ to eye and ear. */
const looks: Readonly<Record<number, { hz: number; light: Ink }>> = {
  1: { hz: 440, light: { y: 178, u: 114, v: 76 } },
  2: { hz: 554, light: { y: 172, u: 70, v: 160 } },
}

const lookOf = (agent: number): { hz: number; light: Ink } =>
  looks[agent] ?? { hz: 440, light: { y: 178, u: 114, v: 76 } }

const tell = (message: FromAgent): void => {
  process.send?.(message)
}
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
const ignore = (): undefined => undefined

// The certificate may have been made for another name, and the server is our own parent.
class OwnWebSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol, { rejectUnauthorized: false })
  }
}
Object.defineProperty(globalThis, 'WebSocket', { value: OwnWebSocket, configurable: true })

/** What the description handler of a call is made of, set up before sip.js asks for the handler. */
interface MediaCall {
  readonly media: OwnMedia
  readonly onTrack: (track: Track) => void
  readonly way?: BrokenWay | undefined
  handler: MediaHandler | undefined
}

const conversations = new Map<string, Conversation>()
const scripts = new Map<string, CallScript>()
const calls = new Map<unknown, MediaCall>()

/** A call of the agent's own: with sound, and without a picture. */
const consultation =
  (wrtc: Wrtc, agent: UserAgent, domain: string, hz: number) =>
  (number: string): Promise<Inviter | undefined> =>
    new Promise((resolve) => {
      const target = UserAgent.makeURI(`sip:${number}@${domain}`)
      if (target === undefined) {
        resolve(undefined)
        return
      }
      const inviter = new Inviter(agent, target)
      const tone = playTone(wrtc, systemClock, hz)
      const media = { audio: tone.track, video: undefined }
      calls.set(inviter, { media, onTrack: ignore, handler: undefined })
      inviter.stateChange.addListener((state) => {
        if (state === SessionState.Established) resolve(inviter)
        if (state !== SessionState.Terminated) return
        calls.delete(inviter)
        tone.stop()
        resolve(undefined)
      })
      inviter.invite().catch(() => resolve(undefined))
    })

const take = (
  wrtc: Wrtc,
  agent: number,
  invitation: Invitation,
  consult: ReturnType<typeof consultation>,
): void => {
  const { callId } = invitation.request
  const script = scripts.get(callId) ?? callScriptSchema.parse({})
  scripts.delete(callId)
  const look = lookOf(agent)
  const tone = playTone(wrtc, systemClock, look.hz)
  const film = script.video
    ? playFilm(wrtc, systemClock, agent, look.light, script.framesPerSecond)
    : undefined
  const listening = createListening(wrtc, systemClock)
  const way = script.breaksPicture ? createBrokenWay() : undefined
  const call: MediaCall = {
    media: { audio: tone.track, video: film?.track },
    onTrack: (track) => listening.add(track),
    way,
    handler: undefined,
  }
  calls.set(invitation, call)
  const conversation = converse(
    {
      agent,
      invitation,
      script,
      tone,
      hz: look.hz,
      film,
      listening,
      handler: () => call.handler,
      consult,
      sendWholePicture: () => {
        way?.mend()
        film?.refresh()
      },
      tell: (counters) => tell({ type: 'counters', callId, counters }),
      over: () => {
        conversations.delete(callId)
        calls.delete(invitation)
        way?.close()
      },
    },
    systemClock,
  )
  conversations.set(callId, conversation)
}

const startAgent = async (
  wrtc: Wrtc,
  url: string,
  domain: string,
  identity: AgentIdentity,
): Promise<void> => {
  const uri = UserAgent.makeURI(`sip:${identity.user}@${domain}`)
  if (uri === undefined) throw new Error(`no address for ${identity.user}@${domain}`)
  const agent: UserAgent = new UserAgent({
    uri,
    authorizationUsername: identity.user,
    authorizationPassword: identity.password,
    logBuiltinEnabled: false,
    noAnswerTimeout: 3600,
    sipExtensionReplaces: SIPExtension.Supported,
    transportOptions: { server: url },
    sessionDescriptionHandlerFactory: (session) => {
      const call = calls.get(session)
      if (call === undefined) throw new Error('unknown session')
      call.handler = createMediaHandler(wrtc, call.media, call.onTrack, call.way)
      return call.handler
    },
    delegate: {
      onInvite: (invitation) => take(wrtc, identity.agent, invitation, consult),
      onDisconnect: (error) => {
        if (error !== undefined) again(0)
      },
    },
  })
  const consult = consultation(wrtc, agent, domain, lookOf(identity.agent).hz)
  const registerer = new Registerer(agent, { expires: 600 })
  const register = (): Promise<unknown> => registerer.register()
  function again(attempt: number): void {
    systemClock.after(Math.min(2000, 100 * 2 ** attempt), () => {
      agent
        .reconnect()
        .then(register)
        .catch(() => again(attempt + 1))
    })
  }
  await agent.start()
  await new Promise<void>((resolve, reject) => {
    void registerer.register({
      requestDelegate: {
        onAccept: () => resolve(),
        onReject: ({ message }) => reject(new Error(`refused with ${message.statusCode ?? 0}`)),
      },
    })
  })
}

process.on('message', (message) => {
  const told = readToAgent(message)
  if (told.type === 'script') {
    scripts.set(told.callId, told.script)
    tell({ type: 'scripted', callId: told.callId })
  } else if (told.type === 'do') conversations.get(told.callId)?.act(told.action)
  else {
    const { url, domain, identities } = told
    const start = async (): Promise<void> => {
      const wrtc = loadWrtc()
      for (const identity of identities) await startAgent(wrtc, url, domain, identity)
    }
    start().then(
      () => tell({ type: 'ready' }),
      (error: unknown) => tell({ type: 'failed', reason: reasonOf(error) }),
    )
  }
})
// The parent process is gone: exit without waiting for calls to end.
process.on('disconnect', () => process.exit())
// A call that fails must not take the others down.
process.on('unhandledRejection', ignore)
