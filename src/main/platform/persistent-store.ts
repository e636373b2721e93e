import type { CancelTimer, Clock } from './clock.ts'
import type { Log } from './log.ts'
import { ours } from './said.ts'
import type { Store } from './store.ts'
import { codeOf } from './sealed-file.ts'

/** How soon a failed write is retried, in milliseconds. */
export const TRY_AGAIN_MS = 10_000

/** Why the newest values are not on the disk. */
export interface Unwritten {
  /** `ENOSPC`, `EROFS`, `EACCES`, ... */
  readonly code: string
  /** Since when, epoch milliseconds. */
  readonly since: number
}

export interface PersistentStore extends Store {
  /** Present while the newest values are only in memory. */
  readonly unwritten: Unwritten | undefined
  /** Stops retrying. */
  stop(): void
}

interface Options {
  /** For the log. */
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly clock: Clock
  readonly log: Log
  /** Writes all of it. @throws Error of the file system. */
  readonly write: (values: Readonly<Record<string, unknown>>) => void
  /**
   * Deletes the file, where old values would be worse than none after a crash: a message that is still
   * recorded as unsent would be sent twice. @throws Error of the file system.
   */
  readonly discard?: () => void
}

/**
 * A store whose values are in memory and on disk. If the disk cannot be written (full, read-only, owned by
 * somebody else), the values stay in memory, the log says so once, and the write is retried with every
 * change and every ten seconds until it works.
 */
export function createPersistentStore(options: Options): PersistentStore {
  const { name, clock, log } = options
  const values = new Map<string, unknown>(Object.entries(options.values))
  let unwritten: Unwritten | undefined
  let cancel: CancelTimer | undefined

  function attempt(): void {
    const all = Object.fromEntries(values)
    try {
      options.write(all)
    } catch (error) {
      if (options.discard === undefined) throw error
      // Deleting the file also makes room: often that is enough.
      options.discard()
      options.write(all)
    }
  }

  function write(): void {
    try {
      attempt()
    } catch (error) {
      failed(error)
      return
    }
    cancel?.()
    cancel = undefined
    if (unwritten === undefined) return
    log.info('can be written again', { store: ours(name), ms: clock.now() - unwritten.since })
    unwritten = undefined
  }

  function failed(error: unknown): void {
    const code = codeOf(error)
    if (unwritten === undefined) {
      log.error('cannot be written: kept in memory until it can', { store: ours(name), error })
    }
    unwritten = { code, since: unwritten?.since ?? clock.now() }
    cancel ??= clock.after(TRY_AGAIN_MS, () => {
      cancel = undefined
      write()
    })
  }

  return {
    get: (key) => structuredClone(values.get(key)),
    set(key, value) {
      values.set(key, structuredClone(value))
      write()
    },
    delete(key) {
      if (values.delete(key)) write()
    },
    get unwritten() {
      return unwritten
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
