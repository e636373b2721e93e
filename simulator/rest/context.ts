import type { CentreData } from '../config/data.ts'
import type { Faults } from '../faults/faults.ts'
import type { Fault, RouteName } from '../faults/schema.ts'
import type { Callbacks } from '../model/callbacks.ts'
import type { Sessions } from '../model/sessions.ts'
import type { Settings } from '../model/settings.ts'
import type { Tokens } from '../model/tokens.ts'
import type { Clock } from '../support/clock.ts'
import type { Backlog } from './backlog.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { Link } from './link.ts'

/** All that the REST service works on. */
export interface RestContext {
  readonly clock: Clock
  readonly data: CentreData
  readonly settings: Settings
  readonly sessions: Sessions
  readonly callbacks: Callbacks
  readonly tokens: Tokens
  readonly faults: Faults
  readonly journal: Journal
  readonly link: Link
  readonly backlog: Backlog
  readonly clientId: string
  readonly clientSecret: string
  /** Drops connections and tokens, and the sessions unless they are kept. */
  restart(options: { keepSessions: boolean; downMs: number }): void
  /** Called for a bug in the simulator itself. */
  failed(error: unknown): void
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that a route is. */
    operation?: RouteName
  }
  interface FastifyRequest {
    struck: readonly Fault[]
    entry: JournalEntry | undefined
  }
}
