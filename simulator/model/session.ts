import type { Agent } from '../config/data.ts'

export interface ContactDatum {
  readonly key: string
  readonly value: string
}

/** What a customer asks for with POST /v1/sessions (R70 to R80). */
export interface SessionRequest {
  readonly businessUnitName: string
  readonly caption: string
  readonly contactData: readonly ContactDatum[]
  readonly customerName: string
  readonly destination: string
  readonly language: string
  readonly priority: number
  readonly source: string
}

/** R117 to R125, as meant; how they are written on the wire is a switch. */
export type ContentType =
  | 'CUSTOMER_MESSAGE'
  | 'CUSTOMER_DISCONNECT'
  | 'AGENT_MESSAGE'
  | 'AGENT_DISCONNECT'
  | 'AGENT_PUSH_URL'
  | 'AGENT_REQUEUE'
  | 'AGENT_CONFERENCE_JOIN'
  | 'SYSTEM_MESSAGE'
  | 'SYSTEM_PUSH_URL'

/** Whom a content is from: the customer, the system, or an agent. */
export type Author = 'customer' | 'system' | Agent

/** One content of a session; its place in `contents` plus one is its index key (R97). */
export interface Content {
  readonly type: ContentType
  readonly author: Author
  /** Plain text from a customer, HTML from anyone else. */
  readonly text: string
  readonly pushedUrl: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface ReceivedNumber {
  readonly agentKey: number
  readonly phoneNumber: string
  readonly at: number
}

/**
 * The life of a session.
 *
 *                  accept
 *   ┌─────────┐ ───────────▶ ┌────────┐
 *   │ waiting │              │ active │ ◀┐ join, leave
 *   └─────────┘ ◀─────────── └────────┘ ─┘
 *     │     │      requeue     │    │
 *     │     └──────────┬───────┘    │ end
 *     │ redirect       │ redirect   │
 *     ▼                ▼            ▼
 *   ┌────────────┐    end        ┌───────┐   remove, after five minutes (R101)
 *   │ redirected │ ────────────▶ │ ended │ ─────────────▶ (gone: 404)
 *   └────────────┘               └───────┘
 *                  waiting ── end ──▶ ended
 */
export type SessionState = 'waiting' | 'active' | 'redirected' | 'ended'
export type SessionStep = 'accept' | 'join' | 'leave' | 'requeue' | 'redirect' | 'end'

const edges: Record<SessionState, Partial<Record<SessionStep, SessionState>>> = {
  waiting: { accept: 'active', redirect: 'redirected', end: 'ended' },
  active: {
    join: 'active',
    leave: 'active',
    requeue: 'waiting',
    redirect: 'redirected',
    end: 'ended',
  },
  redirected: { end: 'ended' },
  ended: {},
}

/** Where a step leads, or undefined where it is not possible. */
export const transition = (state: SessionState, step: SessionStep): SessionState | undefined =>
  edges[state][step]

export type EndedBy = 'customer' | 'agent' | 'system'

/** One chat between a customer and the centre. */
export interface Session {
  readonly id: string
  /** The how manieth session of this centre, from 1: what a seed's choices hang on. */
  readonly ordinal: number
  readonly request: SessionRequest
  readonly createdAt: number
  readonly contents: Content[]
  readonly phoneNumbers: ReceivedNumber[]
  /** Agents in the chat; the first one accepted it, the others joined. */
  readonly agents: Agent[]
  /** Agent key to the time until which that agent counts as typing (R44). */
  readonly typingUntil: Map<number, number>
  /** Agents who clicked "Make a Call" and whose key has not been sent yet (R152). */
  readonly callMe: number[]
  state: SessionState
  queue: string
  queuedAt: number
  acceptedAt: number | undefined
  /** Who took the chat from a queue, each time. */
  readonly accepts: { readonly agent: Agent; readonly at: number }[]
  customerTyping: boolean
  /** Only where the switch customerTypingSeconds is set. */
  customerTypingUntil: number
  /** The URL pushed since the last query, with a number that grows with each push (R106). */
  push: { url: string; serial: number } | undefined
  redirectUrl: string
  endedAt: number | undefined
  endedBy: EndedBy | undefined
  queriedAt: number
}

/** R103: true until one side disconnects. */
export const isConnected = (session: Session): boolean => session.state !== 'ended'
