import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readCommandLine, systemPolicyFile } from './command-line.ts'
import { policySchema, sections, type Policy } from './policy.ts'

/** What was wrong with the policy file: precise, for the log and the technician. */
export interface PolicyProblem {
  /** `centre.baseUrl`, or empty for the file as a whole. */
  readonly path: string
  readonly reason: string
}

export type Layer = 'default' | 'policy' | 'local' | 'command line'

export interface Loaded {
  readonly policy: Policy
  readonly problems: readonly PolicyProblem[]
  /** Where each top-level section came from; anything not named is a default. */
  readonly origin: Readonly<Record<string, Layer>>
}

/** Settings, and the policy file they were looked for in. */
export interface LoadedFrom extends Loaded {
  readonly file: string
}

type Sections = Readonly<Record<string, unknown>>

const schemas = new Map<string, z.ZodType>(Object.entries(sections))

/**
 * Lays the layers over each other: defaults < policy file < local settings < command line.
 * A section that does not pass its schema falls back to what lies below it and is reported, so
 * that one typing error never takes the whole contact point down.
 */
export function layer(
  layers: readonly { readonly name: Layer; readonly values: Sections }[],
): Loaded {
  const problems: PolicyProblem[] = []
  const origin: Record<string, Layer> = {}
  let merged: Record<string, unknown> = {}
  for (const { name, values } of layers) {
    for (const [section, value] of Object.entries(values)) {
      if (section === '$schema') continue
      const schema = schemas.get(section)
      if (!schema) {
        problems.push({ path: section, reason: 'is not a section of the policy' })
        continue
      }
      const joined = join(merged[section], value)
      const parsed = schema.safeParse(joined)
      if (parsed.success) {
        merged = { ...merged, [section]: joined }
        origin[section] = name
      } else {
        for (const issue of parsed.error.issues) {
          problems.push({
            path: [section, ...issue.path.map(String)].join('.'),
            reason: issue.message,
          })
        }
      }
    }
  }
  const { $schema: _, ...policy } = policySchema.parse(merged)
  return { policy, problems, origin }
}

/**
 * Everything that may say something about settings, laid over each other. A policy that is named
 * and cannot be read locks the app (kiosk): a machine meant for a shop must not open as a window
 * because of a comma.
 */
export function loadSettings(
  args: readonly string[],
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): LoadedFrom {
  const line = readCommandLine(args)
  const named = line.config ?? environment['CALLPOINT_CONFIG']
  const file = named ?? systemPolicyFile(platform, environment)
  const read = named === undefined && !existsSync(file) ? nothing : readPolicyFile(file)
  const locked = read === nothing || read.problems.length === 0 ? {} : { mode: 'kiosk' }
  const loaded = layer([
    { name: 'policy', values: { ...locked, ...read.values } },
    { name: 'command line', values: line.mode === undefined ? {} : { mode: line.mode } },
  ])
  return { ...loaded, problems: [...read.problems, ...loaded.problems], file }
}

const nothing = {
  values: {},
  problems: [{ path: '', reason: 'there is no policy file: --config FILE names one' }],
}

/** Reads a policy file: the sections in it, or why there are none. */
export function readPolicyFile(file: string): {
  readonly values: Sections
  readonly problems: readonly PolicyProblem[]
} {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return trouble(`${file} cannot be read: ${messageOf(error)}`)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch (error) {
    return trouble(`${file} is not JSON: ${withoutContent(messageOf(error))}`)
  }
  const record = z.record(z.string(), z.unknown()).safeParse(parsed)
  if (!record.success) return trouble(`${file} must hold one JSON object`)
  return { values: record.data, problems: [] }
}

function trouble(reason: string): { values: Sections; problems: PolicyProblem[] } {
  return { values: {}, problems: [{ path: '', reason }] }
}

/** Node quotes the text near a JSON error: the file may hold a secret there. */
function withoutContent(message: string): string {
  return message.replace(/[,:]?\s*"[\s\S]*$/u, '').replace(/\.\.\.[\s\S]*$/u, '')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Objects are joined key by key; anything else replaces what lies below. */
function join(below: unknown, above: unknown): unknown {
  const lower = z.record(z.string(), z.unknown()).safeParse(below)
  const upper = z.record(z.string(), z.unknown()).safeParse(above)
  if (!lower.success || !upper.success) return above
  const joined: Record<string, unknown> = { ...lower.data }
  for (const [key, value] of Object.entries(upper.data)) joined[key] = join(joined[key], value)
  return joined
}
