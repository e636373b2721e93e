import fc from 'fast-check'
import { z } from 'zod'
import type { Random } from '../../../simulator/support/random.ts'
import { contract } from '../../../src/contract/contract.ts'
import { callsOf, nothing } from '../../../src/contract/define.ts'
import type { Written } from './bridge-values.ts'

/** What an input may be, read from the JSON Schema of a call and judged without the app's own parser. */
type Kind =
  | { readonly is: 'nothing' }
  | { readonly is: 'text'; readonly most: number; readonly least: number }
  | { readonly is: 'pattern'; readonly pattern: RegExp }
  | { readonly is: 'yes-or-no' }
  | {
      readonly is: 'number'
      readonly least: number
      readonly most: number
      readonly whole: boolean
    }
  | { readonly is: 'one of'; readonly words: readonly string[] }
  | { readonly is: 'fields'; readonly fields: Readonly<Record<string, Field>> }
  | { readonly is: 'list'; readonly of: Kind; readonly most: number }
  | { readonly is: 'or null'; readonly kind: Kind }

interface Field {
  readonly kind: Kind
  readonly mayBeAbsent: boolean
}

type Json = z.core.JSONSchema.JSONSchema

/** Every call of the bridge and what it takes. */
export const table: ReadonlyMap<string, Kind> = new Map(
  [...callsOf(contract)].map(([name, { input }]) => [name, kindOf(input, name)]),
)

/**
 * What a schema of the bridge takes. Throws, by the place in it, where it has no bounds: a page could send any amount;
 * and where it is of a kind that the campaign cannot draw.
 */
export function kindOf(schema: z.ZodType, name: string): Kind {
  return schema === nothing
    ? { is: 'nothing' }
    : read(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }), name)
}

function read(schema: Json, place: string): Kind {
  switch (schema.type) {
    case 'boolean':
      return { is: 'yes-or-no' }
    case 'string':
      if (schema.enum) return { is: 'one of', words: schema.enum.map(String) }
      if (schema.pattern !== undefined) return readPattern(schema.pattern, place)
      return {
        is: 'text',
        least: schema.minLength ?? 0,
        most: bound(schema.maxLength, place, 'maxLength'),
      }
    case 'integer':
    case 'number':
      return {
        is: 'number',
        least: bound(schema.minimum, place, 'minimum'),
        most: bound(schema.maximum, place, 'maximum'),
        whole: schema.type === 'integer',
      }
    case 'array':
      return {
        is: 'list',
        of: read(inner(schema.items, place), `${place}[]`),
        most: bound(schema.maxItems, place, 'maxItems'),
      }
    case 'object':
      return readFields(schema, place)
    default: {
      const [some, none, ...more] = schema.anyOf ?? []
      if (some === undefined || none?.type !== 'null' || more.length > 0) {
        throw new Error(`${place}: the campaign cannot draw ${JSON.stringify(schema)}`)
      }
      return { is: 'or null', kind: read(some, place) }
    }
  }
}

function readFields(schema: Json, place: string): Kind {
  if (schema.additionalProperties !== false) throw new Error(`${place}: surplus fields may pass`)
  const needed = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).map(([key, field]): [string, Field] => [
    key,
    {
      kind: read(inner(field, `${place}.${key}`), `${place}.${key}`),
      mayBeAbsent: !needed.has(key),
    },
  ])
  return { is: 'fields', fields: Object.fromEntries(fields) }
}

function readPattern(pattern: string, place: string): Kind {
  if (!/^\^.*\$$/u.test(pattern) || /[*+]|,\}/u.test(pattern)) {
    throw new Error(`${place}: the pattern ${pattern} has no end`)
  }
  return { is: 'pattern', pattern: new RegExp(pattern, 'u') }
}

function inner(schema: Json['items'], place: string): Json {
  if (typeof schema !== 'object' || Array.isArray(schema)) {
    throw new Error(`${place}: says nothing of what is in it`)
  }
  return schema
}

function bound(value: number | undefined, place: string, name: string): number {
  if (value === undefined) throw new Error(`${place}: has no ${name}`)
  return value
}

/** Whether a call takes this value. */
export function takes(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case 'nothing':
      return value === undefined || value === null
    case 'text': {
      const { most, least } = kind
      return typeof value === 'string' && value.length >= least && value.length <= most
    }
    case 'pattern':
      return typeof value === 'string' && kind.pattern.test(value)
    case 'yes-or-no':
      return typeof value === 'boolean'
    case 'number':
      return (
        typeof value === 'number' &&
        value >= kind.least &&
        value <= kind.most &&
        (!kind.whole || Number.isSafeInteger(value))
      )
    case 'one of':
      return typeof value === 'string' && kind.words.includes(value)
    case 'list':
      // A hole in it is an absent value too.
      return (
        Array.isArray(value) &&
        value.length <= kind.most &&
        Array.from(value).every((each) => takes(kind.of, each))
      )
    case 'or null':
      return value === null || takes(kind.kind, value)
    case 'fields': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) return false
      const known = new Map(Object.entries(kind.fields))
      if (Reflect.ownKeys(value).some((key) => typeof key !== 'string' || !known.has(key))) {
        return false
      }
      return [...known].every(([key, field]) =>
        Object.hasOwn(value, key) ? takes(field.kind, Reflect.get(value, key)) : field.mayBeAbsent,
      )
    }
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzäöüßéλжعשあ漢0123456789 .,-+()<>&\'"%/\\\n\t\u0000\u202e'

/** A text of this length, in letters of many scripts and signs that mean something elsewhere. */
export function drawText(random: Random, length: number): string {
  const unit = Array.from({ length: Math.min(length, 40) }, () =>
    random.pick(Array.from(LETTERS)),
  ).join('')
  return unit === '' ? '' : unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

/** An input that the call takes. */
export function draw(kind: Kind, random: Random): Written {
  switch (kind.is) {
    case 'nothing':
      return random.pick<Written>([null, { $: 'undefined' }])
    case 'text': {
      const usual = Math.min(kind.most, 30)
      const length = random.int(0, 9) === 0 ? kind.most : random.int(kind.least, usual)
      return drawText(random, length)
    }
    case 'pattern': {
      const seed = random.int(0, 2 ** 31 - 1)
      return fc.sample(fc.stringMatching(kind.pattern), { numRuns: 1, seed })[0] ?? ''
    }
    case 'yes-or-no':
      return random.int(0, 1) === 1
    case 'number': {
      const least = Math.max(kind.least, -1e12)
      const most = Math.min(kind.most, 2e12)
      return kind.whole ? random.int(least, most) : least + random.next() * (most - least)
    }
    case 'one of':
      return random.pick(kind.words)
    case 'list':
      return Array.from({ length: random.int(0, kind.most) }, () => draw(kind.of, random))
    case 'or null':
      return random.int(0, 3) === 0 ? null : draw(kind.kind, random)
    case 'fields':
      return Object.fromEntries(
        Object.entries(kind.fields)
          .filter(([, { mayBeAbsent }]) => !mayBeAbsent || random.int(0, 1) === 1)
          .map(([key, field]) => [key, draw(field.kind, random)]),
      )
  }
}
