import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const headers = z.record(z.string(), z.string())

const fixture = z.strictObject({
  name: z.string(),
  about: z.string(),
  requirements: z.array(z.string().regex(/^[RC]\d+$/u)).min(1),
  judges: z.array(z.enum(['client', 'simulator'])).min(1),
  given: z
    .strictObject({
      session: z.enum(['none', 'live', 'ended', 'removed']).optional(),
      contents: z.union([z.literal('response'), z.int()]).optional(),
      firstIndex: z.int().optional(),
      since: z.record(z.string(), z.unknown()).optional(),
      service: z
        .enum([
          'normal',
          'full',
          'unlicensed',
          'callbacks-off',
          'callback-fails',
          'broken',
          'token-revoked',
          'no-queues',
        ])
        .optional(),
    })
    .optional(),
  request: z.strictObject({
    method: z.enum(['GET', 'POST', 'DELETE']),
    path: z.string(),
    headers,
    absent: z.array(z.string()).optional(),
    body: z.unknown().optional(),
    text: z.string().optional(),
  }),
  response: z.strictObject({
    status: z.int(),
    headers: headers.optional(),
    body: z.unknown().optional(),
    text: z.string().optional(),
    opaque: z.array(z.string()).optional(),
  }),
})

export type Fixture = z.infer<typeof fixture>

const folder = join(import.meta.dirname, '../fixtures/wire')

/** Every exchange of `tests/fixtures/wire`, in the order of its names. */
export function loadFixtures(): readonly Fixture[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.sort().map((name) => {
    const parsed = fixture.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    if (`${parsed.name}.json` !== name) throw new Error(`${name} calls itself ${parsed.name}`)
    return parsed
  })
}

/** Puts values for the placeholders (`{token}`) into every string of a part of a fixture. */
export function fill<Part>(part: Part, values: Readonly<Record<string, string>>): Part
export function fill(part: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof part === 'string') {
    return part.replace(/\{(\w+)\}/gu, (whole, name: string) => values[name] ?? whole)
  }
  if (Array.isArray(part)) return part.map((item: unknown) => fill(item, values))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fill(value, values)]))
}
