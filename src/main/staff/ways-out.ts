import type { Sentence } from '../platform/words.ts'
import type { SystemFacts } from './machine-facts.ts'

/** Ways that the system leaves out of a kiosk, as far as it can be told; undefined where it cannot. */
export function waysOut(system: SystemFacts): readonly (string | Sentence)[] | undefined {
  const ways = [
    ...(system.isRoot ? ['root'] : []),
    ...system.adminGroups.map((name): Sentence => ({
      key: 'doctor.system.group',
      values: { name },
    })),
    // Under cage only `-s` lets the keyboard change to another console.
    ...(system.compositor?.includes('-s') === true ? ['cage -s'] : []),
    ...(system.desktop === undefined || system.compositor !== undefined ? [] : [system.desktop]),
  ]
  if (ways.length > 0) return ways
  return system.platform === 'linux' && system.compositor !== undefined ? [] : undefined
}
