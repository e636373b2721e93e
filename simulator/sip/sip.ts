import type { AddressInfo } from 'node:net'
import type { Attachment, Seat } from '../attachment.ts'
import { agentUser, automatic, automaticUser, createRouter } from './call-route.ts'
import { createQueue } from './call-queue.ts'
import type { CallView } from './call.ts'
import { createCalls } from './calls.ts'
import { createConnections } from './connections.ts'
import { createDigest, ha1Of } from './digest.ts'
import { createSipFaults } from './faults.ts'
import type { SipFaults } from './faults.ts'
import { createAgentHost } from './media-agent/host.ts'
import type { AgentState } from './media-agent/host.ts'
import type { Action, PlainAction } from './media-agent/protocol.ts'
import { createProxy } from './proxy.ts'
import { createRegistrar } from './registrar.ts'
import type { Registrar } from './registrar.ts'
import { sipRoutes } from './routes.ts'
import type { Pilot, PilotAnswer } from './schema.ts'

/** What a client registers with. */
export interface Identity {
  readonly user: string
  readonly domain: string
  readonly realm: string
  /** Digest of user, realm and password: good for this realm only. */
  readonly ha1: string
}

export interface SipSettings {
  digest: boolean
  /** Whether the automatic agent may take calls. */
  mediaAgent: boolean
  ringMs: number
  lostMs: number
}

export interface SipState extends SipSettings {
  readonly domain: string
  readonly realm: string
  readonly pilots: readonly Pilot[]
  readonly registrations: readonly { readonly user: string; readonly expiresAt: string }[]
  readonly connections: number
  readonly automaticAgent: AgentState
  readonly automaticAgentPid: number | null
  readonly messages: Readonly<Record<string, number>>
}

/** The SIP service of a centre, as tests and the control API steer it. */
export interface Sip {
  readonly faults: SipFaults
  readonly registrar: Registrar
  state(): SipState
  set(change: Partial<SipSettings>): void
  /** False when there is no such number. */
  setPilot(
    number: string,
    change: {
      answer?: PilotAnswer | undefined
      movedTo?: string | undefined
      script?: object | undefined
    },
  ): boolean
  /** The latest first; `media` holds what the automatic agent received. */
  calls(): readonly CallView[]
  call(id: string): CallView | undefined
  /** Resolves with the first call, of those there are and will be, that fits. */
  until(fits: (call: CallView) => boolean): Promise<CallView>
  /** Cuts the WebSockets of a user, or all, and refuses new ones for a while; says how many. */
  cut(user?: string, downMs?: number): number
  bye(id: string, to?: 'caller' | 'callee' | 'both'): boolean
  /** False when the call is not one of the automatic agent, or not established (for `answer`: ringing). */
  act(id: string, action: Action | PlainAction): boolean
  /** Starts the automatic agent ahead of its first call; false when there can be none. */
  warm(): Promise<boolean>
  /** What an agent of the centre registers with; undefined for an unknown key. */
  identityOf(agentKey: number): Identity | undefined
}

/** Makes the SIP service on its seat; `mediaAgent` as in SipSettings, `say` gets lines for people. */
export const createSip = (
  seat: Seat,
  options: { readonly mediaAgent: boolean; readonly say: (line: string) => void },
): { readonly sip: Sip; close(): Promise<void> } => {
  const { context, random } = seat
  const { clock, data, events } = context
  const { domain, realm } = data.sip
  const settings: SipSettings = {
    digest: data.sip.digest,
    mediaAgent: options.mediaAgent,
    ringMs: data.sip.ringMs,
    lostMs: data.sip.lostMs,
  }
  const pilots = new Map<string, Pilot>(data.sip.pilots.map((pilot) => [pilot.number, pilot]))
  const passwords = new Map(data.sip.users.map(({ user, password }) => [user, password]))
  for (const { key } of data.agents) passwords.set(agentUser(key), random.hex(32))
  for (const agent of automatic) passwords.set(automaticUser(agent), random.hex(32))
  const ha1 = (user: string): string | undefined => {
    const password = passwords.get(user)
    return password === undefined ? undefined : ha1Of(user, realm, password)
  }

  const changed = (): void => events.emit({ type: 'sip' })
  const registrar = createRegistrar(clock, changed)
  const faults = createSipFaults(changed)
  const calls = createCalls(clock, (call) => events.emit({ type: 'call', call: calls.view(call) }))
  const digest = createDigest({ clock, random: random.fork('nonces'), realm, ha1 })

  const host = createAgentHost({
    url: () => {
      const { port } = readAddress(seat.server.address())
      const secure = 'cert' in seat.server ? 's' : ''
      return `ws${secure}://${localHost(seat.server.address())}:${port}/sip`
    },
    domain,
    identities: automatic.map((agent) => ({
      agent,
      user: automaticUser(agent),
      password: passwords.get(automaticUser(agent)) ?? '',
    })),
    counted: (callId, counters) => calls.media(callId, counters),
    ended: () => {
      for (const call of calls.list()) {
        if (call.state === 'ended' || !call.agent?.startsWith('automatic-')) continue
        if (!proxy.bye(call, 'caller')) proxy.answer(call, 480)
      }
    },
    say: options.say,
  })

  const proxy = createProxy({
    clock,
    host: `proxy-${random.hex(8)}.invalid`,
    registrar,
    calls,
    faults,
    digest: () => (settings.digest ? digest : undefined),
    ringMs: () => settings.ringMs,
    lostMs: () => settings.lostMs,
    route: createRouter({
      registrar,
      calls,
      host,
      agentKeys: data.agents.map(({ key }) => key),
      mediaAgent: () => settings.mediaAgent,
      pilot: (number) => pilots.get(number),
      queue: createQueue(clock, (call, status) => proxy.answer(call, status)),
    }),
    pilotName: (number) => pilots.get(number)?.name ?? '',
    down: (ms) => connections.down(ms),
  })
  const connections = createConnections(clock, proxy.receive, proxy.gone)
  seat.upgrade('/sip', connections.upgrade)
  const off = events.on((event) => {
    if (event.type === 'restart') registrar.clear()
  })

  const sip: Sip = {
    faults,
    registrar,
    state: () => ({
      domain,
      realm,
      ...settings,
      pilots: [...pilots.values()],
      registrations: registrar.list().map(({ user, expires }) => ({
        user,
        expiresAt: new Date(expires).toISOString(),
      })),
      connections: connections.open(),
      automaticAgent: host.state(),
      automaticAgentPid: host.pid() ?? null,
      messages: { ...proxy.counters },
    }),
    set: (change) => {
      Object.assign(settings, change)
      changed()
    },
    setPilot: (number, { answer, movedTo, script }) => {
      const pilot = pilots.get(number)
      if (pilot === undefined) return false
      pilots.set(number, {
        ...pilot,
        answer: answer ?? pilot.answer,
        movedTo: movedTo ?? pilot.movedTo,
        script: { ...pilot.script, ...script },
      })
      changed()
      return true
    },
    calls: () => calls.list().map(calls.view),
    call: (id) => {
      const call = calls.find(id)
      return call === undefined ? undefined : calls.view(call)
    },
    until: (fits) =>
      new Promise((resolve) => {
        const found = sip.calls().find(fits)
        if (found !== undefined) {
          resolve(found)
          return
        }
        const stop = events.on((event) => {
          if (event.type !== 'call' || !fits(event.call)) return
          stop()
          resolve(event.call)
        })
      }),
    cut: (user, downMs = 0) => {
      connections.down(downMs)
      if (user === undefined) {
        const open = connections.open()
        connections.cutAll()
        return open
      }
      const cut = proxy.connectionsOf(user)
      for (const connection of cut) connection.cut()
      return cut.length
    },
    bye: (id, to = 'both') => {
      const call = calls.find(id)
      return call !== undefined && proxy.bye(call, to)
    },
    act: (id, action) => {
      const call = calls.find(id)
      const wanted = typeof action === 'string' ? { do: action } : action
      const state = wanted.do === 'answer' ? 'ringing' : 'established'
      if (call?.state !== state || !call.agent?.startsWith('automatic-')) return false
      host.act(id, wanted)
      return true
    },
    warm: () => host.ready(),
    identityOf: (key) => {
      const user = agentUser(key)
      const known = data.agents.some((agent) => agent.key === key)
      const secret = ha1(user)
      return known && secret !== undefined ? { user, domain, realm, ha1: secret } : undefined
    },
  }
  return {
    sip,
    close: async () => {
      off()
      connections.close()
      await host.stop()
    },
  }
}

const readAddress = (address: AddressInfo | string | null): AddressInfo => {
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen')
  return address
}

/** Where the server is reached from this machine. */
const localHost = (given: AddressInfo | string | null): string => {
  const { address } = readAddress(given)
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return address.includes(':') ? `[${address}]` : address
}

/** The attachment that mounts SIP at /sip; `made` is handed the service. */
export const sipAttachment =
  (
    options: { readonly mediaAgent: boolean; readonly say: (line: string) => void },
    made: (sip: Sip) => void,
  ): Attachment =>
  (seat) => {
    const { sip, close } = createSip(seat, options)
    made(sip)
    return { control: sipRoutes(sip), close }
  }
