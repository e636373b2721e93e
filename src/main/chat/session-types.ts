import type { Piece } from '../../contract/pieces.ts'
import type { ChatView, Entry, HistoryPage } from '../../contract/chat.ts'
import type { PageRef } from '../../contract/rich.ts'
import type { CallMeService } from './call-me.ts'
import type { ChatEvent } from './chat-machine.ts'
import type { ChatDeps } from './deps.ts'
import type { Echo } from './echo.ts'
import type { Journal } from './journal.ts'
import type { Reaper } from './reaper.ts'

export interface SessionDeps extends ChatDeps {
  readonly journal: Journal
  readonly echo: Echo
  readonly reaper: Reaper
}

/** What a session tells the chat that owns it. */
export interface SessionHost {
  phase(): ChatView['phase']
  event(event: ChatEvent): void
  changed(): void
  ended(by: 'customer' | 'agent' | 'server'): void
}

export type SessionView = Pick<
  ChatView,
  'agents' | 'typing' | 'link' | 'entries' | 'earlier' | 'offerCallback'
> & {
  readonly page: ChatView['page'] | undefined
  readonly redirect: PageRef | undefined
  readonly callMe: ChatView['callMe'] | undefined
}

export type PageState = NonNullable<NonNullable<ChatView['page']>['state']>

/** One session on the centre, from its id to its end. Dead after `stop`: late answers change nothing. */
export interface Session {
  readonly view: SessionView
  readonly callMe: CallMeService
  readonly agentTyping: boolean
  begin(): void
  send(text: string): void
  retry(id: string): boolean
  discard(id: string): boolean
  draft(text: string): void
  showPage(entryId: string | null): boolean
  /** What the viewer says of the page beside the chat; of any other it is ignored. */
  pageState(entryId: string, state: PageState): boolean
  /** Every entry, oldest first. */
  transcript(): readonly Entry[]
  history(before: string, count: number): HistoryPage | undefined
  /** A piece of a long message, from 0: what follows its beginning. */
  piece(id: string, at: number): Piece | undefined
  /** The customer's end: last query, DELETE, one tolerant query (R33, C35, C56). */
  end(): Promise<void>
  /** No requests and no changes from here on; what is written down stays. */
  stop(): void
}
