import { z } from 'zod'

/** Objects of one kind: how many, and their own bytes. */
export interface Kind {
  readonly count: number
  readonly bytes: number
}

export type Census = ReadonlyMap<string, Kind>

const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
  strings: z.array(z.string()),
})

/** Kinds whose names say what they are; of the others (strings) each is its own name. */
const NAMED = new Set([
  'code',
  'object',
  'native',
  'closure',
  'hidden',
  'synthetic',
  'object shape',
])

/** Counts what a heap snapshot of V8 (its JSON) holds, by constructor or by kind. */
export function censusOf(text: string): Census {
  const { snapshot, nodes, strings } = snapshotSchema.parse(JSON.parse(text))
  const { node_fields: fields, node_types: types } = snapshot.meta
  const width = fields.length
  const typeAt = fields.indexOf('type')
  const nameAt = fields.indexOf('name')
  const sizeAt = fields.indexOf('self_size')
  const census = new Map<string, { count: number; bytes: number }>()
  for (let at = 0; at < nodes.length; at += width) {
    const type = types[0][nodes[at + typeAt] ?? -1] ?? 'unknown'
    const name = NAMED.has(type) ? `${type} ${strings[nodes[at + nameAt] ?? -1] ?? ''}` : type
    const kind = census.get(name) ?? { count: 0, bytes: 0 }
    kind.count += 1
    kind.bytes += nodes[at + sizeAt] ?? 0
    census.set(name, kind)
  }
  return census
}

/** What there is more of, the most bytes first: `object Visit: +200, +12.5 kB`. */
export function grownSince(before: Census, after: Census, most = 12): readonly string[] {
  return [...after]
    .map(([name, { count, bytes }]) => {
      const was = before.get(name) ?? { count: 0, bytes: 0 }
      return { name, count: count - was.count, bytes: bytes - was.bytes }
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, most)
    .map(
      ({ name, count, bytes }) =>
        `${name.slice(0, 60)}: ${count < 0 ? '' : '+'}${count}, +${(bytes / 1024).toFixed(1)} kB`,
    )
}
