import type { Given, View } from './define.ts'
import type { giveNumber, rect, startChat, transcriptWords } from './inputs.ts'
import type { Failure } from './outcome.ts'
import type { PageRef, Rich } from './rich.ts'

export type StartChat = Given<typeof startChat>

export type GiveNumber = Given<typeof giveNumber>

/**
 * ```
 * idle -> starting -> waiting -> talking -> ending -> ended -> idle
 *            |           |          |                   ^
 *            v           +----------+-------------------+   (ended by agent, server or loss)
 *          failed -> starting | idle
 * ```
 */
export type ChatPhase =
  'idle' | 'starting' | 'waiting' | 'talking' | 'ending' | 'ended' | 'failed' | 'redirected'

export type Delivery =
  /** Written down, not yet confirmed by the centre. */
  | 'sending'
  /** The centre accepted it (201). */
  | 'sent'
  /** Seen in the transcript that the centre keeps. */
  | 'delivered'
  /** Certainly not with the centre; the customer may try again. */
  | 'failed'
  /** It cannot be known; the customer decides. */
  | 'unknown'

export interface Person {
  /** Stable key within the chat, never shown. */
  readonly key: string
  readonly name: string
  readonly initials: string
}

interface EntryBase {
  /** Unique and stable within the chat. */
  readonly id: string
  /** When this device saw it, epoch milliseconds (C50). */
  readonly at: number
  /** `body` is the beginning of a long message: so many pieces follow (`chat.piece`). */
  readonly more?: number
}

export type Entry = EntryBase &
  (
    | {
        readonly kind: 'mine'
        readonly text: string
        readonly delivery: Delivery
        /** Why it failed, where that is known. */
        readonly failure?: Failure
      }
    | { readonly kind: 'agent'; readonly person: Person; readonly body: Rich }
    /** A customer's message that did not come from here (another device, a supervisor). */
    | { readonly kind: 'other'; readonly name: string; readonly body: Rich }
    | { readonly kind: 'system'; readonly name: string; readonly body: Rich }
    | {
        readonly kind: 'event'
        readonly event: 'agent-joined' | 'agent-left' | 'requeued' | 'customer-left' | 'redirected'
        readonly person?: Person
      }
    | {
        readonly kind: 'page'
        readonly person?: Person
        /** Absent where the address did not pass the URL policy. */
        readonly page?: PageRef
        readonly body: Rich
      }
    /** A message type nobody knows (C3): a neutral line, never lost. */
    | { readonly kind: 'unknown'; readonly name: string; readonly body: Rich }
  )

export interface CallMe {
  readonly person?: Person
  /** `failed`: the number has certainly not arrived; `unknown`: it may have. */
  readonly state: 'asked' | 'sending' | 'sent' | 'declined' | 'stale' | 'failed' | 'unknown'
  /** ISO 3166 code of the place: suggested beside the number. */
  readonly country: string
  /** With the country's code, once sent: `+49 40 5550142`. */
  readonly number?: string
}

/** A message held back by the sensitive-data guard until the customer decides. */
export interface GuardQuestion {
  readonly id: string
  readonly found: readonly ('card' | 'iban')[]
  /** The text with the findings masked, as it would be sent. */
  readonly masked: string
}

export interface ChatView extends View {
  readonly phase: ChatPhase
  /** The visit it belongs to. */
  readonly visit: number
  readonly customerName: string
  /** Epoch milliseconds; the waiting time is counted from here. */
  readonly startedAt?: number
  /** Whoever is in the conversation now; the last who spoke comes first. */
  readonly agents: readonly Person[]
  /** Names of agents who are typing. */
  readonly typing: readonly Person[]
  /** `lost` when polls have failed for a while: the customer is told, and it goes on trying. */
  readonly link: 'ok' | 'lost'
  /** The newest entries; `earlier` counts those before them (`chat.history`). */
  readonly entries: readonly Entry[]
  readonly earlier: number
  /** What the customer had typed (survives a crash). */
  readonly draft: string
  /** The page shown beside the chat; `state` is that of the safe viewer, once it has room. */
  readonly page?: PageRef & {
    readonly entryId: string
    readonly person?: Person
    readonly state?: 'loading' | 'shown' | 'failed'
  }
  readonly redirect?: PageRef
  readonly callMe?: CallMe
  readonly guard?: GuardQuestion
  /** True once the customer has waited so long that a callback is offered. */
  readonly offerCallback: boolean
  readonly end?: { readonly by: 'customer' | 'agent' | 'server' | 'visit'; readonly at: number }
  /** Why `failed`; the next open channel is in the channels' view. */
  readonly failure?: Failure
  /** True when this chat was taken up again after a restart. */
  readonly resumed: boolean
}

/** A rectangle of the window, in CSS pixels. */
export type Rect = Given<typeof rect>

/**
 * The words around a transcript on paper, in the customer's language and with the policy's
 * overrides. `{{name}}` stands for a person.
 */
export type TranscriptWords = Given<typeof transcriptWords>

export interface HistoryPage {
  readonly entries: readonly Entry[]
  readonly earlier: number
}

/** Entries kept in a view, fewer where they are long; older ones are read with `chat.history`. */
export const CHAT_TAIL = 200
