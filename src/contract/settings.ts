import type { View } from './define.ts'
import type { Zone } from './zone.ts'

/** Every channel, in the order in which they are offered: which to name when another is closed. */
export const LADDER = ['chat', 'callback', 'call'] as const

export type Channel = (typeof LADDER)[number]

export interface Topic {
  /** What the contact centre gets as `destination` (R75). */
  readonly key: string
  /** Shown to the customer, by language; `*` where a language has no text of its own. */
  readonly labels: Readonly<Record<string, string>>
  readonly icon?: TopicIcon
}

export type TopicIcon =
  'order' | 'device' | 'repair' | 'invoice' | 'advice' | 'contract' | 'travel' | 'health' | 'other'

export interface CallDestination {
  /** R239: the key configured in the Application Server. */
  readonly key: string
  readonly labels: Readonly<Record<string, string>>
}

export type Theme = 'light' | 'dark' | 'contrast'

/** What the customer agrees to, where the policy has a text of its own. */
export interface ConsentView {
  /** By language; the built-in text where there is none. */
  readonly texts: Readonly<Record<string, string>>
  /** Where to read more, shown as a QR code. */
  readonly link?: { readonly url: string; readonly host: string }
}

/** Whose time zone is not known: the other's is used instead. */
export type UnknownZone = 'device' | 'centre'

/** What the renderer may know of the policy: looks, texts, limits. Never a secret. */
export interface SettingsView extends View {
  readonly mode: 'kiosk' | 'desktop'
  readonly appVersion: string
  readonly brand: {
    readonly name: string
    /** A CSS colour that replaces the accent, checked by main. */
    readonly accent?: string
  }
  /** BCP 47 tags offered to the customer; the first is the default. */
  readonly languages: readonly string[]
  /** Overrides of texts: language (or `*`) to key to text. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly theme: Theme | 'system'
  /** The card at the foot of the ladder: what is left when no channel is open. */
  readonly contact: { readonly phoneNumber?: string }
  /** What a kiosk shows between two visits; our own where left out. */
  readonly attract?: AttractView
  readonly consent?: ConsentView
  /** Zone of the contact centre. */
  readonly zone: Zone
  /** Zone of this machine: what happened here is told in the time of whoever reads it. */
  readonly ownZone: Zone
  /** Whose zone nobody knows: this machine's, so that `ownZone` is the centre's, or the centre's. Then times name it. */
  readonly unknownZone?: UnknownZone | undefined
  /** When the on-screen keyboard comes up: for a touch in kiosk mode, for any pointer, or not at all. */
  readonly keyboard: { readonly onScreen: 'kiosk' | 'always' | 'never' }
  readonly chat: {
    readonly topics: readonly Topic[]
    /** Longest message, in characters (code points). */
    readonly messageCharacters: number
    readonly askConsent: boolean
    readonly offerCallbackAfterSeconds: number
    /** How the transcript may be taken along at the end. */
    readonly transcript?: readonly ('print' | 'save')[]
  }
  readonly callback?: {
    /** The callback's slip may be printed. */
    readonly print: boolean
    /** Which numbers are called, wherever one is asked for; those of `src/phone/kinds.ts`. */
    readonly allow: { readonly countries: readonly string[]; readonly types: readonly string[] }
  }
  readonly call: {
    readonly destinations: readonly CallDestination[]
    /** R210: the customer is asked for a number. */
    readonly askNumber: boolean
  }
}

/** Texts by language; `*` where a language has none of its own. */
export interface AttractSlide {
  readonly headline: Readonly<Record<string, string>>
  readonly line?: Readonly<Record<string, string>>
  /** Name of its picture below `attract/` of the app's own origin. */
  readonly image?: string
}

export interface AttractView {
  readonly slides: readonly AttractSlide[]
  readonly secondsPerSlide: number
}

/** Whether a channel is open now, as main knows it from opening hours and from the centre. */
export interface ChannelState {
  readonly channel: Channel
  readonly state: 'open' | 'closed' | 'unavailable' | 'off'
  /** Epoch milliseconds: when an open channel closes today, or a closed one opens next. */
  readonly until?: number
  /** Why an unavailable channel is so. */
  readonly reason?: 'full' | 'not-licensed' | 'unreachable' | 'disabled' | 'trouble'
}

export interface ChannelsView extends View {
  /** Main's clock (corrected by the centre's `Date` header), epoch milliseconds. */
  readonly now: number
  readonly channels: readonly ChannelState[]
  readonly suggested?: Channel
  /** Opening hours of the house today, epoch milliseconds. */
  readonly openUntil?: number
  readonly opensAt?: number
}
