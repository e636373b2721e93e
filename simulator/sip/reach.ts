import type { Clock } from '../support/clock.ts'
import type { SipRequest } from './message.ts'

/** One WebSocket, as the proxy sees it. */
export interface Connection {
  readonly id: number
  send(text: string): void
  /** Cuts it without a farewell. */
  cut(): void
}

/**
 * Where each user agent is reached now: the Via host (`sentBy`) that it keeps for its life, and the
 * WebSocket over which it last sent a request.
 */
export interface Reach {
  at(sentBy: string): Connection | undefined
  /** Takes from a request over which WebSocket its sender is reached. */
  learn(connection: Connection, request: SipRequest): void
  /** A WebSocket has closed. */
  gone(connection: Connection): void
  /** The connections under which a user is known, by registration or by its calls. */
  connectionsOf(user: string): readonly Connection[]
}

interface Deps {
  readonly clock: Clock
  /** Milliseconds until a client that lost its WebSocket and did not come back counts as lost; 0 for never. */
  readonly lostMs: () => number
  readonly lost: (connection: Connection, sentBy: string) => void
}

export const createReach = (deps: Deps): Reach => {
  const reach = new Map<string, Connection>()
  const users = new Map<string, Set<string>>()
  /** Who lost its WebSocket, with the one that was lost. */
  const lost = new Map<string, Connection>()

  /** A client that reconnects may be lost again: its time then restarts. */
  const watch = (connection: Connection, sentBy: string): void => {
    const lostMs = deps.lostMs()
    if (lostMs <= 0) return
    lost.set(sentBy, connection)
    deps.clock.after(lostMs, () => {
      if (lost.get(sentBy) !== connection) return
      lost.delete(sentBy)
      deps.lost(connection, sentBy)
    })
  }

  return {
    at: (sentBy) => reach.get(sentBy),
    learn: (connection, request) => {
      reach.set(request.sentBy, connection)
      lost.delete(request.sentBy)
      const hosts = users.get(request.from.user) ?? new Set()
      users.set(request.from.user, hosts.add(request.sentBy))
    },
    gone: (connection) => {
      for (const [sentBy, known] of reach) {
        if (known !== connection) continue
        reach.delete(sentBy)
        watch(connection, sentBy)
      }
      for (const [user, hosts] of users) {
        for (const sentBy of hosts) if (!reach.has(sentBy)) hosts.delete(sentBy)
        if (hosts.size === 0) users.delete(user)
      }
    },
    connectionsOf: (user) =>
      [...(users.get(user) ?? [])].flatMap((sentBy) => reach.get(sentBy) ?? []),
  }
}
