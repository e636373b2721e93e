import { z } from './schema.ts'

/*
 * What the control API tells of the centre. The page reads it like any other client: it shares no
 * types with the simulator, and what it does not know it leaves alone.
 */

const agent = z.object({
  key: z.number(),
  firstName: z.string(),
  lastName: z.string(),
  automatic: z.boolean(),
})
export type Agent = z.infer<typeof agent>

const contactData = z.array(z.object({ key: z.string(), value: z.string() }))

const content = z.object({
  index: z.number(),
  type: z.string(),
  author: z.object({ kind: z.enum(['customer', 'system', 'agent']), name: z.string() }),
  agentKey: z.number().nullable(),
  text: z.string(),
  format: z.enum(['text', 'html']),
  pushedUrl: z.string(),
  at: z.string(),
})
export type Content = z.infer<typeof content>

const session = z.object({
  id: z.string(),
  ordinal: z.number(),
  state: z.enum(['waiting', 'active', 'redirected', 'ended']),
  businessUnitName: z.string(),
  queue: z.string(),
  caption: z.string(),
  customerName: z.string(),
  destination: z.string(),
  language: z.string(),
  priority: z.number(),
  source: z.string(),
  contactData,
  agents: z.array(agent),
  customerTyping: z.boolean(),
  typingAgents: z.array(z.number()),
  phoneNumbers: z.array(
    z.object({ agentKey: z.number(), phoneNumber: z.string(), at: z.string() }),
  ),
  createdAt: z.string(),
  queuedAt: z.string(),
  acceptedAt: z.string().nullable(),
  accepts: z.array(z.object({ agentKey: z.number(), name: z.string(), at: z.string() })),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
})
export type Session = z.infer<typeof session>
export type Chat = Session & { contents: readonly Content[] }

const span = z.object({ start: z.string(), end: z.string() })

export const callback = z.object({
  id: z.number(),
  done: z.boolean(),
  unit: z.string(),
  queue: z.object({ key: z.number(), name: z.string() }),
  contactName: z.string(),
  phoneNumber: z.string(),
  comment: z.string(),
  contactData,
  priority: z.number(),
  first: span,
  second: span.nullable(),
  createdAt: z.string(),
})
export type Callback = z.infer<typeof callback>

export const settings = z.object({
  licensed: z.boolean(),
  maxSessions: z.number(),
  callbacks: z.boolean(),
  automaticAgent: z.boolean(),
})
export type Settings = z.infer<typeof settings>

export const setFault = z.object({
  id: z.number(),
  fault: z.looseObject({ kind: z.string() }),
  seen: z.number(),
  struck: z.number(),
})
export type SetFault = z.infer<typeof setFault>

/** What of the centre's set-up names queues. */
export const centreData = z.object({
  destinations: z.array(z.object({ name: z.string(), queue: z.string().optional() })),
  units: z.array(z.object({ callbackQueues: z.array(z.object({ name: z.string() })) })),
})

/** What the centre answers where a fault is set. */
export const newFault = z.object({ id: z.number() })

export const scenario = z.object({ name: z.string(), about: z.string() })
export type Scenario = z.infer<typeof scenario>

const chat = session.extend({ contents: z.array(content) })

/** Every live event, by its name. */
export const liveEvents = {
  snapshot: z.object({
    agents: z.array(agent),
    sessions: z.array(chat),
    callbacks: z.array(callback),
    settings,
    faults: z.array(setFault),
  }),
  session: z.object({ change: z.string(), session }),
  content: z.object({ sessionId: z.string(), content }),
  typing: z.object({ by: z.string(), session }),
  'phone-number': z.object({
    sessionId: z.string(),
    agentKey: z.number(),
    phoneNumber: z.string(),
    at: z.string(),
  }),
  callback,
  call: z.object({ id: z.string(), tones: z.string(), heldBy: z.string().nullable() }),
  sip: z.object({}),
  settings,
  faults: z.array(setFault),
  restart: z.object({ sessionsKept: z.boolean() }),
} as const

export type LiveName = keyof typeof liveEvents
export const liveNames: readonly LiveName[] = [
  'snapshot',
  'session',
  'content',
  'typing',
  'phone-number',
  'callback',
  'call',
  'sip',
  'settings',
  'faults',
  'restart',
]
export type LiveData<Name extends LiveName> = z.infer<(typeof liveEvents)[Name]>

/** What a browser's phone registers with. */
export const identity = z.object({
  user: z.string(),
  domain: z.string(),
  ha1: z.string(),
})

/** The description of a body that an operation takes: as much of JSON Schema as forms need. */
export const fieldSchema = z.object({
  type: z.string().optional(),
  const: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  anyOf: z.array(z.object({ type: z.string() })).optional(),
})
export type FieldSchema = z.infer<typeof fieldSchema>

const variant = z.object({
  description: z.string().optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), fieldSchema),
})
export type Variant = z.infer<typeof variant>

export const controlIndex = z.object({
  routes: z.array(z.object({ method: z.string(), path: z.string(), body: z.unknown().optional() })),
})
export const variants = z.object({ oneOf: z.array(variant) })
