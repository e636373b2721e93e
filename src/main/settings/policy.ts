import { z } from 'zod'
import { business } from './policy/business.ts'
import { channels } from './policy/channels.ts'
import type { hoursSchema } from './policy/fields.ts'
import { machine } from './policy/machine.ts'

/**
 * The policy file: everything an operator may set, in the order in which it is documented.
 * `docs/config.schema.json` is generated from this schema, and `docs/configuration.md` from the schema's
 * descriptions.
 */
export const sections = { ...business, ...channels, ...machine } as const

export const policySchema = z.strictObject({ $schema: z.string().optional(), ...sections })

export type Policy = Omit<z.infer<typeof policySchema>, '$schema'>
export type Hours = z.infer<typeof hoursSchema>
