import { z } from 'zod'
import type { Agent } from '../config/data.ts'
import type { Verdict } from '../model/desk.ts'
import type { Session } from '../model/session.ts'
import { escapeHtml } from '../support/html.ts'
import type { ControlContext } from './context.ts'
import { conflict, done, notFound, ok, plain, taking } from './routes.ts'
import type { ControlAnswer, ControlRoute } from './routes.ts'
import { viewAgent, viewContent, viewSession } from './views.ts'

const agentKey = z.int().describe('The key of the agent who acts.')
const byAgent = z.strictObject({ agentKey })
const url = z.url({ protocol: /^https?$/ })

/** What an agent's editor sends: HTML as it is, or plain text that is escaped here. */
const messageBody = z.union([
  z.strictObject({ agentKey, html: z.string().min(1) }),
  z.strictObject({ agentKey, text: z.string().min(1) }),
])

const answer = (verdict: Verdict): ControlAnswer => (verdict.ok ? done : conflict(verdict.reason))

/** Plain text as HTML, lines kept. */
const asHtml = (text: string): string => escapeHtml(text).replace(/\r?\n/g, '<br>')

/** The agents' side of the chats, for the console page and for tests. */
export const chatRoutes = (context: ControlContext): ControlRoute[] => {
  const { sessions, desk, data, clock } = context

  const withSession = (id: string, run: (session: Session) => ControlAnswer): ControlAnswer => {
    const session = sessions.find(id)
    return session === undefined ? notFound('session') : run(session)
  }
  const act =
    <Body extends { agentKey: number }>(
      run: (session: Session, agent: Agent, body: Body) => Verdict,
    ) =>
    (body: Body, param: (name: string) => string): ControlAnswer =>
      withSession(param('id'), (session) => {
        const agent = data.agents.find((candidate) => candidate.key === body.agentKey)
        return agent === undefined ? notFound('agent') : answer(run(session, agent, body))
      })
  const bySystem =
    <Body>(run: (session: Session, body: Body) => Verdict) =>
    (body: Body, param: (name: string) => string): ControlAnswer =>
      withSession(param('id'), (session) => answer(run(session, body)))

  return [
    plain('GET', '/agents', 'All agents of the centre.', () => ok(data.agents.map(viewAgent))),
    plain('GET', '/sessions', 'All sessions, ended ones for as long as they can be queried.', () =>
      ok(sessions.list().map((session) => viewSession(session, clock.now()))),
    ),
    plain('GET', '/sessions/:id', 'One session with its contents.', (param) =>
      withSession(param('id'), (session) =>
        ok({
          ...viewSession(session, clock.now()),
          contents: session.contents.map((content, place) =>
            viewContent(content, place + 1, session, data),
          ),
        }),
      ),
    ),
    taking(
      'POST',
      '/sessions/:id/accept',
      'An agent takes a waiting chat.',
      byAgent,
      act((session, agent) => desk.accept(session, agent)),
    ),
    taking(
      'POST',
      '/sessions/:id/join',
      'A second agent joins (AGENT_CONFERENCE_JOIN).',
      byAgent,
      act((session, agent) => desk.join(session, agent)),
    ),
    taking(
      'POST',
      '/sessions/:id/leave',
      'One of several agents goes.',
      byAgent,
      act((session, agent) => desk.leave(session, agent)),
    ),
    taking(
      'POST',
      '/sessions/:id/message',
      'An agent writes: `html` as it is, or `text`, which is escaped (AGENT_MESSAGE).',
      messageBody,
      act((session, agent, body: z.output<typeof messageBody>) =>
        desk.message(session, agent, 'html' in body ? body.html : asHtml(body.text)),
      ),
    ),
    taking(
      'POST',
      '/sessions/:id/typing',
      'An agent types (for four seconds), or stops.',
      z.strictObject({ agentKey, typing: z.boolean() }),
      act((session, agent, body: { agentKey: number; typing: boolean }) =>
        desk.typing(session, agent, body.typing),
      ),
    ),
    taking(
      'POST',
      '/sessions/:id/push-url',
      'An agent pushes a URL (AGENT_PUSH_URL).',
      z.strictObject({ agentKey, url }),
      act((session, agent, body: { agentKey: number; url: string }) =>
        desk.pushUrl(session, agent, body.url),
      ),
    ),
    taking(
      'POST',
      '/sessions/:id/make-a-call',
      'An agent clicks "Make a Call": the next query has the key in callMeAgentKey.',
      byAgent,
      act((session, agent) => desk.makeCall(session, agent)),
    ),
    taking(
      'POST',
      '/sessions/:id/requeue',
      'Back to a queue, the same one if none is named (AGENT_REQUEUE).',
      z.strictObject({ agentKey, queue: z.string().min(1).optional() }),
      act((session, agent, body: { agentKey: number; queue?: string | undefined }) =>
        desk.requeue(session, agent, body.queue),
      ),
    ),
    taking(
      'POST',
      '/sessions/:id/disconnect',
      'An agent ends the chat (AGENT_DISCONNECT).',
      byAgent,
      act((session, agent) => desk.disconnect(session, agent)),
    ),
    taking(
      'POST',
      '/sessions/:id/system-message',
      'The system writes HTML (SYSTEM_MESSAGE).',
      z.strictObject({ html: z.string().min(1) }),
      bySystem((session, body: { html: string }) => desk.systemMessage(session, body.html)),
    ),
    taking(
      'POST',
      '/sessions/:id/system-push-url',
      'The system pushes a URL (SYSTEM_PUSH_URL).',
      z.strictObject({ url }),
      bySystem((session, body: { url: string }) => desk.systemPushUrl(session, body.url)),
    ),
    taking(
      'POST',
      '/sessions/:id/redirect',
      'The customer is sent elsewhere (redirectUrl).',
      z.strictObject({ url }),
      bySystem((session, body: { url: string }) => desk.redirect(session, body.url)),
    ),
    plain('POST', '/sessions/:id/end', 'The system ends the chat.', (param) =>
      withSession(param('id'), (session) => answer(desk.systemEnd(session))),
    ),
    plain('GET', '/phone-numbers', 'Numbers that customers sent by call-me.', () =>
      ok(
        sessions.list().flatMap((session) =>
          viewSession(session, clock.now()).phoneNumbers.map((number) => ({
            sessionId: session.id,
            customerName: session.request.customerName,
            ...number,
          })),
        ),
      ),
    ),
  ]
}
