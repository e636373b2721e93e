import { z } from 'zod'
import { sipDataSchema } from '../sip/schema.ts'
import { switchesSchema } from './switches.ts'

/** The automatic agent's ways of dealing with a customer. */
export const scriptNames = [
  'helpful',
  'slow',
  'chatty',
  'pushes-a-link',
  'asks-to-call',
  'transfers',
  'ends-abruptly',
] as const

export type ScriptName = (typeof scriptNames)[number]

const name = z.string().min(1)
const key = z.int().min(1)

const agentSchema = z.strictObject({
  key: key.describe("The agent's key, as it appears in `from` (R111)."),
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  automatic: z.boolean().default(true).describe('Whether the automatic agent may be this one.'),
})

const callbackQueueSchema = z.strictObject({
  key: key.describe('Taken by POST callbacks as callbackQueueKey (R161).'),
  name,
  description: z.string().default(''),
  eligible: z.boolean().default(true).describe('Only eligible queues are listed (R180).'),
})

const unitSchema = z.strictObject({
  name,
  callbacks: z.boolean().default(true).describe('Whether the callback feature is enabled (R189).'),
  callbackQueues: z.array(callbackQueueSchema).default([]),
})

const destinationSchema = z.strictObject({
  name,
  queue: name.optional().describe('The queue in which the chat waits; by default its own name.'),
  script: z.enum(scriptNames).optional().describe('What the automatic agent does here.'),
  redirectUrl: z.url().optional().describe('The workflow sends the customer there (R107).'),
})

const unique = <Item>(items: readonly Item[], of: (item: Item) => unknown): boolean =>
  new Set(items.map(of)).size === items.length

/**
 * The file given by `--data`: everything of the centre that webinteractionsdk.xml does not say. Each
 * part has a default, an unknown key is an error.
 */
export const dataSchema = z
  .strictObject({
    licensed: z.boolean().default(true).describe('Whether Web Interaction is licensed (R85).'),
    maxSessions: z.int().min(0).default(2000).describe('Most sessions connected at once (R87).'),
    sessionKeepSeconds: z
      .number()
      .min(0)
      .default(300)
      .describe('How long an ended session can be queried (R35, R101).'),
    systemName: name.default('System'),
    welcome: z
      .string()
      .default('Welcome.&nbsp; Please wait a moment: one of our agents will be with you soon.')
      .describe('The first system message, HTML; empty for none.'),
    languages: z.array(name).min(1).default(['English', 'German', 'French', 'Spanish', 'Arabic']),
    units: z
      .array(unitSchema)
      .min(1)
      .default([
        {
          name: 'DEFAULT',
          callbacks: true,
          callbackQueues: [
            { key: 9, name: 'Service', description: 'Help with products', eligible: true },
            { key: 10, name: 'Sales', description: 'Advice before buying', eligible: true },
          ],
        },
      ]),
    destinations: z.array(destinationSchema).default([]),
    agents: z
      .array(agentSchema)
      .min(1)
      .default([
        { key: 14, firstName: 'Clara', lastName: 'Nunes', automatic: true },
        { key: 15, firstName: 'Jonas', lastName: 'Weber', automatic: true },
        { key: 16, firstName: 'Amina', lastName: 'Haddad', automatic: true },
      ]),
    script: z
      .enum(scriptNames)
      .default('helpful')
      .describe('What the automatic agent does where the destination does not say.'),
    switches: switchesSchema.prefault({}),
    sip: sipDataSchema.prefault({}).describe('Calls over SIP: pilot numbers and who answers.'),
  })
  .refine((data) => unique(data.agents, (agent) => agent.key), 'two agents have the same key')
  .refine((data) => unique(data.units, (unit) => unit.name), 'two units have the same name')
  .refine(
    (data) => unique(data.destinations, (destination) => destination.name),
    'two destinations have the same name',
  )
  .refine(
    (data) =>
      unique(
        data.units.flatMap((unit) => unit.callbackQueues),
        (queue) => queue.key,
      ),
    'two callback queues have the same key',
  )

export type CentreData = z.infer<typeof dataSchema>
export type CentreDataInput = z.input<typeof dataSchema>
export type Agent = CentreData['agents'][number]
export type Unit = CentreData['units'][number]
export type CallbackQueue = Unit['callbackQueues'][number]
