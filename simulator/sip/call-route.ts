import type { Call, Calls } from './calls.ts'
import type { AgentHost } from './media-agent/host.ts'
import { headerOf } from './message.ts'
import type { Binding, Registrar } from './registrar.ts'
import type { CallScript, Pilot, PilotAnswer } from './schema.ts'

/** Where a new call goes: to a contact, or an answer of the centre's own. */
export type Route =
  | {
      readonly to: 'contact'
      readonly uri: string
      readonly sentBy: string
    }
  | { readonly to: 'answer'; readonly status: number; readonly headers?: readonly string[] }
  | { readonly to: 'ring' }
  | { readonly to: 'nowhere' }

/** The user that an agent of the centre registers as. */
export const agentUser = (key: number): string => `agent-${key}`
export const automaticUser = (agent: number): string => `automatic-${agent}`
/** The automatic agents, by number. */
export const automatic = [1, 2] as const

const ownAnswers: Partial<Record<PilotAnswer, Route>> = {
  busy: { to: 'answer', status: 486 },
  declined: { to: 'answer', status: 603 },
  unknown: { to: 'answer', status: 404 },
  'server-error': { to: 'answer', status: 500 },
  unavailable: { to: 'answer', status: 480 },
  'no-answer': { to: 'ring' },
  swallow: { to: 'nowhere' },
}

interface Deps {
  readonly registrar: Registrar
  readonly calls: Calls
  readonly host: AgentHost
  readonly agentKeys: readonly number[]
  readonly mediaAgent: () => boolean
  readonly pilot: (number: string) => Pilot | undefined
  /** Keeps a call in a queue; resolves when its turn has come. */
  readonly queue: (call: Call, script: CallScript) => Promise<void>
}

/** Decides who takes a new call, and sets the call's agent. */
export const createRouter = (deps: Deps): ((call: Call) => Route | Promise<Route>) => {
  const { registrar, calls, host, agentKeys } = deps
  /** Chooses at once, so that two calls which wait for the same agent do not both get it. */
  const toContact = (call: Call, binding: Binding): Route => {
    call.agent = binding.user
    return { to: 'contact', uri: binding.contact, sentBy: binding.sentBy }
  }
  /** The agent who has been idle longest, of those who registered and are in no call. */
  const freeAgent = (): Binding | undefined =>
    agentKeys
      .flatMap((key) => registrar.find(agentUser(key)).slice(0, 1))
      .filter(({ user, sentBy }) => calls.openOf(user, sentBy).length === 0)
      .sort((a, b) => calls.lastOf(a.user) - calls.lastOf(b.user) || a.since - b.since)[0]
  const toAutomatic = async (call: Call, script: CallScript): Promise<Route> => {
    if (!deps.mediaAgent() || !(await host.ready())) return { to: 'answer', status: 480 }
    const wished = script.agent ?? 1
    const order = [wished, ...automatic.filter((agent) => agent !== wished)]
    const bindings = order.flatMap((agent) => registrar.find(automaticUser(agent)).slice(0, 1))
    const free = bindings.find(({ user, sentBy }) => calls.openOf(user, sentBy).length === 0)
    const chosen = free ?? bindings[0]
    if (chosen === undefined) return { to: 'answer', status: 480 }
    const route = toContact(call, chosen)
    return (await host.script(call.id, script)) ? route : { to: 'answer', status: 480 }
  }
  /** As a telephone system does: the call goes to whoever has the call that it replaces (RFC 3891). */
  const toReplaced = (call: Call, replaces: string): Route => {
    const [id = ''] = replaces.split(';')
    const tag = /;\s*to-tag=([^;\s]+)/i.exec(replaces)?.[1]
    const replaced = calls.find(id.trim())
    const leg = [replaced?.callee, replaced?.caller].find((each) => each?.party.tag === tag)
    if (replaced?.state !== 'established' || leg?.contact === undefined) {
      return { to: 'answer', status: 481 }
    }
    if (leg === replaced.callee) call.agent = replaced.agent
    return { to: 'contact', uri: leg.contact, sentBy: leg.sentBy ?? '' }
  }
  const toPilot = (call: Call, { answer, movedTo, script }: Pilot): Route | Promise<Route> => {
    if (answer === 'moved') {
      const headers = [`Contact: <sip:${movedTo}@${call.invite.target.host}>`]
      return { to: 'answer', status: 302, headers }
    }
    const own = ownAnswers[answer]
    if (own !== undefined) return own
    const agent = answer === 'agent' ? freeAgent() : undefined
    return agent === undefined ? toAutomatic(call, script) : toContact(call, agent)
  }
  return (call) => {
    const { target } = call.invite
    const replaces = headerOf(call.invite, 'replaces')
    if (replaces !== undefined) return toReplaced(call, replaces)
    const [registered] = registrar.find(target.user)
    if (registered !== undefined) return toContact(call, registered)
    const pilot = deps.pilot(target.user)
    if (pilot === undefined) return { to: 'answer', status: 404 }
    call.ringingContact = pilot.script.ringingContact
    if (pilot.script.queueForMs === 0) return toPilot(call, pilot)
    return deps.queue(call, pilot.script).then(() => toPilot(call, pilot))
  }
}
