import { z } from 'zod'

/** What becomes of a call to a pilot number. */
export const pilotAnswers = [
  'agent',
  'automatic',
  'busy',
  'declined',
  'no-answer',
  'unknown',
  'server-error',
  'unavailable',
  'moved',
  'swallow',
] as const

export type PilotAnswer = (typeof pilotAnswers)[number]

const ms = z.number().min(0)
/** The user part of an address that can be dialled. */
export const numberSchema = z.string().regex(/^[\w.+-]{1,32}$/)

/** What happens in a call, in milliseconds from the call's arrival or its answer. */
export const callScriptSchema = z.strictObject({
  queueForMs: ms
    .default(0)
    .describe('How long the customer waits in a queue before anybody rings; 0: there is no queue.'),
  queueEveryMs: z
    .number()
    .min(10)
    .default(1000)
    .describe('How often a 182 tells the customer in the queue that the call goes on.'),
  ringingContact: z
    .boolean()
    .default(true)
    .describe('Whether the provisional answers carry a Contact header; some telephones send none.'),
  agent: z.int().min(1).max(2).optional().describe('Which automatic agent answers: 1 or 2.'),
  answerAfterMs: ms.default(400).describe('How long it rings.'),
  announces: z
    .boolean()
    .default(false)
    .describe('Whether an announcement is played (183 with a description) instead of ringing.'),
  holdAfterMs: ms.optional().describe('Puts the customer on hold, this long after the answer.'),
  holdForMs: ms.default(3000).describe('How long the customer stays on hold, from when they are.'),
  byeAfterMs: ms.optional().describe('Hangs up, this long after the answer.'),
  transferAfterMs: ms
    .optional()
    .describe('Transfers the customer (REFER), this long after the answer.'),
  transferTo: numberSchema.default('5110').describe('Where the customer is transferred to.'),
  consults: z
    .boolean()
    .default(false)
    .describe('Whether the agent calls there first, so that the transfer is one with Replaces.'),
  askPictureAfterMs: ms
    .optional()
    .describe('Asks for a whole picture by INFO (RFC 5168), this long after the answer.'),
  breaksPicture: z
    .boolean()
    .default(false)
    .describe(
      "Whether the agent's whole pictures lose their beginning, until one is asked for by INFO.",
    ),
  video: z.boolean().default(true).describe('Whether the agent sends a picture.'),
  framesPerSecond: z
    .int()
    .min(1)
    .max(30)
    .default(15)
    .describe('Of the picture that the agent sends.'),
})

export type CallScript = z.infer<typeof callScriptSchema>

const pilotSchema = z.strictObject({
  number: numberSchema.describe('The user part that customers dial.'),
  name: z.string().default(''),
  answer: z
    .enum(pilotAnswers)
    .default('agent')
    .describe(
      'agent: one who is registered and free, else the automatic one; automatic: always that one; ' +
        'busy 486, declined 603, no-answer (rings for ever), unknown 404, server-error 500, ' +
        'unavailable 480, moved 302 (to `movedTo`), swallow (no answer at all).',
    ),
  movedTo: numberSchema
    .default('5110')
    .describe('Of `moved`: the number that the customer is sent to.'),
  script: callScriptSchema.prefault({}),
})

export type Pilot = z.infer<typeof pilotSchema>

const word = z.string().regex(/^[\w.-]{1,64}$/)

const userSchema = z.strictObject({ user: word, password: z.string().min(1) })

const standardPilots: z.input<typeof pilotSchema>[] = [
  { number: '5000', name: 'Advice', answer: 'agent' },
  { number: '5001', name: 'Service', answer: 'agent', script: { agent: 2 } },
  { number: '5100', name: 'Always the automatic agent', answer: 'automatic' },
  {
    number: '5101',
    name: 'Puts you on hold',
    answer: 'automatic',
    script: { holdAfterMs: 2000, holdForMs: 3000 },
  },
  { number: '5102', name: 'Hangs up', answer: 'automatic', script: { byeAfterMs: 5000 } },
  { number: '5103', name: 'Without a picture', answer: 'automatic', script: { video: false } },
  {
    number: '5104',
    name: 'Transfers you',
    answer: 'automatic',
    script: { transferAfterMs: 3000 },
  },
  {
    number: '5105',
    name: 'Asks a colleague, then transfers you',
    answer: 'automatic',
    script: { transferAfterMs: 3000, consults: true },
  },
  {
    number: '5106',
    name: 'Asks for a whole picture',
    answer: 'automatic',
    script: { askPictureAfterMs: 2000 },
  },
  {
    number: '5107',
    name: 'Shows no picture until asked by INFO',
    answer: 'automatic',
    script: { breaksPicture: true },
  },
  {
    number: '5110',
    name: 'Always the second automatic agent',
    answer: 'automatic',
    script: { agent: 2 },
  },
  {
    number: '5180',
    name: 'Rings without a contact',
    answer: 'automatic',
    script: { ringingContact: false, answerAfterMs: 3000 },
  },
  {
    number: '5182',
    name: 'Waits in a queue',
    script: { queueForMs: 5000 },
  },
  {
    number: '5183',
    name: 'Plays an announcement',
    answer: 'automatic',
    script: { announces: true, answerAfterMs: 5000 },
  },
  { number: '5302', name: 'Moved', answer: 'moved' },
  { number: '5408', name: 'Nobody answers', answer: 'no-answer' },
  { number: '5480', name: 'Nobody is there', answer: 'unavailable' },
  { number: '5486', name: 'Busy', answer: 'busy' },
  { number: '5500', name: 'Server error', answer: 'server-error' },
  { number: '5603', name: 'Declined', answer: 'declined' },
  { number: '5999', name: 'Swallows everything', answer: 'swallow' },
]

/** The part of the data file that says how calls are handled. */
export const sipDataSchema = z
  .strictObject({
    domain: z
      .string()
      .regex(/^[\w.-]+$/)
      .default('callpoint.test')
      .describe(
        'Any other is taken as well: a registrar on loopback has no name to be strict with.',
      ),
    digest: z.boolean().default(false).describe('Whether REGISTER and INVITE must authenticate.'),
    realm: z
      .string()
      .regex(/^[^"\\]+$/)
      .default('callpoint.test'),
    users: z
      .array(userSchema)
      .default([{ user: 'kiosk', password: 'kiosk-secret' }])
      .describe('Who may authenticate; every agent may besides, see GET /control/sip/agents/:key.'),
    ringMs: ms.default(0).describe('After so long without an answer 408; 0: never.'),
    lostMs: ms
      .default(90_000)
      .describe(
        'A client whose WebSocket is gone for so long has lost its calls: the other side gets a BYE, ' +
          'as from a session timer (RFC 4028); 0: never.',
      ),
    pilots: z.array(pilotSchema).default(standardPilots.map((pilot) => pilotSchema.parse(pilot))),
  })
  .refine(
    (data) => new Set(data.pilots.map(({ number }) => number)).size === data.pilots.length,
    'two pilots have the same number',
  )
  .refine(
    (data) => new Set(data.users.map(({ user }) => user)).size === data.users.length,
    'two users have the same name',
  )

/** Of a script that changes: what is not named stays as it is, also where it has a default. */
const scriptPatchSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(callScriptSchema.shape).map(([name, field]) => [
      name,
      (field instanceof z.ZodDefault ? field.unwrap() : field)
        .optional()
        .describe(field.description ?? ''),
    ]),
  ),
)

/** Changes to a pilot number while the centre runs. */
export const pilotPatchSchema = z.strictObject({
  answer: z.enum(pilotAnswers).optional(),
  movedTo: numberSchema.optional(),
  script: scriptPatchSchema.optional(),
})

const methods = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'INFO',
  'REFER',
  'NOTIFY',
  'REGISTER',
  'OPTIONS',
  '*',
] as const

const struck = {
  message: z
    .enum(['request', 'response'])
    .default('request')
    .describe('Whether it strikes requests, or the responses to them.'),
  method: z.enum(methods).default('INVITE'),
  status: z.int().min(100).max(699).optional().describe('Of responses: only this status.'),
  from: z.string().optional().describe('Only calls or registrations of this user.'),
  after: z.int().min(0).default(0).describe('How many matching messages pass before it strikes.'),
  count: z.int().min(0).default(1).describe('How often it strikes; 0: until it is removed.'),
}

/** One fault of the SIP service. */
export const sipFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('swallow'), ...struck }).describe('The message vanishes.'),
  z
    .strictObject({ kind: z.literal('delay'), ...struck, ms })
    .describe('The message goes on late, such as the 200 to an INVITE.'),
  z
    .strictObject({
      kind: z.literal('status'),
      ...struck,
      answer: z.int().min(300).max(699),
      reason: z
        .string()
        .regex(/^[\w -]*$/)
        .default(''),
    })
    .describe('A request is refused with this status.'),
  z
    .strictObject({ kind: z.literal('cut'), ...struck, downMs: ms.default(0) })
    .describe("The sender's WebSocket is cut, before the message has an effect."),
  z
    .strictObject({
      kind: z.literal('bye'),
      from: z.string().optional().describe('Only calls of this user.'),
      afterMs: ms.default(0).describe('After the call was answered.'),
      to: z.enum(['caller', 'callee', 'both']).default('both'),
      count: z.int().min(0).default(1),
    })
    .describe('The call is ended by a BYE that nobody sent.'),
])

export type SipFault = z.infer<typeof sipFaultSchema>
export type SipFaultInput = z.input<typeof sipFaultSchema>
