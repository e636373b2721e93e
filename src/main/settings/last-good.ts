import { isRecord } from './record.ts'
import { RULES } from './keys.ts'
import type { Store } from '../platform/store.ts'

/** The last good values of the policy that this machine keeps, without secrets. */
export interface LastGood {
  /** Path of a key to the value that the policy gave it. */
  readonly values: Readonly<Record<string, unknown>>
  readonly mode?: 'kiosk' | 'desktop'
}

const KEY = 'lastGoodPolicy'
const NOTHING: LastGood = { values: {} }

/** Reads the last good values; none if they cannot be read. `open` may throw. */
export function readLastGood(open: () => Store): LastGood {
  try {
    const held = open().get(KEY)
    if (!isRecord(held) || !isRecord(held['values'])) return NOTHING
    const { mode, values } = held
    return { values, ...(mode === 'kiosk' || mode === 'desktop' ? { mode } : {}) }
  } catch {
    return NOTHING
  }
}

/** Keeps the values in force now, if they differ from those already kept. */
export function keepLastGood(store: Store, now: LastGood): void {
  const values = Object.fromEntries(
    Object.entries(now.values).filter(([path]) => RULES[path]?.secret !== true),
  )
  const next = { ...now, values }
  if (JSON.stringify(store.get(KEY)) !== JSON.stringify(next)) store.set(KEY, next)
}
