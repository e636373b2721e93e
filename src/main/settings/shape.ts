import { z } from 'zod'

/** A key of the policy, with its schema unwrapped. */
export interface Leaf {
  readonly path: string
  readonly schema: z.ZodType
  /** The default. */
  readonly standard: unknown
}

export interface Branch {
  readonly path: string
  readonly children: ReadonlyMap<string, Branch | Leaf>
  /** An optional object: if it is there, the defaults of its keys count. */
  readonly isOptional: boolean
}

export function isBranch(node: Branch | Leaf): node is Branch {
  return 'children' in node
}

/** Reads a schema as a tree of keys: objects are branches, everything else is a leaf. */
export function shapeOf(schema: z.ZodType, path = ''): Branch | Leaf {
  const { inner, isOptional, standard } = unwrapped(schema)
  if (!(inner instanceof z.ZodObject)) return { path, schema: inner, standard }
  const shape: Readonly<Record<string, z.ZodType>> = inner.shape
  const children = Object.entries(shape).map(
    ([key, child]) => [key, shapeOf(child, path === '' ? key : `${path}.${key}`)] as const,
  )
  return { path, children: new Map(children), isOptional }
}

/** All leaves of a tree, by their paths. */
export function leavesOf(node: Branch | Leaf): readonly Leaf[] {
  return isBranch(node) ? [...node.children.values()].flatMap(leavesOf) : [node]
}

/** What is within `default`, `prefault` and `optional`. */
export function unwrapped(schema: z.ZodType): {
  readonly inner: z.ZodType
  readonly isOptional: boolean
  readonly standard: unknown
} {
  let inner = schema
  let isOptional = false
  let standard: unknown
  for (;;) {
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      standard = inner.def.defaultValue
    } else if (inner instanceof z.ZodOptional) isOptional = true
    else return { inner, isOptional, standard }
    const within: unknown = inner.unwrap()
    if (!(within instanceof z.ZodType)) return { inner, isOptional, standard }
    inner = within
  }
}
