import { pause } from './clock.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { KEY, read, write } from './interrupted.ts'
import type { DialogNote } from './phone-api.ts'

/** The page of a call that died has let go of it by then, milliseconds. */
const GONE_MS = 3000
/** A page may be given its server or its provider later than its element; so long it is waited for, milliseconds. */
const SETTING_MS = 35_000

/** What a page leaves behind for the one that may be loaded in its place. */
export interface Interrupted {
  readonly destinationKey: string
  /** Present once the call was answered: BYE must still be sent. */
  readonly dialog?: DialogNote
}

/**
 * The call of one element, noted for the page that may come after this one. A lock, held as long as the call lives, tells
 * a page that died from a call elsewhere: in another element, frame, window or copy of this tab.
 */
export class CallNote {
  readonly #key: string
  #isNoted = false
  #release: (() => void) | undefined

  /** `place` tells the elements of a tab apart, and is the same after a reload; empty where there is only one. */
  constructor(place = '') {
    this.#key = place === '' ? KEY : `${KEY} ${place}`
  }

  /** Notes the call under way; undefined once there is none. */
  note(call: Interrupted | undefined): void {
    if (call === undefined) {
      // What another page left behind is not this one's to forget.
      if (this.#isNoted) write(this.#key, undefined)
      this.#isNoted = false
      this.leave()
      return
    }
    this.#isNoted = true
    this.#hold()
    write(this.#key, JSON.stringify(call))
  }

  /** The page goes, and what is noted stays for the next: a page that is kept for going back would hold its lock. */
  leave(): void {
    this.#release?.()
    this.#release = undefined
  }

  /** The call that was interrupted by this page load, once it is certain that it is not alive elsewhere. */
  async take(now: () => number): Promise<Interrupted | undefined> {
    if (read(this.#key) === null) return undefined
    const since = now()
    return await locked(this.#key, () => {
      // Dialled here meanwhile: the note is another one.
      const text = this.#isNoted ? null : read(this.#key)
      if (text === null) return undefined
      write(this.#key, undefined)
      // A call that lived on elsewhere is over by now, and was that page's to end.
      return now() - since > GONE_MS ? undefined : interruptedOf(text)
    })
  }

  #hold(): void {
    if (this.#release !== undefined) return
    const held = new Promise<undefined>((resolve) => {
      this.#release = () => {
        resolve(undefined)
      }
    })
    void locked(this.#key, () => held)
  }
}

/** The other side of a call whose page is gone may still believe that it goes on. */
export async function sayGoodbye(
  { destinationKey, dialog }: Interrupted,
  options: ConnectionOptions,
): Promise<void> {
  if (dialog === undefined) return
  const connection = new Connection(options)
  const ask = { destinationKey, customerNumber: '', isGoodbye: true }
  const until = options.clock.now() + SETTING_MS
  let ready = await connection.ready(ask)
  while (ready.problem === 'unknown-number' && options.clock.now() < until) {
    await pause(options.clock, 1000)
    ready = await connection.ready(ask)
  }
  await ready.phone?.sayGoodbye(dialog)
  connection.close()
}

/** Runs `task` once nobody else of this site holds the lock. Where there are no locks it runs at once. */
async function locked<T>(name: string, task: () => T | Promise<T>): Promise<T> {
  const locks: unknown = Reflect.get(navigator, 'locks')
  if (!(typeof LockManager === 'function' && locks instanceof LockManager)) return await task()
  const run = { hasBegun: false }
  try {
    return await locks.request(name, () => {
      run.hasBegun = true
      return task()
    })
  } catch (error) {
    if (run.hasBegun) throw error
    // A page without an origin has none of its own.
    return await task()
  }
}

function interruptedOf(text: string): Interrupted {
  try {
    const { destinationKey, dialog } = JSON.parse(text) as Partial<Interrupted>
    return { destinationKey: String(destinationKey), ...(isNote(dialog) ? { dialog } : {}) }
  } catch {
    return { destinationKey: '' }
  }
}

/** The page itself wrote it, but any script of the page may have. */
function isNote(value: unknown): value is DialogNote {
  if (typeof value !== 'object' || value === null) return false
  const field = (name: string): unknown => Reflect.get(value, name)
  const texts = ['callId', 'localTag', 'remoteTag', 'local', 'remote', 'target'].map(field)
  const routes = field('routes')
  return (
    [...texts, ...(Array.isArray(routes) ? (routes as unknown[]) : [0])].every(
      (text) => typeof text === 'string' && !/\p{Cc}/u.test(text),
    ) && Number.isInteger(field('sequence'))
  )
}
