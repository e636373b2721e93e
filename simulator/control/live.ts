import type { ServerResponse } from 'node:http'
import type { CentreEvent } from '../model/events.ts'
import type { ControlContext } from './context.ts'
import { viewAgent, viewCallback, viewContent, viewSession } from './views.ts'

/** How often a comment keeps an idle stream open. */
const heartbeatMs = 15_000

/** Live events by server-sent events, to any number of pages. */
export interface Live {
  /** Takes over a response, starts with a snapshot and follows with what happens. */
  add(response: ServerResponse): void
  close(): void
}

const describe = (event: CentreEvent, context: ControlContext): { name: string; data: unknown } => {
  const now = context.clock.now()
  switch (event.type) {
    case 'session':
      return {
        name: 'session',
        data: { change: event.change, session: viewSession(event.session, now) },
      }
    case 'content':
      return {
        name: 'content',
        data: {
          sessionId: event.session.id,
          content: viewContent(event.content, event.index, event.session, context.data),
        },
      }
    case 'typing':
      return {
        name: 'typing',
        data: { by: event.by, session: viewSession(event.session, now) },
      }
    case 'phone-number':
      return {
        name: 'phone-number',
        data: {
          sessionId: event.session.id,
          agentKey: event.received.agentKey,
          phoneNumber: event.received.phoneNumber,
          at: new Date(event.received.at).toISOString(),
        },
      }
    case 'callback':
      return { name: 'callback', data: viewCallback(event.callback) }
    case 'call':
      return { name: 'call', data: event.call }
    case 'sip':
      return { name: 'sip', data: {} }
    case 'settings':
      return { name: 'settings', data: context.settings }
    case 'faults':
      return { name: 'faults', data: context.faults.list() }
    case 'restart':
      return { name: 'restart', data: { sessionsKept: event.sessionsKept } }
  }
}

/** A page that does not read its stream is cut off rather than buffered without end. */
const mostBuffered = 4 * 1024 * 1024

export const createLive = (context: ControlContext): Live => {
  const streams = new Set<ServerResponse>()
  let serial = 0
  const write = (stream: ServerResponse, name: string, data: unknown): void => {
    if (stream.writableLength > mostBuffered) {
      stream.destroy()
      return
    }
    stream.write(`id: ${serial}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const off = context.events.on((event) => {
    serial += 1
    if (streams.size === 0) return
    const { name, data } = describe(event, context)
    for (const stream of streams) write(stream, name, data)
  })
  const beat = (): void => {
    for (const stream of streams) stream.write(': still here\n\n')
    if (streams.size > 0) context.clock.after(heartbeatMs, beat)
  }
  return {
    add: (stream) => {
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      stream.write('retry: 1000\n\n')
      const now = context.clock.now()
      write(stream, 'snapshot', {
        agents: context.data.agents.map(viewAgent),
        sessions: context.sessions.list().map((session) => ({
          ...viewSession(session, now),
          contents: session.contents.map((content, place) =>
            viewContent(content, place + 1, session, context.data),
          ),
        })),
        callbacks: context.callbacks.list().map(viewCallback),
        settings: context.settings,
        faults: context.faults.list(),
      })
      if (streams.size === 0) context.clock.after(heartbeatMs, beat)
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
    },
    close: () => {
      off()
      for (const stream of streams) stream.end()
      streams.clear()
    },
  }
}
