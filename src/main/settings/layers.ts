import { RULES } from './keys.ts'
import { languageProblem } from './known.ts'
import { dayProblems } from './hours-text.ts'
import { policySchema, type Policy } from './policy.ts'
import type { Layer, PolicyProblem } from './problem.ts'
import { readValues } from './read-values.ts'
import { isRecord } from './record.ts'
import { isBranch, leavesOf, shapeOf, type Branch } from './shape.ts'

export interface Loaded {
  readonly policy: Policy
  readonly problems: readonly PolicyProblem[]
  /** Where the value of each key comes from. */
  readonly origin: Readonly<Record<string, Layer>>
  /** What the policy itself gives, key by key: kept as last good values. */
  readonly given: Readonly<Record<string, unknown>>
  /** Keys whose value in the policy is not in force. */
  readonly mistaken: ReadonlySet<string>
}

/** One layer of settings; `values` undefined where all of it is lost. */
export interface LayerValues {
  readonly name: Layer
  readonly values: Readonly<Record<string, unknown>> | undefined
}

const root = rootOf()
export const LEAVES = leavesOf(root)

function rootOf(): Branch {
  const shape = shapeOf(policySchema)
  if (!isBranch(shape)) throw new Error('the policy is an object')
  return { ...shape, children: new Map([...shape.children].filter(([key]) => key !== '$schema')) }
}

/**
 * Merges the layers key by key: defaults < policy file < local settings < command line. A mistake affects
 * only its key: the last good value (`before`) stays in force, else the strictest one in the table of
 * keys, else the default.
 */
export function layer(
  layers: readonly LayerValues[],
  before: Readonly<Record<string, unknown>> = {},
): Loaded {
  const flat = new Map<string, unknown>()
  const origin = new Map<string, Layer>(LEAVES.map(({ path }) => [path, 'default']))
  const mistaken = new Set<string>()
  const shortened = new Set<string>()
  const problems: PolicyProblem[] = []

  for (const { name, values } of layers) {
    if (values === undefined) {
      for (const { path } of LEAVES) lose(path)
      continue
    }
    const { $schema: _, ...sections } = values
    const read = readValues(root, sections)
    for (const [path, value] of read.values) {
      const { spoken, silent } = spokenOf(path, value)
      problems.push(...silent)
      if (spoken === undefined) {
        lose(path)
        continue
      }
      flat.set(path, spoken)
      origin.set(path, name)
      mistaken.delete(path)
    }
    for (const path of read.mistaken) lose(path)
    for (const [path, all] of read.shortened) {
      shortened.add(path)
      mend(path, flat.get(path), all)
    }
    problems.push(
      ...read.problems.map((problem) => {
        const key = keyOf(problem.path)
        const isTold = key !== undefined && (read.mistaken.has(key) || read.shortened.has(key))
        const inForce = isTold ? origin.get(key) : undefined
        return inForce === undefined ? problem : { ...problem, inForce }
      }),
    )
  }
  // The version names the text that was shown: if either is in doubt, no version is sent.
  if (
    ['consent.texts', 'consent.version'].some((path) => mistaken.has(path) || shortened.has(path))
  ) {
    flat.set('consent.version', '')
    origin.set('consent.version', 'stricter')
  }
  for (const [path, spans] of flat) {
    if (!/(?:^|\.)hours\.\w+$/u.test(path) || !Array.isArray(spans)) continue
    for (const reason of dayProblems(spans.map(String))) problems.push({ path, reason })
  }
  const given = Object.fromEntries(
    [...flat].filter(([path]) => ['policy', 'last good'].includes(origin.get(path) ?? '')),
  )
  const policy = policySchema.parse(nested(flat))
  const { $schema: _, ...rest } = policy
  return { policy: rest, problems, origin: Object.fromEntries(origin), given, mistaken }

  function lose(path: string): void {
    const rule = RULES[path]
    const remembered = rule?.always === true || rule?.secret === true ? undefined : before[path]
    mistaken.add(path)
    const schema = LEAVES.find((leaf) => leaf.path === path)?.schema
    if (remembered !== undefined && schema?.safeParse(remembered).success === true) {
      flat.set(path, remembered)
      origin.set(path, 'last good')
    } else if (rule?.guards === undefined) {
      flat.delete(path)
      origin.set(path, 'default')
    } else {
      if (rule.strict === undefined) flat.delete(path)
      else flat.set(path, rule.strict)
      origin.set(path, 'stricter')
      if (rule.closes !== undefined) lose(rule.closes)
    }
  }

  function mend(path: string, read: unknown, all: unknown): void {
    const mended = RULES[path]?.mend?.(read, all, before[path])
    if (mended !== undefined) flat.set(path, mended)
  }
}

/** Keeps only languages, and texts of languages, that the app has texts for. */
function spokenOf(
  path: string,
  value: unknown,
): { readonly spoken: unknown; readonly silent: readonly PolicyProblem[] } {
  const silent: PolicyProblem[] = []
  const isSpoken = (tag: string, place: string): boolean => {
    const reason = tag === '*' ? undefined : languageProblem(tag)
    if (reason !== undefined) silent.push({ path: `${path}.${place}`, reason })
    return reason === undefined
  }
  if (path === 'languages' && Array.isArray(value)) {
    const kept = value.filter((tag, at) => isSpoken(String(tag), String(at)))
    return { spoken: kept.length === 0 ? undefined : kept, silent }
  }
  if ((path === 'texts' || path === 'consent.texts') && isRecord(value)) {
    const kept = Object.entries(value).filter(([tag]) => isSpoken(tag, tag.slice(0, 40)))
    return { spoken: Object.fromEntries(kept), silent }
  }
  return { spoken: value, silent }
}

/** The key that a place in it belongs to: `pages.hosts.2` to `pages.hosts`. */
export function keyOf(path: string): string | undefined {
  return LEAVES.find((leaf) => path === leaf.path || path.startsWith(`${leaf.path}.`))?.path
}

function nested(flat: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const [path, value] of flat) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let at = whole
    for (const name of names) {
      const below = at[name]
      const next: Record<string, unknown> = isRecord(below) ? below : {}
      at[name] = next
      at = next
    }
    at[last] = value
  }
  return whole
}
