import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { seededRandom } from '../../../simulator/support/random.ts'
import { contract } from '../../../src/contract/contract.ts'
import { callsOf, namesOf, nothing } from '../../../src/contract/define.ts'
import { mutate } from './bridge-messages.ts'
import { draw, kindOf, table, takes } from './bridge-table.ts'
import { revive } from './bridge-values.ts'

const DRAWS = 200
const calls = [...callsOf(contract)].map(([name, { input }]) => ({ name, input }))
const withFields = calls.filter(({ input }) => input instanceof z.ZodObject)

describe('the inputs of the bridge', () => {
  it('are described for every call of the contract', () => {
    const names = Object.entries(namesOf(contract)).flatMap(([group, members]) =>
      Object.entries(members).flatMap(([member, kind]) =>
        kind === 'call' ? [`${group}.${member}`] : [],
      ),
    )
    expect([...table.keys()]).toEqual(names)
    expect(names.length).toBeGreaterThan(30)
    expect(withFields.length).toBeGreaterThan(20)
  })

  it.each(calls)('$name: parser and description agree on valid and on corrupted input', (call) => {
    const kind = table.get(call.name) ?? kindOf(call.input, call.name)
    const random = seededRandom(7)
    for (let count = 0; count < DRAWS; count += 1) {
      const good = draw(kind, random)
      const value = revive(good)
      const parsed = call.input.safeParse(value)
      expect(parsed.success, JSON.stringify(good)).toBe(true)
      expect(parsed.data).toEqual(call.input === nothing ? undefined : value)
      const spoilt = mutate(random, good)
      const odd = revive(spoilt)
      // What is no plain object is refused before it meets the parser.
      if (Object.prototype.toString.call(odd) !== '[object Object]') continue
      expect(call.input.safeParse(odd).success, JSON.stringify(spoilt)).toBe(takes(kind, odd))
    }
  })

  it.each(withFields)(
    '$name: refuses an extra field, a missing one and an undefined one',
    (call) => {
      const kind = table.get(call.name)
      if (kind?.is !== 'fields') throw new Error(call.name)
      const random = seededRandom(8)
      const entries = Object.entries(kind.fields).map(
        ([key, field]) => [key, revive(draw(field.kind, random))] as const,
      )
      const whole = Object.fromEntries(entries)
      const parse = (value: unknown) => call.input.safeParse(value).success
      expect(parse(whole)).toBe(true)
      expect(parse({ ...whole, more: 1 })).toBe(false)
      for (const [key, { mayBeAbsent }] of Object.entries(kind.fields)) {
        const others = Object.fromEntries(entries.filter(([name]) => name !== key))
        expect(parse(others), `without ${key}`).toBe(mayBeAbsent)
        expect(parse({ ...whole, [key]: undefined }), `${key} undefined`).toBe(false)
      }
    },
  )

  it.each([
    [z.string(), 'a: has no maxLength'],
    [z.strictObject({ text: z.string() }), 'a.text: has no maxLength'],
    [z.strictObject({ list: z.array(z.boolean()) }), 'a.list: has no maxItems'],
    [z.strictObject({ list: z.array(z.string()).max(3) }), 'a.list[]: has no maxLength'],
    [z.strictObject({ far: z.number().min(0) }), 'a.far: has no maximum'],
    [z.strictObject({ code: z.string().regex(/^[A-Z]+$/u) }), 'a.code: the pattern'],
    [z.strictObject({ code: z.string().regex(/[A-Z]{2}/u) }), 'a.code: the pattern'],
    [z.object({ text: z.string().max(3) }), 'a: surplus fields may pass'],
    [z.unknown(), 'a: the campaign cannot draw'],
  ])('have bounds in every place: %#', (schema, complaint) => {
    expect(() => kindOf(schema, 'a')).toThrow(complaint)
  })
})
