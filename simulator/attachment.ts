import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ControlContext } from './control/context.ts'
import type { ControlRoute } from './control/routes.ts'
import type { Random } from './support/random.ts'

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** What something that shares the centre's server is given, before the server listens. */
export interface Seat {
  readonly server: Server
  /** Everything of the centre: its clock, settings, sessions, events, faults. */
  readonly context: ControlContext
  /** A stream of its own under the centre's seed. */
  readonly random: Random
  /** Takes WebSocket upgrades of one path; other paths are refused with 404. */
  upgrade(path: string, handler: UpgradeHandler): void
}

export interface Attached {
  /** Operations added to the control API, and to what GET /control describes. */
  readonly control?: readonly ControlRoute[]
  /** Ends everything that would keep the process alive. */
  close?(): void | Promise<void>
}

/** Something mounted on the centre's server, such as SIP over WebSocket at /sip. */
export type Attachment = (seat: Seat) => Attached
