import { z } from 'zod'
import type { WipedStore, WipeRecord } from '../../contract/staff.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'

/** One place where a visit may have left something. */
export interface WipePart {
  readonly store: WipedStore
  /** Clears it and checks that it is empty. Throws or rejects if it is not. */
  readonly run: () => unknown
  /** Whether no visit may begin until it is wiped; the others are tried again with the next wipe. */
  readonly isRequired: boolean
}

export interface Wiper {
  /** Wipes every store, within the limit. `visit` is 0 at the start of the app. Never rejects. */
  wipe(visit: number): Promise<WipeRecord>
  /** The newest first. They hold no word and no number of a customer. */
  readonly records: readonly WipeRecord[]
}

interface Deps {
  readonly parts: readonly WipePart[]
  readonly clock: Clock
  readonly log: Log
  /** Of this device: the records outlast a start. */
  readonly store: Store
}

/** A part that has not answered by then, in milliseconds, counts as not wiped. */
export const WIPE_LIMIT_MS = 10_000
const KEPT = 20
const KEY = 'wipes'

/** In this order they are wiped and shown. */
const STORES = [
  'chat',
  'callback',
  'call',
  'print',
  'clipboard',
  'cookies',
  'storage',
  'caches',
  'passwords',
  'viewer',
  'zoom',
] as const satisfies readonly WipedStore[]

const recordsSchema = z
  .array(
    z.object({
      visit: z.int().min(0),
      at: z.number(),
      ms: z.number(),
      isWhole: z.boolean(),
      stores: z
        .array(z.object({ store: z.enum(STORES), outcome: z.enum(['wiped', 'failed', 'late']) }))
        .max(STORES.length),
    }),
  )
  .max(KEPT)
  .catch([])

/** Wipes a visit, store by store, and records the result of each. */
export function createWiper({ parts: given, clock, log, store }: Deps): Wiper {
  const parts = [...given].sort((a, b) => STORES.indexOf(a.store) - STORES.indexOf(b.store))
  const read = (): readonly WipeRecord[] => recordsSchema.parse(store.get(KEY) ?? [])

  return {
    async wipe(visit) {
      const at = clock.now()
      const outcomes = await Promise.all(parts.map((part) => outcomeOf(part)))
      const stores = parts.map((part, place) => ({
        store: part.store,
        outcome: outcomes[place] ?? 'failed',
      }))
      const isWhole = parts.every(
        ({ isRequired }, place) => !isRequired || outcomes[place] === 'wiped',
      )
      const record: WipeRecord = { visit, at, ms: clock.now() - at, isWhole, stores }
      const named = (outcome: string) =>
        stores.filter((each) => each.outcome === outcome).map((each) => each.store)
      const line = { wiped: named('wiped'), failed: named('failed'), late: named('late') }
      if (isWhole) log.info('wiped', { visit, ms: record.ms, ...line })
      else log.error('wipe incomplete', { visit, ms: record.ms, ...line })
      store.set(KEY, [record, ...read()].slice(0, KEPT))
      return record
    },
    get records() {
      return read()
    },
  }

  async function outcomeOf({ store: name, run }: WipePart): Promise<'wiped' | 'failed' | 'late'> {
    let cancel = (): void => undefined
    const late = new Promise<'late'>((resolve) => {
      cancel = clock.after(WIPE_LIMIT_MS, () => {
        resolve('late')
      })
    })
    const work = (async () => {
      await run()
      return 'wiped' as const
    })().catch((error: unknown) => {
      log.error('store could not be wiped', { store: name, error })
      return 'failed' as const
    })
    const outcome = await Promise.race([work, late])
    cancel()
    return outcome
  }
}
