import type { Socket } from 'node:net'
import { sleep } from '../support/clock.ts'
import type { Clock } from '../support/clock.ts'

/**
 * The system's queue of connections that the server has not accepted yet. It is first in, first out,
 * and a connection whose client has gone keeps its place: what the client had written by then is
 * read and carried out when its turn comes.
 */
export interface Backlog {
  /** No place is free for a new connection for so many milliseconds from now on. */
  fill(ms: number): void
  /**
   * Undefined where a request may go on at once: on a connection that has been accepted, or while
   * there is room. Otherwise resolves when its turn has come; false where a restart has emptied the
   * queue.
   */
  wait(socket: Socket): Promise<boolean> | undefined
  /** The server has stopped: who waits is never served. */
  empty(): void
}

export const createBacklog = (clock: Clock): Backlog => {
  const accepted = new WeakSet<Socket>()
  let fullUntil = Number.NEGATIVE_INFINITY
  let life = 0
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const turn = async (before: Promise<unknown>, mine: number): Promise<boolean> => {
    await before
    while (mine === life && clock.now() < fullUntil) await sleep(clock, fullUntil - clock.now())
    waiting -= 1
    return mine === life
  }

  return {
    fill: (ms) => {
      fullUntil = Math.max(fullUntil, clock.now() + ms)
    },
    wait: (socket) => {
      if (accepted.has(socket)) return undefined
      accepted.add(socket)
      if (waiting === 0 && clock.now() >= fullUntil) return undefined
      waiting += 1
      const mine = turn(last, life)
      last = mine
      return mine
    },
    empty: () => {
      life += 1
      fullUntil = Number.NEGATIVE_INFINITY
    },
  }
}
