import type { Centre } from '../centre/api.ts'
import type { BootClock } from '../platform/boot-clock.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Random } from '../platform/random.ts'
import type { Store } from '../platform/store.ts'
import type { ChatConfig } from './config.ts'

export interface ChatDeps {
  readonly centre: Centre
  readonly clock: Clock
  readonly boot: BootClock
  readonly random: Random
  readonly log: Log
  /** Encrypted by its owner: it holds messages, a name and session ids. */
  readonly store: Store
  /** Read when a chat starts; a chat under way keeps what it began with. */
  config(): ChatConfig
  /** The present visit. */
  visit(): { readonly number: number; readonly language: string }
}
