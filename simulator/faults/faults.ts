import { seededRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { faultSchema } from './schema.ts'
import type { Fault, FaultInput, RouteName } from './schema.ts'

/** A fault that has been set, with how far it has come. */
export interface SetFault {
  readonly id: number
  readonly fault: Fault
  /** Matching requests seen so far. */
  readonly seen: number
  /** How often it has struck. */
  readonly struck: number
}

export interface Faults {
  /** Sets a fault and returns its id. Throws ZodError when it is not one. */
  add(fault: FaultInput): number
  list(): readonly SetFault[]
  remove(id: number): boolean
  clear(): void
  /** Draws from another seed from now on. */
  reseed(seed: number): void
  /** The faults that strike this request; they count it. */
  take(route: RouteName, method: string): readonly Fault[]
}

const none: readonly Fault[] = []

/**
 * Faults in the order in which they were set. Several can strike the same request. A fault that has
 * struck as often as it was asked to is gone.
 */
export const createFaults = (initial: Random, changed: () => void): Faults => {
  let random = initial
  let set: (SetFault & { seen: number; struck: number })[] = []
  let serial = 0
  return {
    add: (input) => {
      serial += 1
      set.push({ id: serial, fault: faultSchema.parse(input), seen: 0, struck: 0 })
      changed()
      return serial
    },
    list: () => set.map((entry) => ({ ...entry })),
    remove: (id) => {
      const before = set.length
      set = set.filter((entry) => entry.id !== id)
      if (set.length !== before) changed()
      return set.length !== before
    },
    clear: () => {
      set = []
      changed()
    },
    reseed: (seed) => {
      random = seededRandom(seed).fork('faults')
    },
    take: (route, method) => {
      if (set.length === 0) return none
      const struck: Fault[] = []
      for (const entry of set) {
        const { fault } = entry
        if (fault.route !== '*' && fault.route !== route) continue
        if (fault.method !== undefined && fault.method !== method) continue
        entry.seen += 1
        if (entry.seen <= fault.after) continue
        if (fault.probability < 1 && random.next() >= fault.probability) continue
        entry.struck += 1
        struck.push(fault)
      }
      if (struck.length > 0) {
        set = set.filter((entry) => entry.fault.count === 0 || entry.struck < entry.fault.count)
        changed()
      }
      return struck
    },
  }
}
