import { ConsoleModel } from './desk.svelte.ts'
import { createApi } from './api.ts'
import type { Stream } from './desk.svelte.ts'
import type { Agent, Chat } from './views.ts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

const agentOf = (key: number, firstName: string, lastName: string): Agent => ({
  key,
  firstName,
  lastName,
  automatic: true,
})

export const clara = agentOf(14, 'Clara', 'Nunes')
export const jonas = agentOf(15, 'Jonas', 'Weber')

/** The time at which everything in these tests happens. */
export const start = Date.UTC(2024, 0, 10, 12)
export const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString()

/** A chat that waits; parts can be replaced. */
export const chatOf = (id: string, change: Partial<Chat> = {}): Chat => ({
  id,
  ordinal: 1,
  state: 'waiting',
  businessUnitName: 'DEFAULT',
  queue: 'Sales',
  caption: 'My light is blinking',
  customerName: 'Aylin Demir',
  destination: 'Advice',
  language: 'Turkish',
  priority: 5,
  source: 'kiosk 1',
  contactData: [{ key: 'Customer number', value: '4711' }],
  agents: [],
  customerTyping: false,
  typingAgents: [],
  phoneNumbers: [],
  createdAt: at(0),
  queuedAt: at(0),
  acceptedAt: null,
  accepts: [],
  endedAt: null,
  endedBy: null,
  contents: [],
  ...change,
})

/** A model without a centre: records what it sends; the test provides events. */
export const fakeConsole = (
  answer: (sent: Sent) => Response = () => new Response(null, { status: 204 }),
) => {
  const sent: Sent[] = []
  let now = start
  const listeners = new Map<string, (event: { data?: string }) => void>()
  const stream: Stream = {
    addEventListener: (name, listener) => void listeners.set(name, listener),
    close: () => listeners.clear(),
  }
  const api = createApi('/control', (url, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    const address = url instanceof Request ? url.url : url.toString()
    const path = address.replace('/control', '')
    const one = { method: init?.method ?? 'GET', path, body }
    if (path === '/state')
      return Promise.resolve(Response.json({ now: new Date(now).toISOString() }))
    if (one.method !== 'GET') sent.push(one)
    return Promise.resolve(answer(one))
  })
  const model = new ConsoleModel(api, { open: () => stream, now: () => now })
  return {
    api,
    model,
    sent,
    hear: (name: string, data: unknown): void =>
      listeners.get(name)?.({ data: JSON.stringify(data) }),
    pass: (seconds: number): void => {
      now += seconds * 1000
      model.tick()
    },
    snapshot: (chats: readonly Chat[], more: object = {}): object => ({
      agents: [clara, jonas],
      sessions: chats,
      callbacks: [],
      settings: { licensed: true, maxSessions: 10, callbacks: true, automaticAgent: false },
      faults: [],
      ...more,
    }),
  }
}
