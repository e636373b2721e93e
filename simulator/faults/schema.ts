import { z } from 'zod'

/** The operations of the REST service, by the names that faults and the journal use. */
export const routeNames = [
  'token',
  'sessions.create',
  'sessions.delete',
  'contents.query',
  'contents.add',
  'typing',
  'call-me',
  'callbacks.create',
  'callbacks.availability',
  'unknown',
] as const

export type RouteName = (typeof routeNames)[number]

const common = {
  route: z
    .enum([...routeNames, '*'])
    .default('*')
    .describe('The operation it strikes; * is any.'),
  method: z.enum(['GET', 'POST', 'DELETE']).optional().describe('Only this method.'),
  after: z.int().min(0).default(0).describe('How many matching requests pass before it strikes.'),
  count: z.int().min(0).default(1).describe('How often it strikes; 0: until it is removed.'),
  probability: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('The chance that it strikes, drawn from the seed.'),
}

const at = z
  .enum(['before', 'after'])
  .default('before')
  .describe('Before the request has an effect, or after.')

/** One fault: where it strikes, how often, and what it does there. */
export const faultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('status'),
      ...common,
      status: z.int().min(200).max(599),
      at,
      retryAfter: z.union([z.int().min(0), z.string().min(1)]).optional(),
      body: z.string().default(''),
      contentType: z.string().min(1).optional(),
    })
    .describe('Another status than the right one.'),
  z
    .strictObject({ kind: z.literal('delay'), ...common, ms: z.number().min(0), at })
    .describe('The answer comes late.'),
  z
    .strictObject({ kind: z.literal('reset'), ...common, at })
    .describe('The connection is reset instead of an answer.'),
  z
    .strictObject({ kind: z.literal('hang'), ...common, at })
    .describe('No answer ever comes; the connection stays open.'),
  z
    .strictObject({
      kind: z.literal('truncate'),
      ...common,
      keep: z.number().min(0).max(1).default(0.5).describe('The part of the body that is sent.'),
    })
    .describe('The body breaks off and the connection closes.'),
  z
    .strictObject({
      kind: z.literal('wrong-type'),
      ...common,
      contentType: z.string().min(1).default('text/plain'),
    })
    .describe('The right body under a wrong content type.'),
  z
    .strictObject({
      kind: z.literal('html'),
      ...common,
      status: z.int().min(200).max(599).default(200),
    })
    .describe('An HTML page, as a login portal or proxy sends, in place of the answer.'),
  z
    .strictObject({ kind: z.literal('nonsense'), ...common })
    .describe('A body that is not JSON, under the right content type.'),
  z
    .strictObject({ kind: z.literal('empty'), ...common })
    .describe('The right status without a body.'),
  z
    .strictObject({
      kind: z.literal('drip'),
      ...common,
      bytes: z.int().min(1).default(1).describe('Bytes at a time.'),
      everyMs: z.number().min(1).default(100),
    })
    .describe('The body comes drop by drop.'),
  z
    .strictObject({ kind: z.literal('token-revoked'), ...common })
    .describe('The token of the request stops being valid just before it is looked at.'),
  z
    .strictObject({
      kind: z.literal('restart'),
      ...common,
      keepSessions: z.boolean().default(true),
      downMs: z.number().min(0).default(0).describe('For how long connections are refused.'),
    })
    .describe('The server restarts: connections drop, tokens are forgotten.'),
  z
    .strictObject({
      kind: z.literal('application-away'),
      ...common,
      ms: z.number().min(0).default(0).describe('For how long; 0: for this request alone.'),
      keepTokens: z.boolean().default(false),
    })
    .describe(
      'The application is being replaced: every path answers 404 with the page of the servlet ' +
        'container. Sessions outlast it.',
    ),
  z
    .strictObject({
      kind: z.literal('late-accept'),
      ...common,
      ms: z.number().min(0).describe('Until connections are accepted again.'),
    })
    .describe(
      'New connections wait, this one included; then each request is carried out in turn, even ' +
        'where its client has gone. Connections accepted before go on.',
    ),
  z
    .strictObject({
      kind: z.literal('clock-skew'),
      ...common,
      ms: z.number().describe('Added to the Date header; may be negative.'),
    })
    .describe('The server has another idea of the time.'),
])

export type Fault = z.infer<typeof faultSchema>
export type FaultInput = z.input<typeof faultSchema>
