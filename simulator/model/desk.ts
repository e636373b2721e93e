import type { Agent } from '../config/data.ts'
import type { Clock } from '../support/clock.ts'
import type { Emitter } from '../support/emitter.ts'
import { escapeHtml } from '../support/html.ts'
import type { CentreEvent } from './events.ts'
import { agentTypingMs } from './sessions.ts'
import type { Sessions } from './sessions.ts'
import { transition } from './session.ts'
import type { Session, SessionStep } from './session.ts'

/** Whether an agent's action was possible; the reason is a sentence for the caller. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string }

const done: Verdict = { ok: true }
const no = (reason: string): Verdict => ({ ok: false, reason })

/** What agents can do with a chat. */
export interface Desk {
  /** Takes a waiting chat. */
  accept(session: Session, agent: Agent): Verdict
  /** A second agent comes into a running chat (R123). */
  join(session: Session, agent: Agent): Verdict
  /** One of several agents goes; the last one cannot. */
  leave(session: Session, agent: Agent): Verdict
  /** HTML, as the agent's editor made it (R119). */
  message(session: Session, agent: Agent, html: string): Verdict
  /** True counts for four seconds or until a message (R44). */
  typing(session: Session, agent: Agent, typing: boolean): Verdict
  pushUrl(session: Session, agent: Agent, url: string): Verdict
  /** The next query has the agent's key as callMeAgentKey (R46). */
  makeCall(session: Session, agent: Agent): Verdict
  /** Back to a queue, for another agent (R122). */
  requeue(session: Session, agent: Agent, queue?: string): Verdict
  disconnect(session: Session, agent: Agent): Verdict
  systemMessage(session: Session, html: string): Verdict
  systemPushUrl(session: Session, url: string): Verdict
  /** Sends the customer elsewhere (R107). */
  redirect(session: Session, url: string): Verdict
  /** The system ends the chat. */
  systemEnd(session: Session): Verdict
}

const pushText = (who: string, url: string): string =>
  `${who}&nbsp;pushed <FONT tabIndex=-1 contentEditable=false ` +
  `style="BACKGROUND-COLOR: #ffffff" size=2 face=Tahoma>${escapeHtml(url)}</FONT> to you.`

/** The agents' side of the sessions. */
export const createDesk = (
  clock: Clock,
  events: Emitter<CentreEvent>,
  sessions: Sessions,
): Desk => {
  const step = (session: Session, name: SessionStep): Verdict => {
    const next = transition(session.state, name)
    if (next === undefined) return no(`a session that is ${session.state} cannot ${name}`)
    session.state = next
    return done
  }
  const inChat = (session: Session, agent: Agent): Verdict => {
    if (session.state !== 'active') return no(`the session is ${session.state}`)
    if (!session.agents.some((present) => present.key === agent.key)) {
      return no(`agent ${agent.key} is not in this chat`)
    }
    return done
  }
  const change = (
    session: Session,
    what: Extract<CentreEvent, { type: 'session' }>['change'],
  ): Verdict => {
    events.emit({ type: 'session', change: what, session })
    return done
  }
  const drop = (session: Session, agent: Agent): void => {
    session.typingUntil.delete(agent.key)
    const asked = session.callMe.indexOf(agent.key)
    if (asked >= 0) session.callMe.splice(asked, 1)
    const place = session.agents.findIndex((present) => present.key === agent.key)
    if (place >= 0) session.agents.splice(place, 1)
  }

  return {
    accept: (session, agent) => {
      const verdict = step(session, 'accept')
      if (!verdict.ok) return verdict
      session.agents.push(agent)
      session.acceptedAt = clock.now()
      session.accepts.push({ agent, at: session.acceptedAt })
      return change(session, 'accepted')
    },
    join: (session, agent) => {
      if (session.agents.some((present) => present.key === agent.key)) {
        return no(`agent ${agent.key} is already in this chat`)
      }
      const verdict = step(session, 'join')
      if (!verdict.ok) return verdict
      session.agents.push(agent)
      sessions.add(session, 'AGENT_CONFERENCE_JOIN', agent, 'Agent&nbsp;joined the conversation.')
      return change(session, 'joined')
    },
    leave: (session, agent) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      if (session.agents.length === 1) return no('the last agent cannot leave, only disconnect')
      drop(session, agent)
      return change(session, 'left')
    },
    message: (session, agent, html) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      session.typingUntil.delete(agent.key)
      sessions.add(session, 'AGENT_MESSAGE', agent, html)
      return done
    },
    typing: (session, agent, typing) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      if (typing) session.typingUntil.set(agent.key, clock.now() + agentTypingMs)
      else session.typingUntil.delete(agent.key)
      events.emit({ type: 'typing', session, by: 'agent' })
      return done
    },
    pushUrl: (session, agent, url) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      sessions.add(session, 'AGENT_PUSH_URL', agent, pushText('Agent', url), url)
      return done
    },
    makeCall: (session, agent) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      if (!session.callMe.includes(agent.key)) session.callMe.push(agent.key)
      return done
    },
    requeue: (session, agent, queue) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      const verdict = step(session, 'requeue')
      if (!verdict.ok) return verdict
      sessions.add(session, 'AGENT_REQUEUE', agent, 'Agent&nbsp;passes you on to a colleague.')
      for (const gone of [...session.agents]) drop(session, gone)
      session.queue = queue ?? session.queue
      session.queuedAt = clock.now()
      return change(session, 'requeued')
    },
    disconnect: (session, agent) => {
      const present = inChat(session, agent)
      if (!present.ok) return present
      sessions.end(session, 'agent', agent)
      return done
    },
    systemMessage: (session, html) => {
      if (session.state === 'ended') return no('the session is ended')
      sessions.add(session, 'SYSTEM_MESSAGE', 'system', html)
      return done
    },
    systemPushUrl: (session, url) => {
      if (session.state === 'ended') return no('the session is ended')
      sessions.add(session, 'SYSTEM_PUSH_URL', 'system', pushText('System', url), url)
      return done
    },
    redirect: (session, url) => {
      const verdict = step(session, 'redirect')
      if (!verdict.ok) return verdict
      session.redirectUrl = url
      for (const gone of [...session.agents]) drop(session, gone)
      return change(session, 'redirected')
    },
    systemEnd: (session) =>
      sessions.end(session, 'system', 'system') ? done : no('the session is ended'),
  }
}
