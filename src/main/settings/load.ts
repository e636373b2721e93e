import { lstatSync, statSync } from 'node:fs'
import { readCommandLine, systemPolicyFile, trimmedPath } from './command-line.ts'
import type { Sentence } from '../platform/words.ts'
import { machineZone, zoneMeant } from './known.ts'
import type { LastGood } from './last-good.ts'
import { layer, type Loaded } from './layers.ts'
import { inFile, readPolicyFile, type PolicyFile } from './policy-file.ts'
import type { PolicyProblem } from './problem.ts'
import { RULES } from './keys.ts'
import { isMissing } from '../platform/sealed-file.ts'

export { layer, type Loaded } from './layers.ts'
export { readPolicyFile } from './policy-file.ts'
export type { PolicyProblem } from './problem.ts'

/** Settings, and the policy file they were looked for in. */
export interface LoadedFrom extends Omit<Loaded, 'given'> {
  readonly file: string
  /** What this machine is to remember from now on; undefined where there was no policy to learn from. */
  readonly remember: LastGood | undefined
}

/** The machine on which settings are loaded. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly lastGood: LastGood
  /** Whether this is the shipped app on a machine that appears to be a kiosk. */
  readonly isShippedKiosk: () => boolean
}

/**
 * Everything that may say something about settings, laid over each other. A policy that is named and
 * cannot be read locks the app (kiosk): a machine meant for a shop must not open as a window because
 * of a comma. So does a missing one on a kiosk.
 */
export function loadSettings(args: readonly string[], machine: Machine): LoadedFrom {
  const { platform, environment, lastGood } = machine
  const line = readCommandLine(args)
  const named = line.config ?? trimmedPath(environment['CALLPOINT_CONFIG'])
  const file = named ?? systemPolicyFile(platform, environment)
  const isAbsent = named === undefined && !isThere(file)
  const read = isAbsent
    ? { values: {}, isLost: machine.isShippedKiosk(), problems: [missing(file)] }
    : readPolicyFile(file)
  const policyLayer = { name: 'policy', values: read.isLost ? undefined : read.values } as const
  const { given, ...loaded } = layer(
    [
      policyLayer,
      { name: 'command line', values: line.mode === undefined ? {} : { mode: line.mode } },
    ],
    lastGood.values,
  )
  // The command line of one start says nothing about the machine.
  const own = line.mode === undefined ? loaded : layer([policyLayer], lastGood.values)
  return {
    ...loaded,
    problems: [
      ...read.problems,
      ...openFile(file, read, platform),
      ...loaded.problems,
      ...unknownZone(environment['TZ'], loaded.policy.zone),
    ],
    file,
    remember:
      isAbsent || read.isLost ? undefined : { values: given, mode: modeToRemember(own, lastGood) },
  }
}

/** A file in a folder that this user may not enter is there, and so is a link that leads nowhere. */
function isThere(file: string): boolean {
  try {
    lstatSync(file)
    return true
  } catch (error) {
    return !isMissing(error)
  }
}

/** A mode that could not be read says nothing about this machine. */
function modeToRemember(
  { policy, origin }: Pick<Loaded, 'policy' | 'origin'>,
  before: LastGood,
): 'kiosk' | 'desktop' {
  return origin['mode'] === 'stricter' ? (before.mode ?? policy.mode) : policy.mode
}

function missing(file: string): PolicyProblem {
  return {
    path: '',
    reason: { key: 'reason.noPolicy', values: { file } },
  }
}

/** Secrets in a file that every user of the machine can read. */
function openFile(
  file: string,
  { values, isLost }: Pick<PolicyFile, 'values' | 'isLost'>,
  platform: NodeJS.Platform,
): readonly PolicyProblem[] {
  if (platform === 'win32') return []
  const held = Object.entries(RULES).flatMap(([path, { secret }]) =>
    secret === true && isSaid(values, path) ? [path] : [],
  )
  try {
    const mode = statSync(file).mode & 0o777
    // A file that is no JSON may hold one as well.
    if ((mode & 0o004) === 0 || (!isLost && held.length === 0)) return []
    const values = { keys: held.join(', '), mode: `0${mode.toString(8)}` }
    const key = held.length === 0 ? 'reason.openMaybe' : 'reason.openSecrets'
    return [inFile(file, { key, values })]
  } catch {
    return []
  }
}

function isSaid(values: Readonly<Record<string, unknown>>, path: string): boolean {
  let at: unknown = values
  for (const name of path.split('.')) {
    at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined
  }
  return at !== undefined && at !== ''
}

/** The runtime reads an unknown zone as UTC or as undefined: customers would be told wrong times. */
function unknownZone(named: string | undefined, instead: string): readonly PolicyProblem[] {
  if (machineZone() !== undefined) return []
  const meant = named === undefined ? undefined : zoneMeant(named)
  const values = { data: process.versions['tz'] ?? '\u2013', instead }
  const reason: Sentence =
    meant === undefined
      ? { key: 'reason.machineZone', values }
      : { key: 'reason.machineZoneMeant', values: { ...values, meant } }
  return [{ path: 'zone', reason }]
}
