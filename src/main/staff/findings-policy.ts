import type { PolicyProblem } from '../settings/problem.ts'
import type { Sentence, Words } from '../platform/words.ts'
import type { Facts } from './facts.ts'
import type { Add } from './findings-network.ts'

/** What is wrong with the policy: each mistake under the key that it is about. */
export function addPolicy({ policy, machine }: Facts, add: Add, words: Words): void {
  if (policy.wrong.length === 0) {
    const value = words('doctor.keys', { count: policy.set })
    add('policy', 'well', 'doctor.policy.well', { value })
  }
  for (const [at, problem] of policy.wrong.entries()) {
    addMistake(at === 0 ? 'policy' : `policy.${at}`, problem, machine.docs, add)
  }
}

/** For the technician: the key, why it is not taken, and what counts instead. */
function addMistake(
  id: string,
  { path, reason: why, inForce }: PolicyProblem,
  docs: string,
  add: Add,
): void {
  if (why.key === 'reason.noPolicy') {
    const values = { docs, file: why.values?.['file'] ?? '' }
    add(id, 'mend', 'doctor.policy.none', { values, advice: 'doctor.policy.noneDo' })
    return
  }
  const reason: Sentence =
    inForce === undefined
      ? why
      : { key: 'reason.inForce', values: { reason: why, layer: { key: LAYERS[inForce] } } }
  // Where every key is named is said once.
  const advice = id === 'policy' ? 'doctor.policy.wrongDo' : 'doctor.policy.alsoDo'
  const text = path === '' ? 'doctor.policy.file' : 'doctor.policy.wrong'
  add(id, 'mend', text, { values: { path, reason, docs }, advice })
}

const LAYERS = {
  default: 'reason.layerDefault',
  policy: 'reason.layerPolicy',
  'last good': 'reason.layerLastGood',
  stricter: 'reason.layerStricter',
  local: 'reason.layerLocal',
  'command line': 'reason.layerCommandLine',
} as const

/** Where each key comes from. */
export function addOrigins({ policy }: Facts, add: Add, words: Words): void {
  for (const { from, count, keys } of policy.origin ?? []) {
    const key = ORIGINS[from]
    add(`settings.${key}`, 'well', `doctor.settings.${key}`, {
      value: `${words('doctor.keys', { count })}: ${keys}`,
    })
  }
}

const ORIGINS = {
  default: 'default',
  policy: 'policy',
  'last good': 'lastGood',
  stricter: 'stricter',
  local: 'local',
  'command line': 'commandLine',
} as const
