import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { z } from 'zod'
import { listen } from '../../kit/network/ports.ts'

const question = z.discriminatedUnion('op', [
  z.object({ op: z.literal('start'), customer: z.string(), caption: z.string() }),
  z.object({ op: z.literal('end'), session: z.string() }),
  z.object({ op: z.literal('query'), session: z.string(), from: z.int() }),
  z.object({ op: z.literal('add'), session: z.string(), content: z.string() }),
  z.object({ op: z.literal('typing'), session: z.string(), isTyping: z.boolean() }),
  z.object({ op: z.literal('queues') }),
  z.object({ op: z.literal('callback') }),
])

type Question = z.infer<typeof question>

interface Answer {
  readonly status: number
  readonly body?: unknown
}

/** A chat as the centre holds it. */
export interface OfficeSession {
  readonly id: string
  /** What the customer has said after the caption: each message that arrived, in order. */
  readonly received: readonly string[]
  readonly connected: boolean
  /** The agent says something. */
  say(text: string): void
  /** The centre forgets it, as it does five minutes after an end (R35). */
  forget(): void
}

/** Answers that are kept back although what was asked has been done. */
export interface Held {
  /** Resolves when as many questions have been dealt with and wait for their answers. */
  until(count: number): Promise<void>
  /** The answers go out, those to come at once. */
  release(): void
}

/** The contact centre behind the servlet: it has the sessions, whatever becomes of Tomcat. */
export interface Office {
  readonly port: number
  readonly sessions: readonly OfficeSession[]
  /** Each question so far. */
  readonly asked: readonly Question[]
  /** Resolves with the session of this place, once there is one. */
  session(place: number): Promise<OfficeSession>
  /** Resolves at the next question of this kind. */
  next(op: Question['op']): Promise<void>
  /** From now on questions of this kind are carried out, and their answers kept back. */
  hold(op: Question['op']): Held
  close(): Promise<void>
}

interface Kept {
  readonly id: string
  readonly contents: object[]
  readonly received: string[]
  connected: boolean
}

const agent = { from: '14', agentFirstName: 'Claudio', agentLastName: 'Bastos' }

function content(messageType: string, text: string, by: object): object {
  return { messageType, ...by, content: text, formattedContent: text, pushedUrl: '' }
}

/** Listens on a port of loopback for the questions of the servlet, a connection each. */
export async function startOffice(): Promise<Office> {
  const kept = new Map<string, Kept>()
  const sessions: OfficeSession[] = []
  const asked: Question[] = []
  const sockets = new Set<Socket>()
  const holds = new Map<Question['op'], { waiting: (() => void)[]; changed: () => void }>()
  let listeners: (() => void)[] = []

  function changed(): void {
    for (const listener of [...listeners]) listener()
  }

  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return
        listeners = listeners.filter((listener) => listener !== look)
        resolve()
      }
      listeners.push(look)
      look()
    })
  }

  function start(customer: string, caption: string): Answer {
    const id = `W${String(sessions.length + 1)}-${crypto.randomUUID()}`
    const by = { from: customer, agentFirstName: '', agentLastName: '' }
    const session: Kept = {
      id,
      contents: [content('CUSTOMER_MESSAGE', caption, by)],
      received: [],
      connected: true,
    }
    kept.set(id, session)
    sessions.push({
      id,
      received: session.received,
      get connected() {
        return session.connected
      },
      say(text) {
        session.contents.push(content('AGENT_MESSAGE', text, agent))
      },
      forget() {
        kept.delete(id)
      },
    })
    return { status: 201, body: { sessionId: id } }
  }

  function carryOut(asking: Question): Answer {
    if (asking.op === 'queues') return { status: 200, body: [] }
    if (asking.op === 'callback') return { status: 201 }
    if (asking.op === 'start') return start(asking.customer, asking.caption)
    const session = kept.get(asking.session)
    if (session === undefined) return { status: 404 }
    switch (asking.op) {
      case 'end':
        session.connected = false
        return { status: 200 }
      case 'typing':
        return { status: 200 }
      case 'add': {
        if (!session.connected) return { status: 503 }
        const by = { from: 'Jonas', agentFirstName: '', agentLastName: '' }
        session.contents.push(content('CUSTOMER_MESSAGE', asking.content, by))
        session.received.push(asking.content)
        return { status: 201 }
      }
      case 'query':
        return {
          status: 200,
          body: {
            sessionId: session.id,
            content: session.contents.slice(Math.max(0, asking.from - 1)),
            pushUrl: '',
            callMeAgentKey: 0,
            newIndexKey: session.contents.length + 1,
            whoIsTyping: '',
            redirectUrl: '',
            connected: session.connected,
          },
        }
    }
  }

  function answer(socket: Socket, line: string): void {
    const asking = question.parse(JSON.parse(line))
    const reply = carryOut(asking)
    asked.push(asking)
    const send = (): void => {
      socket.end(`${JSON.stringify(reply)}\n`)
    }
    const hold = holds.get(asking.op)
    if (hold === undefined) send()
    else hold.waiting.push(send)
    changed()
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.endsWith('\n')) answer(socket, text)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  const port = await listen(server)

  return {
    port,
    sessions,
    asked,
    async session(place) {
      await until(() => sessions.length > place)
      const session = sessions[place]
      if (session === undefined) throw new Error('no such session')
      return session
    },
    async next(op) {
      const count = (): number => asked.filter((each) => each.op === op).length
      const before = count()
      await until(() => count() > before)
    },
    hold(op) {
      const hold = { waiting: [] as (() => void)[], changed }
      holds.set(op, hold)
      return {
        until: (count) => until(() => hold.waiting.length >= count),
        release() {
          holds.delete(op)
          for (const send of hold.waiting) send()
        },
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
