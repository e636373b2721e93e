import type { SipMessage } from './message.ts'
import { sipFaultSchema } from './schema.ts'
import type { SipFault, SipFaultInput } from './schema.ts'

export interface SetSipFault {
  readonly id: number
  readonly fault: SipFault
  /** Messages that fitted so far, or calls for a forced BYE. */
  readonly seen: number
  readonly struck: number
}

export interface SipFaults {
  /** Throws ZodError when it is not a fault. */
  add(fault: SipFaultInput): number
  list(): readonly SetSipFault[]
  remove(id: number): boolean
  clear(): void
  /** The faults that strike this message; they count it. */
  take(message: SipMessage): readonly SipFault[]
  /** The forced BYE that awaits a call which was just answered. */
  takeBye(caller: string): Extract<SipFault, { kind: 'bye' }> | undefined
}

const fits = (fault: SipFault, message: SipMessage): boolean => {
  if (fault.kind === 'bye' || fault.message !== message.kind) return false
  if (fault.method !== '*' && fault.method !== message.method) return false
  if (fault.from !== undefined && fault.from !== message.from.user) return false
  return (
    fault.status === undefined || (message.kind === 'response' && message.status === fault.status)
  )
}

/** Faults in the order in which they were set; one that struck as often as asked is gone. */
export const createSipFaults = (changed: () => void): SipFaults => {
  let set: (SetSipFault & { seen: number; struck: number })[] = []
  let serial = 0
  const strike = (does: (fault: SipFault) => boolean, most: number): SipFault[] => {
    const taken: SipFault[] = []
    for (const entry of set) {
      if (taken.length === most) break
      if (!does(entry.fault)) continue
      entry.seen += 1
      if (entry.fault.kind !== 'bye' && entry.seen <= entry.fault.after) continue
      entry.struck += 1
      taken.push(entry.fault)
    }
    if (taken.length > 0) {
      set = set.filter(({ fault, struck }) => fault.count === 0 || struck < fault.count)
      changed()
    }
    return taken
  }
  return {
    add: (input) => {
      serial += 1
      set.push({ id: serial, fault: sipFaultSchema.parse(input), seen: 0, struck: 0 })
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
    take: (message) => (set.length === 0 ? [] : strike((fault) => fits(fault, message), Infinity)),
    takeBye: (caller) => {
      const of = (fault: SipFault): boolean =>
        fault.kind === 'bye' && (fault.from === undefined || fault.from === caller)
      const [found] = strike(of, 1)
      return found?.kind === 'bye' ? found : undefined
    },
  }
}
