/**
 * A pool of Chromium sessions: one is shared, the others are lent to one request at a time. A lent one
 * whose request succeeded becomes the shared one; the former shared one returns to the pool when its last
 * user has left.
 */
export interface Pool<Item> {
  share(): { readonly item: Item; leave(): void }
  /** Waits for a free one; undefined if the signal is aborted first. */
  take(signal: AbortSignal): Promise<Item | undefined>
  /** `good`: to be shared from now on. */
  give(item: Item, good: boolean): void
}

/**
 * At most `most` are lent; each is opened (numbered from 1) when it is first needed. `retired` is called
 * with an item that was shared, once its last user has left.
 */
export function createPool<Item>(
  most: number,
  open: (number: number) => Item,
  retired: (item: Item) => void,
): Pool<Item> {
  let made = 0
  let shared: Item | undefined
  const users = new Map<Item, number>()
  const free: Item[] = []
  const waiting = new Set<(item: Item) => void>()

  function another(): Item {
    const item = open(made + 1)
    made += 1
    return item
  }

  function waitFor(signal: AbortSignal): Promise<Item | undefined> {
    return new Promise((resolve) => {
      const next = (item: Item): void => {
        signal.removeEventListener('abort', leave)
        resolve(item)
      }
      // At once: an item must never be given to a request that has gone.
      const leave = (): void => {
        waiting.delete(next)
        resolve(undefined)
      }
      waiting.add(next)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function release(item: Item): void {
    const [next] = waiting
    if (!next) {
      free.push(item)
      return
    }
    waiting.delete(next)
    next(item)
  }

  function retire(item: Item): void {
    retired(item)
    release(item)
  }

  return {
    share() {
      const item = (shared ??= another())
      users.set(item, (users.get(item) ?? 0) + 1)
      return {
        item,
        leave() {
          const left = (users.get(item) ?? 1) - 1
          if (left > 0) {
            users.set(item, left)
            return
          }
          users.delete(item)
          if (item !== shared) retire(item)
        },
      }
    },
    async take(signal) {
      if (signal.aborted) return undefined
      const item = free.pop()
      if (item !== undefined) return item
      // The shared one does not count.
      return made < most + (shared === undefined ? 0 : 1) ? another() : waitFor(signal)
    },
    give(item, good) {
      const former = shared
      if (!good || former === item) {
        release(item)
        return
      }
      shared = item
      if (former !== undefined && !users.has(former)) retire(former)
    },
  }
}

/** What `work` answers, or `otherwise` once the signal is aborted. */
export function orAbort<Value, Other>(
  work: Promise<Value>,
  signal: AbortSignal,
  otherwise: Other,
): Promise<Value | Other> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      resolve(otherwise)
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', end)
    })
  })
}
