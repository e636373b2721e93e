import type { Clock } from '../platform/clock.ts'
import type { AliveRecord } from './alive-record.ts'
import type { ChatConfig } from './config.ts'
import type { Journal, SessionRecord } from './journal.ts'
import type { Reaper } from './reaper.ts'

export interface ResumeDeps {
  readonly clock: Clock
  readonly journal: Journal
  readonly reaper: Reaper
  readonly aliveRecord: AliveRecord
  readonly config: () => ChatConfig
}

/**
 * Whether the chat of an earlier run may go on. An end is written down in two steps; the first alone
 * counts already. A session that redirects the customer has ended too, but its address is still to be shown.
 */
export function mayGoOn(left: SessionRecord, deps: ResumeDeps): boolean {
  if (deps.reaper.has(left.id) && !deps.journal.get('chat.redirect')) return false
  const { resumeBy, resumeWithinMs } = deps.config()
  if (resumeBy === 'same-boot') return deps.aliveRecord.isFresh(resumeWithinMs)
  // A clock that was set back makes a chat as doubtful as one set forward.
  return Math.abs(deps.clock.now() - left.aliveAt) <= resumeWithinMs
}
