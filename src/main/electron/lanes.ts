/** A few of a kind (sessions of Chromium), each lent to one request at a time. */
export interface Lanes<Lane> {
  /** Waits for a free one; undefined where the signal is aborted before. */
  take(signal: AbortSignal): Promise<Lane | undefined>
  give(lane: Lane): void
}

/** At most `most` of them, each opened (numbered from 1) when it is first needed. */
export function createLanes<Lane>(most: number, open: (number: number) => Lane): Lanes<Lane> {
  let made = 0
  const free: Lane[] = []
  const waiting = new Set<(lane: Lane) => void>()

  function waitFor(signal: AbortSignal): Promise<Lane | undefined> {
    return new Promise((resolve) => {
      const next = (lane: Lane): void => {
        signal.removeEventListener('abort', leave)
        resolve(lane)
      }
      // At once: a lane must never be given to one who has left.
      const leave = (): void => {
        waiting.delete(next)
        resolve(undefined)
      }
      waiting.add(next)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  return {
    async take(signal) {
      if (signal.aborted) return undefined
      const lane = free.pop()
      if (lane !== undefined) return lane
      if (made === most) return waitFor(signal)
      const opened = open(made + 1)
      made += 1
      return opened
    },
    give(lane) {
      const [next] = waiting
      if (!next) {
        free.push(lane)
        return
      }
      waiting.delete(next)
      next(lane)
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
