import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import { recent } from './crash-loop.ts'
import type { Store } from '../platform/store.ts'

/** Who chose how the screen is drawn. */
export type RenderingReason = 'standard' | 'policy' | 'crashes'

export interface RenderingState {
  readonly mode: 'hardware' | 'software'
  readonly reason: RenderingReason
  /** Failures of the graphics process that still count. */
  readonly failures: number
  /** When the hardware is tried again, epoch milliseconds. */
  readonly againAt?: number
}

export interface Rendering {
  /** How this run draws. */
  readonly mode: 'hardware' | 'software'
  /** The graphics process has failed: true when the next run had better be in software. */
  failed(): boolean
  state(): RenderingState
}

interface Options {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  /** Of the app and of Electron: another one tries the hardware again. */
  readonly version: string
  readonly wanted: 'auto' | 'hardware' | 'software'
}

const KEY = 'rendering'
export const GPU_LOOP = { limit: 3, withinMs: 10 * 60_000 }
/** So long software lasts, in milliseconds, before the hardware is tried again. */
export const SOFTWARE_MS = 7 * 24 * 3_600_000

const memorySchema = z
  .strictObject({
    version: z.string(),
    /** Epoch milliseconds. */
    failures: z.array(z.number()).max(100),
    softwareSince: z.number().optional(),
  })
  .optional()
  .catch(undefined)

/**
 * Whether the graphics processor is used. Its failures are kept on disk, since Chromium ends the
 * whole app when they come too thick: the next start knows of them.
 * ```
 *   hardware --3 failures in 10 minutes--> software, from the next start
 *      ^                                       |
 *      +----- 7 days, or another version ------+
 * ```
 */
export function createRendering({ store, clock, version, wanted }: Options): Rendering {
  const now = clock.now()
  const read = memorySchema.parse(store.get(KEY))
  const memory = read?.version === version ? read : undefined
  let failures = recent(memory?.failures ?? [], now, GPU_LOOP.withinMs)
  let since = recent([memory?.softwareSince ?? -Infinity], now, SOFTWARE_MS)[0]
  if (failures.length >= GPU_LOOP.limit) since ??= now
  const fixed = wanted === 'auto' ? undefined : wanted
  const mode = fixed ?? (since === undefined ? 'hardware' : 'software')
  if (memory !== undefined || since !== undefined) write()

  function write(): void {
    store.set(KEY, {
      version,
      failures: [...failures],
      ...(since === undefined ? {} : { softwareSince: since }),
    })
  }

  return {
    mode,
    failed() {
      const at = clock.now()
      failures = [...recent(failures, at, GPU_LOOP.withinMs), at].slice(-GPU_LOOP.limit)
      const isLoop = failures.length >= GPU_LOOP.limit && since === undefined
      if (isLoop) since = at
      write()
      return isLoop && mode === 'hardware' && fixed === undefined
    },
    state() {
      const reason = fixed ? 'policy' : mode === 'software' ? 'crashes' : 'standard'
      return {
        mode,
        reason,
        failures: recent(failures, clock.now(), GPU_LOOP.withinMs).length,
        ...(since === undefined || fixed ? {} : { againAt: since + SOFTWARE_MS }),
      }
    },
  }
}
