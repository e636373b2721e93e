import type { z } from 'zod'
import type { Sentence } from '../platform/words.ts'
import { CONTRADICTION, UNREADABLE } from './json-text.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** Why a value is not taken, and which key of it is missing, if one is. */
export function faultOf(
  schema: z.ZodType,
  value: unknown,
): { readonly within: readonly string[]; readonly reason: Sentence } {
  const missing =
    typeof value === 'object' && value !== null
      ? schema.safeParse(value).error?.issues[0]?.path.map(String)
      : undefined
  return missing === undefined || missing.length === 0
    ? { within: [], reason: reasonOf(schema, value) }
    : { within: missing, reason: { key: 'reason.missing' } }
}

/** Why a value is not taken, in one sentence that names what would be: never the value itself. */
export function reasonOf(schema: z.ZodType, value: unknown): Sentence {
  if (value === CONTRADICTION) return { key: 'reason.contradiction' }
  if (value === UNREADABLE) return { key: 'reason.letters' }
  if (value === null) return { key: 'reason.null' }
  const issue = schema.safeParse(value).error?.issues[0]
  return issue === undefined ? UNKNOWN : sentence(issue, value)
}

const UNKNOWN: Sentence = { key: 'reason.unreadable' }

/**
 * A sentence as the message of a check: zod carries texts only. What zod says itself is never shown; its
 * codes have words of our own below.
 */
export function carried(sentence: Sentence): string {
  return JSON.stringify(sentence)
}

function unpacked(message: string): Sentence | undefined {
  // Whatever begins so was packed by `carried`.
  return message.startsWith('{"key":') ? (JSON.parse(message) as Sentence) : undefined
}

/** The same with the word that was probably meant, where there is one. */
export function withMeant(reason: Sentence, meant: string | undefined): Sentence {
  return meant === undefined ? reason : { key: 'reason.meant', values: { reason, meant } }
}

function sentence(issue: Issue, value: unknown): Sentence {
  switch (issue.code) {
    case 'invalid_type':
      return typeReason(issue.expected, value)
    case 'invalid_value': {
      const words = issue.values.map(String)
      const list = words.map((word) => `"${word}"`).join(', ')
      const meant = typeof value === 'string' ? nearest(value, words) : undefined
      return withMeant({ key: 'reason.oneOf', values: { list } }, meant)
    }
    case 'too_small':
      return amount(issue.origin, 'least', Number(issue.minimum))
    case 'too_big':
      return amount(issue.origin, 'most', Number(issue.maximum))
    case 'invalid_format':
      return unpacked(issue.message) ?? (issue.format === 'date' ? { key: 'reason.date' } : UNKNOWN)
    case 'custom':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return unpacked(issue.message) ?? UNKNOWN
  }
}

function amount(origin: string, bound: 'least' | 'most', figure: number): Sentence {
  if (origin === 'string') return { key: `reason.${bound}Characters`, values: { count: figure } }
  if (origin === 'array') return { key: `reason.${bound}Entries`, values: { count: figure } }
  return { key: `reason.${bound}`, values: { figure } }
}

function typeReason(expected: string, value: unknown): Sentence {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  switch (expected) {
    case 'boolean':
      return word === 'true' || word === 'false'
        ? { key: 'reason.booleanQuoted', values: { word } }
        : { key: 'reason.boolean' }
    case 'number':
    case 'int':
      if (/^-?\d+(?:\.\d+)?$/u.test(word)) return { key: 'reason.numberQuoted' }
      return {
        key: expected === 'int' || Number.isFinite(value) ? 'reason.whole' : 'reason.number',
      }
    case 'string':
      return { key: typeof value === 'number' ? 'reason.textNumber' : 'reason.text' }
    case 'array':
      return { key: typeof value === 'string' ? 'reason.listText' : 'reason.list' }
    default:
      return { key: 'reason.object' }
  }
}
