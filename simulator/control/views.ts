import type { Agent, CentreData } from '../config/data.ts'
import type { Callback } from '../model/callbacks.ts'
import type { Author, Content, Session } from '../model/session.ts'
import { isConnected } from '../model/session.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

export interface AgentView {
  readonly key: number
  readonly firstName: string
  readonly lastName: string
  readonly automatic: boolean
}

export interface ContentView {
  /** The index key (R97); 0 for a customer's message that the switch customerEcho leaves out. */
  readonly index: number
  readonly type: Content['type']
  readonly author: { readonly kind: 'customer' | 'system' | 'agent'; readonly name: string }
  readonly agentKey: number | null
  /** Plain text from a customer, HTML from anyone else: show it with care. */
  readonly text: string
  readonly format: 'text' | 'html'
  readonly pushedUrl: string
  readonly at: string
}

export interface SessionView {
  readonly id: string
  readonly ordinal: number
  readonly state: Session['state']
  readonly connected: boolean
  readonly businessUnitName: string
  readonly queue: string
  readonly caption: string
  readonly customerName: string
  readonly destination: string
  readonly language: string
  readonly priority: number
  readonly source: string
  readonly contactData: readonly { readonly key: string; readonly value: string }[]
  readonly agents: readonly AgentView[]
  readonly customerTyping: boolean
  readonly typingAgents: readonly number[]
  /** Agents who wait for the customer's number. */
  readonly phoneNumbers: readonly {
    readonly agentKey: number
    readonly phoneNumber: string
    readonly at: string
  }[]
  readonly contentCount: number
  readonly createdAt: string
  readonly queuedAt: string
  readonly acceptedAt: string | null
  /** Who took it from a queue, each time. */
  readonly accepts: readonly {
    readonly agentKey: number
    readonly name: string
    readonly at: string
  }[]
  readonly endedAt: string | null
  readonly endedBy: Session['endedBy'] | null
}

export interface CallbackView {
  readonly id: number
  readonly done: boolean
  readonly unit: string
  readonly queue: { readonly key: number; readonly name: string }
  readonly contactName: string
  readonly phoneNumber: string
  readonly comment: string
  readonly contactData: readonly { readonly key: string; readonly value: string }[]
  readonly priority: number
  /** UTC. */
  readonly first: { readonly start: string; readonly end: string }
  readonly second: { readonly start: string; readonly end: string } | null
  readonly createdAt: string
}

export const viewAgent = (agent: Agent): AgentView => ({ ...agent })

const viewAuthor = (author: Author, session: Session, data: CentreData): ContentView['author'] => {
  if (author === 'customer') return { kind: 'customer', name: session.request.customerName }
  if (author === 'system') return { kind: 'system', name: data.systemName }
  return { kind: 'agent', name: `${author.firstName} ${author.lastName}` }
}

export const viewContent = (
  content: Content,
  index: number,
  session: Session,
  data: CentreData,
): ContentView => ({
  index,
  type: content.type,
  author: viewAuthor(content.author, session, data),
  agentKey: typeof content.author === 'object' ? content.author.key : null,
  text: content.text,
  format: content.author === 'customer' ? 'text' : 'html',
  pushedUrl: content.pushedUrl,
  at: iso(content.at),
})

/** A session without its contents; `now` in milliseconds decides who still types. */
export const viewSession = (session: Session, now: number): SessionView => ({
  id: session.id,
  ordinal: session.ordinal,
  state: session.state,
  connected: isConnected(session),
  businessUnitName: session.request.businessUnitName,
  queue: session.queue,
  caption: session.request.caption,
  customerName: session.request.customerName,
  destination: session.request.destination,
  language: session.request.language,
  priority: session.request.priority,
  source: session.request.source,
  contactData: session.request.contactData,
  agents: session.agents.map(viewAgent),
  customerTyping: session.customerTyping,
  typingAgents: [...session.typingUntil].filter(([, until]) => until > now).map(([key]) => key),
  phoneNumbers: session.phoneNumbers.map((number) => ({ ...number, at: iso(number.at) })),
  contentCount: session.contents.length,
  createdAt: iso(session.createdAt),
  queuedAt: iso(session.queuedAt),
  acceptedAt: session.acceptedAt === undefined ? null : iso(session.acceptedAt),
  accepts: session.accepts.map(({ agent, at }) => ({
    agentKey: agent.key,
    name: `${agent.firstName} ${agent.lastName}`,
    at: iso(at),
  })),
  endedAt: session.endedAt === undefined ? null : iso(session.endedAt),
  endedBy: session.endedBy ?? null,
})

export const viewCallback = (callback: Callback): CallbackView => ({
  id: callback.id,
  done: callback.done,
  unit: callback.unit,
  queue: { key: callback.queue.key, name: callback.queue.name },
  contactName: callback.contactName,
  phoneNumber: callback.phoneNumber,
  comment: callback.comment,
  contactData: callback.contactData,
  priority: callback.priority,
  first: { start: iso(callback.first.start), end: iso(callback.first.end) },
  second:
    callback.second === undefined
      ? null
      : { start: iso(callback.second.start), end: iso(callback.second.end) },
  createdAt: iso(callback.createdAt),
})
