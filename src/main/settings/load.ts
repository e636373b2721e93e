import { lstatSync, statSync } from 'node:fs'
import type { Zone } from '../../contract/zone.ts'
import { readCommandLine, systemPolicyFile, trimmedPath } from './command-line.ts'
import type { LastGood } from './last-good.ts'
import { layer, type Loaded } from './layers.ts'
import { inFile, readPolicyFile, type PolicyFile } from './policy-file.ts'
import type { PolicyProblem } from './problem.ts'
import { RULES } from './keys.ts'
import { isMissing } from '../platform/sealed-file.ts'
import { machineZoneProblem } from './zone.ts'
import { takeZoneFile } from './zone-file.ts'

export { layer, type Loaded } from './layers.ts'
export { readPolicyFile } from './policy-file.ts'
export type { PolicyProblem } from './problem.ts'

/** Settings, and the policy file they were looked for in. */
export interface LoadedFrom extends Omit<Loaded, 'given'> {
  readonly file: string
  /** What this machine is to remember from now on; undefined where there was no policy to learn from. */
  readonly remember: LastGood | undefined
  /** The policy's own zone cannot be taken, and no earlier one is remembered: another counts as the centre's. */
  readonly isZoneGuessed: boolean
}

/** The machine on which settings are loaded. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly lastGood: LastGood
  /** Its own zone; undefined where it names none that is known. */
  readonly zone: () => Zone | undefined
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
  const zoneProblems = takeZoneFile(read.values['zoneFile'] ?? lastGood.values['zoneFile'], file)
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
  const isZoneGuessed = loaded.mistaken.has('zone') && loaded.origin['zone'] === 'default'
  const found = machine.zone()
  const zone = (isZoneGuessed ? found?.name : undefined) ?? loaded.policy.zone
  const ownZoneProblem = { path: 'zone', reason: machineZoneProblem(environment['TZ'], zone) }
  return {
    ...loaded,
    policy: { ...loaded.policy, zone },
    problems: [
      ...read.problems,
      ...zoneProblems,
      ...openFile(file, read, platform),
      ...loaded.problems.map((problem) =>
        isZoneGuessed && problem.path === 'zone' ? zoneInstead(problem, zone) : problem,
      ),
      ...(found === undefined ? [ownZoneProblem] : []),
    ],
    file,
    isZoneGuessed,
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

/** Not the default: a shop most likely stands where its machine is. */
function zoneInstead({ path, reason }: PolicyProblem, instead: string): PolicyProblem {
  return { path, reason: { key: 'reason.zoneInstead', values: { reason, instead } } }
}
