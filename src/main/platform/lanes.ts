/**
 * A pool of Chromium sessions: one is shared, the others are lent to one request at a time. A lent one
 * whose request succeeded becomes the shared one; the former shared one returns to the pool when its last
 * user has left.
 */
export interface Lanes<Lane> {
  share(): { readonly lane: Lane; leave(): void }
  /** Waits for a free one; undefined if the signal is aborted first. */
  take(signal: AbortSignal): Promise<Lane | undefined>
  /** `good`: to be shared from now on. */
  give(lane: Lane, good: boolean): void
}

/**
 * At most `most` are lent; each is opened (numbered from 1) when it is first needed. `retired` is called
 * with a lane that was shared, once its last user has left.
 */
export function createLanes<Lane>(
  most: number,
  open: (number: number) => Lane,
  retired: (lane: Lane) => void,
): Lanes<Lane> {
  let made = 0
  let shared: Lane | undefined
  const users = new Map<Lane, number>()
  const free: Lane[] = []
  const waiting = new Set<(lane: Lane) => void>()

  function another(): Lane {
    const lane = open(made + 1)
    made += 1
    return lane
  }

  function waitFor(signal: AbortSignal): Promise<Lane | undefined> {
    return new Promise((resolve) => {
      const next = (lane: Lane): void => {
        signal.removeEventListener('abort', leave)
        resolve(lane)
      }
      // At once: a lane must never be given to a request that has gone.
      const leave = (): void => {
        waiting.delete(next)
        resolve(undefined)
      }
      waiting.add(next)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function release(lane: Lane): void {
    const [next] = waiting
    if (!next) {
      free.push(lane)
      return
    }
    waiting.delete(next)
    next(lane)
  }

  function retire(lane: Lane): void {
    retired(lane)
    release(lane)
  }

  return {
    share() {
      const lane = (shared ??= another())
      users.set(lane, (users.get(lane) ?? 0) + 1)
      return {
        lane,
        leave() {
          const left = (users.get(lane) ?? 1) - 1
          if (left > 0) {
            users.set(lane, left)
            return
          }
          users.delete(lane)
          if (lane !== shared) retire(lane)
        },
      }
    },
    async take(signal) {
      if (signal.aborted) return undefined
      const lane = free.pop()
      if (lane !== undefined) return lane
      // The shared one does not count.
      return made < most + (shared === undefined ? 0 : 1) ? another() : waitFor(signal)
    },
    give(lane, good) {
      const former = shared
      if (!good || former === lane) {
        release(lane)
        return
      }
      shared = lane
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
