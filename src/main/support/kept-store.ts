import type { CancelTimer, Clock } from './clock.ts'
import type { Log } from './log.ts'
import { ours } from './said.ts'
import type { Store } from './store.ts'
import { codeOf } from './sealed-file.ts'

/** How soon a write that has failed is tried again by itself, in milliseconds. */
export const TRY_AGAIN_MS = 10_000

/** Why what is kept is not on the disk. */
export interface Unwritten {
  /** `ENOSPC`, `EROFS`, `EACCES`, ... */
  readonly code: string
  /** Since when, epoch milliseconds. */
  readonly since: number
}

export interface KeptStore extends Store {
  /** Present as long as the newest values are in memory alone. */
  readonly unwritten: Unwritten | undefined
  /** No more attempts by itself. */
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
   * Takes what the disk still holds away, where old values would be worse than none after a crash: a
   * message that counts as not sent there would be sent twice. @throws Error of the file system.
   */
  readonly discard?: () => void
}

/**
 * A store whose values are in memory and on disk. A disk that cannot be written (full, read-only, somebody
 * else's) stops nobody: the values stay in memory, the log says so once, and the write is tried again with
 * every change and every ten seconds until it works.
 */
export function createKeptStore(options: Options): KeptStore {
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
      // What goes makes room as well: often that is enough.
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
