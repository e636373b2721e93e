import type { z } from 'zod'
import { CONTRADICTION, UNREADABLE } from './json-text.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** Why a value is not taken, and which key of it is missing, if one is. */
export function faultOf(
  schema: z.ZodType,
  value: unknown,
): { readonly within: readonly string[]; readonly reason: string } {
  const missing =
    typeof value === 'object' && value !== null
      ? schema.safeParse(value).error?.issues[0]?.path.map(String)
      : undefined
  return missing === undefined || missing.length === 0
    ? { within: [], reason: reasonOf(schema, value) }
    : { within: missing, reason: 'is missing' }
}

/** Why a value is not taken, in one sentence that names what would be: never the value itself. */
export function reasonOf(schema: z.ZodType, value: unknown): string {
  if (value === CONTRADICTION) return 'stands in the file twice, and says two different things'
  if (value === UNREADABLE) return 'holds letters that cannot be read in the encoding of this file'
  if (value === null) return 'null says nothing: leave the key out'
  const issue = schema.safeParse(value).error?.issues[0]
  return issue === undefined ? 'cannot be read' : sentence(issue, value)
}

function sentence(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeReason(issue.expected, value)
    case 'invalid_value': {
      const words = issue.values.map(String)
      const meant = typeof value === 'string' ? nearest(value, words) : undefined
      const list = words.map((word) => `"${word}"`).join(', ')
      return `must be one of ${list}${meant === undefined ? '' : `; did you mean "${meant}"?`}`
    }
    case 'too_small':
      return `must ${amount(issue.origin, 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${amount(issue.origin, 'at most', issue.maximum)}`
    case 'invalid_format':
    case 'custom':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return issue.message
  }
}

function amount(origin: string, bound: string, figure: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${String(figure)} characters`
  if (origin === 'array') return `have ${bound} ${String(figure)} entries`
  return `be ${bound} ${String(figure)}`
}

function typeReason(expected: string, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : undefined
  switch (expected) {
    case 'boolean':
      if (text !== undefined && /^(?:true|false)$/iu.test(text)) {
        return `must be true or false: write ${text.toLowerCase()} without quotation marks`
      }
      return 'must be true or false'
    case 'number':
    case 'int':
      if (text !== undefined && /^-?\d+(?:\.\d+)?$/u.test(text)) {
        return 'must be a number: write it without quotation marks'
      }
      return expected === 'int' || Number.isFinite(value)
        ? 'must be a whole number'
        : 'must be a number'
    case 'string':
      return typeof value === 'number'
        ? 'must be a text: write it in quotation marks'
        : 'must be a text in quotation marks'
    case 'array':
      return typeof value === 'string'
        ? 'must be a list: put it into [ ]'
        : 'must be a list: [ ... ]'
    default:
      return 'must be an object: { ... }'
  }
}
