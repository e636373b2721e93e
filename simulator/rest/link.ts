import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../support/clock.ts'
import type { Settings } from '../model/settings.ts'

/** The connections of the server: what max-sockets and a restart deal with. */
export interface Link {
  /** Watches a server; `secure` for one over TLS. */
  watch(server: Server, secure: boolean): void
  /** A connection of the control API survives a restart. */
  spare(socket: Socket): void
  /** Whether the connection came above max-sockets and its requests shall get 503. */
  isExcess(socket: Socket): boolean
  isDown(): boolean
  /** The application is away for so many milliseconds, the server is not. */
  leave(ms: number): void
  isAway(): boolean
  /** Drops each connection that is not spared and refuses new ones for a while. */
  drop(downMs: number): void
  /** Drops every connection, for the end. */
  dropAll(): void
  open(): number
  /** How many have been accepted since the start. */
  accepted(): number
}

/** `maxSockets` 0 means any number (R14, question 10). */
export const createLink = (clock: Clock, settings: Settings, maxSockets: number): Link => {
  const sockets = new Set<Socket>()
  const spared = new WeakSet<Socket>()
  const excess = new WeakSet<Socket>()
  let accepted = 0
  let downUntil = Number.NEGATIVE_INFINITY
  let awayUntil = Number.NEGATIVE_INFINITY
  return {
    watch: (server, secure) => {
      server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => {
        accepted += 1
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        if (maxSockets === 0 || sockets.size <= maxSockets) return
        if (settings.switches.maxSocketsExceeded === 'drop') socket.destroy()
        else excess.add(socket)
      })
    },
    spare: (socket) => {
      spared.add(socket)
    },
    isExcess: (socket) => excess.has(socket),
    isDown: () => clock.now() < downUntil,
    leave: (ms) => {
      awayUntil = Math.max(awayUntil, clock.now() + ms)
    },
    isAway: () => clock.now() < awayUntil,
    drop: (downMs) => {
      downUntil = clock.now() + downMs
      for (const socket of [...sockets]) {
        if (!spared.has(socket)) socket.destroy()
      }
    },
    dropAll: () => {
      for (const socket of [...sockets]) socket.destroy()
    },
    open: () => sockets.size,
    accepted: () => accepted,
  }
}
