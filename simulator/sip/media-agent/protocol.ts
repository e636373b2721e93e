import { z } from 'zod'
import type { MediaCounters } from '../call.ts'
import { numberSchema } from '../schema.ts'
import type { CallScript } from '../schema.ts'

/** Actions of one word that the agent can be asked to do in a call. */
export const actions = [
  'answer',
  'hold',
  'unhold',
  'bye',
  'video-off',
  'video-on',
  'silent',
  'sounding',
  'ask-picture',
] as const
export type PlainAction = (typeof actions)[number]

/** What the agent is asked to do in a call: one of the actions, or a transfer to a number. */
export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(actions) }),
  z
    .strictObject({
      do: z.literal('transfer'),
      to: numberSchema.describe('The number that the customer is transferred to.'),
      consults: z
        .boolean()
        .default(false)
        .describe('Whether the agent calls there first: a transfer with Replaces.'),
    })
    .describe('Transfers the customer (REFER).'),
])
export type Action = z.infer<typeof actionSchema>

/** One of the agents' identities at the registrar. */
export interface AgentIdentity {
  readonly agent: number
  readonly user: string
  readonly password: string
}

/** From the simulator to the process in which the agent lives. */
export type ToAgent =
  | {
      readonly type: 'start'
      readonly url: string
      readonly domain: string
      readonly identities: readonly AgentIdentity[]
    }
  | { readonly type: 'script'; readonly callId: string; readonly script: CallScript }
  | { readonly type: 'do'; readonly callId: string; readonly action: Action }

/** From the process to the simulator. */
export type FromAgent =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  /** It knows what to do in this call. */
  | { readonly type: 'scripted'; readonly callId: string }
  | { readonly type: 'counters'; readonly callId: string; readonly counters: MediaCounters }

const scriptShape = z.custom<CallScript>((value) => typeof value === 'object' && value !== null)

const toAgent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    url: z.string(),
    domain: z.string(),
    identities: z.array(z.object({ agent: z.int(), user: z.string(), password: z.string() })),
  }),
  z.object({ type: z.literal('script'), callId: z.string(), script: scriptShape }),
  z.object({ type: z.literal('do'), callId: z.string(), action: actionSchema }),
])

const fromAgent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
  z.object({ type: z.literal('scripted'), callId: z.string() }),
  z.object({
    type: z.literal('counters'),
    callId: z.string(),
    counters: z.custom<MediaCounters>((value) => typeof value === 'object' && value !== null),
  }),
])

/** Throws ZodError for anything else. */
export const readToAgent = (message: unknown): ToAgent => toAgent.parse(message)

/** Undefined for anything else. */
export const readFromAgent = (message: unknown): FromAgent | undefined =>
  fromAgent.safeParse(message).data
