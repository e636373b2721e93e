import { z } from 'zod'
import type { Sentence } from '../platform/words.ts'
import { nearest, plainWord } from './nearest.ts'
import type { PolicyProblem } from './problem.ts'
import { faultOf, reasonOf, withMeant } from './reasons.ts'
import { isRecord } from './record.ts'
import { isBranch, leavesOf, unwrapped, type Branch, type Leaf } from './shape.ts'

/** What a layer says, key by key. */
export interface ReadValues {
  /** Path of a key to its value; entries of lists and tables that were wrong are left out. */
  readonly values: ReadonlyMap<string, unknown>
  /** Keys whose value in this layer is not in force. */
  readonly mistaken: ReadonlySet<string>
  /** Keys whose value has lost entries, with all that was written. */
  readonly shortened: ReadonlyMap<string, unknown>
  readonly problems: readonly PolicyProblem[]
}

/** Reads values by the tree of keys; a mistake in one key takes no other with it. */
export function readValues(root: Branch, given: Readonly<Record<string, unknown>>): ReadValues {
  const values = new Map<string, unknown>()
  const mistaken = new Set<string>()
  const shortened = new Map<string, unknown>()
  const problems: PolicyProblem[] = []

  function branch(node: Branch, object: Readonly<Record<string, unknown>>): void {
    const unknown: string[] = []
    for (const [key, value] of Object.entries(object)) {
      const child = node.children.get(key)
      if (child === undefined) unknown.push(key)
      else if (!isBranch(child)) leaf(child, value)
      else if (isRecord(value)) branch(child, value)
      else {
        problems.push({ path: child.path, reason: reasonOf(z.looseObject({}), value) })
        lose(child)
      }
    }
    // After the known ones: a key that is there under its own name is not the one meant.
    for (const key of unknown) strange(node, key, object[key])
    if (!node.isOptional) return
    for (const { path, standard } of leavesOf(node)) {
      if (!values.has(path) && !mistaken.has(path)) values.set(path, standard)
    }
  }

  function leaf({ path, schema }: Leaf, value: unknown): void {
    const before = problems.length
    const read = item(schema, value, path)
    if (read === undefined) mistaken.add(path)
    else {
      values.set(path, read.value)
      if (problems.length > before) shortened.set(path, value)
    }
  }

  /** Lists, tables and what is in them; undefined for what is wrong as a whole. */
  function item(
    schema: z.ZodType,
    value: unknown,
    path: string,
  ): { readonly value: unknown } | undefined {
    const { inner } = unwrapped(schema)
    let read = value
    let isSaid = false
    if (inner instanceof z.ZodArray && Array.isArray(value)) {
      const element = inner.element
      if (!(element instanceof z.ZodType)) return undefined
      const items = value.map((each: unknown, at) => item(element, each, `${path}.${String(at)}`))
      read = items.flatMap((each) => (each === undefined ? [] : [each.value]))
      isSaid = items.includes(undefined)
    } else if (inner instanceof z.ZodRecord && isRecord(value)) {
      const { keyType, valueType } = inner
      if (!(keyType instanceof z.ZodType && valueType instanceof z.ZodType)) return undefined
      const entries = Object.entries(value).map(([key, each]): [string, unknown] | undefined => {
        if (!keyType.safeParse(key).success) {
          problems.push({ path: `${path}.${shown(key)}`, reason: reasonOf(keyType, key) })
          return undefined
        }
        const found = item(valueType, each, `${path}.${key}`)
        return found && [key, found.value]
      })
      read = Object.fromEntries(entries.filter((entry) => entry !== undefined))
      isSaid = entries.includes(undefined)
    } else if (inner instanceof z.ZodObject && isRecord(value)) {
      const shape: Readonly<Record<string, z.ZodType>> = inner.shape
      const kept: [string, unknown][] = []
      for (const [key, each] of Object.entries(value)) {
        const child = Object.hasOwn(shape, key) ? shape[key] : undefined
        if (child === undefined) {
          const reason = strangeReason(nearest(key, Object.keys(shape)))
          problems.push({ path: `${path}.${shown(key)}`, reason })
          continue
        }
        const found = item(child, each, `${path}.${key}`)
        if (found) kept.push([key, found.value])
        else if (!unwrapped(child).isOptional) return undefined
      }
      read = Object.fromEntries(kept)
    }
    const parsed = schema.safeParse(read)
    if (parsed.success) return { value: read }
    // A list that is empty because of its mistakes has been reported already.
    if (!isSaid) {
      const { within, reason } = faultOf(schema, read)
      problems.push({ path: [path, ...within].join('.'), reason })
    }
    return undefined
  }

  /** An unknown key: the key that was probably meant is not in force either. */
  function strange(node: Branch, key: string, value: unknown): void {
    const path = node.path === '' ? shown(key) : `${node.path}.${shown(key)}`
    const name = nearest(key, [...node.children.keys()], 'word')
    const here = name === undefined ? undefined : node.children.get(name)
    // Both spellings of one key are there: neither can be preferred.
    const isTwin = name !== undefined && plainWord(name) === plainWord(key)
    const elsewhere = isTwin ? [] : namesakes(key)
    const meant = here === undefined ? elsewhere : [...elsewhere, here]
    const reason = strangeReason(elsewhere.length === 0 ? name : undefined, meant)
    problems.push({ path, reason })
    for (const other of meant) mentioned(other, value, isTwin)
  }

  /** Keys of this name elsewhere. */
  function namesakes(key: string): readonly (Branch | Leaf)[] {
    const plain = plainWord(key)
    const found: (Branch | Leaf)[] = []
    const seek = (node: Branch): void => {
      for (const [name, child] of node.children) {
        if (plainWord(name) === plain || plainWord(child.path) === plain) found.push(child)
        if (isBranch(child)) seek(child)
      }
    }
    if (plain.length > 2) seek(root)
    return found
  }

  function mentioned(node: Branch | Leaf, value: unknown, isTwin: boolean): void {
    if (!isBranch(node)) {
      if (isTwin || !values.has(node.path)) lose(node)
      return
    }
    const known = !isRecord(value)
      ? []
      : Object.entries(value).flatMap(([key, each]) => {
          const name = nearest(key, [...node.children.keys()], 'word')
          const child = name === undefined ? undefined : node.children.get(name)
          return child === undefined ? [] : [[child, each] as const]
        })
    for (const [child, each] of known) mentioned(child, each, isTwin)
    if (known.length === 0) {
      for (const each of leavesOf(node)) mentioned(each, undefined, false)
    }
  }

  function lose(node: Branch | Leaf): void {
    for (const { path } of leavesOf(node)) {
      mistaken.add(path)
      values.delete(path)
    }
  }

  branch(root, given)
  // In the order of the file.
  const order = Object.keys(given).map(shown)
  const placeOf = ({ path }: PolicyProblem): number => order.indexOf(path.split('.')[0] ?? '')
  problems.sort((a, b) => placeOf(a) - placeOf(b))
  return { values, mistaken, shortened, problems }
}

function strangeReason(name: string | undefined, meant: readonly (Branch | Leaf)[] = []): Sentence {
  const anyOf = meant.slice(0, 4).map(({ path }) => path)
  return name !== undefined || anyOf.length === 0
    ? withMeant({ key: 'reason.strange' }, name)
    : { key: 'reason.elsewhere', values: { places: { anyOf } } }
}

/** A key for the log: short, on one line, and without control characters. */
function shown(key: string): string {
  const plain = key.replace(/[^\p{L}\p{N}$_*.:-]/gu, '?')
  return plain.length > 40 ? `${plain.slice(0, 40)}\u2026` : plain
}
