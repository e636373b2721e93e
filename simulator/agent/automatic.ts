import type { Agent, CentreData, ScriptName } from '../config/data.ts'
import type { Desk } from '../model/desk.ts'
import type { CentreEvent } from '../model/events.ts'
import type { Session } from '../model/session.ts'
import type { Sessions } from '../model/sessions.ts'
import type { Settings } from '../model/settings.ts'
import type { Clock } from '../support/clock.ts'
import type { Emitter } from '../support/emitter.ts'
import type { Random } from '../support/random.ts'
import { ChatOver, createChat } from './chat.ts'
import { scripts } from './scripts.ts'

export interface AutomaticAgent {
  /** Ends every script; the chats stay as they are. */
  close(): void
}

/**
 * Takes waiting chats after a moment and runs the script of their destination. What it does in a chat
 * depends on the seed, the chat's ordinal and what the customer says, and on nothing else. A chat that
 * a person takes first is left to that person.
 */
export const createAutomaticAgent = (deps: {
  readonly clock: Clock
  readonly random: Random
  readonly events: Emitter<CentreEvent>
  readonly sessions: Sessions
  readonly desk: Desk
  readonly data: CentreData
  readonly settings: Settings
  /** Called with an error in a script, which is a bug. */
  readonly failed: (error: unknown) => void
}): AutomaticAgent => {
  const { clock, events, sessions, desk, data, settings } = deps
  const closers = new Set<() => void>()
  const rounds = new WeakMap<Session, number>()
  const pending = new WeakSet<Session>()
  let closed = false

  const scriptOf = (session: Session): ScriptName =>
    data.destinations.find((destination) => destination.name === session.request.destination)
      ?.script ?? settings.script

  const run = async (session: Session, agent: Agent, round: number): Promise<void> => {
    const random = deps.random.fork(`chat-${session.ordinal}-${round}`)
    const { chat, close } = createChat({ session, agent, round, clock, random, desk, events })
    closers.add(close)
    const colleagues = data.agents.filter((other) => other.automatic && other.key !== agent.key)
    try {
      await scripts[scriptOf(session)](chat, colleagues)
    } catch (error) {
      if (!(error instanceof ChatOver)) deps.failed(error)
    } finally {
      close()
      closers.delete(close)
    }
  }

  const take = (session: Session): void => {
    pending.delete(session)
    if (closed || !settings.automaticAgent || session.state !== 'waiting') return
    const automatic = data.agents.filter((agent) => agent.automatic)
    const round = rounds.get(session) ?? 0
    const agent = automatic[(session.ordinal - 1 + round) % Math.max(automatic.length, 1)]
    if (agent === undefined || !desk.accept(session, agent).ok) return
    rounds.set(session, round + 1)
    void run(session, agent, round)
  }

  const consider = (session: Session): void => {
    if (!settings.automaticAgent || session.state !== 'waiting' || pending.has(session)) return
    pending.add(session)
    const draw = deps.random.fork(`wait-${session.ordinal}-${rounds.get(session) ?? 0}`)
    clock.after(draw.int(800, 2000), () => take(session))
  }

  const off = events.on((event) => {
    if (event.type === 'session') consider(event.session)
    else if (event.type === 'settings') for (const session of sessions.list()) consider(session)
  })

  return {
    close: () => {
      closed = true
      off()
      for (const close of [...closers]) close()
    },
  }
}
