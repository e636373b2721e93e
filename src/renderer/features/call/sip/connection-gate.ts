import { within, type Clock } from '../clock.ts'
import { DeniedByVisitor, localNetworkPermission } from '../local-network.ts'
import { ForbiddenByPage, originOf, watchPolicy } from '../page-limits.ts'

/** How long the server may take to accept a connection, milliseconds. */
export const CONNECT_MS = 5000
/**
 * After this time the browser may be asking, milliseconds: a public server takes less even over a slow network, and what is
 * denied fails at once (Chromium 156: 0.2 s).
 */
const ASKED_MS = 3000
/** And how long while the browser may be asking its visitor, milliseconds. */
export const QUESTION_MS = 30_000

interface Attempt {
  /** Has a limit of its own, which is `QUESTION_MS` or more. */
  connect(): Promise<void>
  /** It is not waited for any more. */
  abandon(): void
  /**
   * The browser may be asking the visitor whether this connection is allowed. Without it nobody could be told, and the
   * connection has no longer than others: a lost one is tried again soon.
   */
  onQuestion?(): void
}

/** Waits for a connection as long as that makes sense, and finds out why there is none. */
export interface ConnectionGate {
  /** Rejects with `ForbiddenByPage` or `DeniedByVisitor` where that is the reason. */
  pass(attempt: Attempt): Promise<void>
  close(): void
}

export function createConnectionGate(
  server: string,
  clock: Clock,
  permission = localNetworkPermission,
): ConnectionGate {
  let isForbidden = false
  const waiting = new Set<(reason: Error) => void>()
  const stop = watchPolicy((origin) => {
    if (origin !== originOf(server)) return
    isForbidden = true
    for (const refuse of waiting) refuse(new ForbiddenByPage())
  })

  /** False where the server says nothing. */
  async function passed(
    { connect, onQuestion }: Attempt,
    forbidden: Promise<never>,
  ): Promise<boolean> {
    const connected = Promise.race([connect().then(() => true), forbidden])
    // It may fail when nobody waits for it any more.
    connected.catch(() => undefined)
    if (await unlessDenied(within(clock, ASKED_MS, connected, false))) return true
    if (onQuestion === undefined || (await permission()) !== 'prompt') {
      return await within(clock, CONNECT_MS - ASKED_MS, connected, false)
    }
    onQuestion()
    return await unlessDenied(within(clock, QUESTION_MS - ASKED_MS, connected, false))
  }

  /** A failure that can be the visitor's no is told as such. */
  async function unlessDenied(connected: Promise<boolean>): Promise<boolean> {
    try {
      return await connected
    } catch (error) {
      if (error instanceof ForbiddenByPage || (await permission()) !== 'denied') throw error
      throw new DeniedByVisitor('the visitor denied local network access', { cause: error })
    }
  }

  return {
    async pass(attempt) {
      if (isForbidden) throw new ForbiddenByPage()
      let refuse: (reason: Error) => void = () => undefined
      const forbidden = new Promise<never>((_resolve, reject) => {
        refuse = reject
      })
      waiting.add(refuse)
      try {
        if (await passed(attempt, forbidden)) return
      } finally {
        waiting.delete(refuse)
      }
      attempt.abandon()
      throw new Error('no answer from the server')
    },
    close: stop,
  }
}
