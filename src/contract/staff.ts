import type { Given, View } from './define.ts'
import type { seenDevices, staffAction } from './inputs.ts'

export type Verdict = 'mend' | 'unknown' | 'well'

/** One line of the self-test, in the words of the language in use. Never a secret. */
export interface Finding {
  /** Stable name, for instance `centre`. */
  readonly id: string
  readonly verdict: Verdict
  readonly text: string
  /** A figure beside it, for instance `84 ms`. */
  readonly value?: string
  /** What to do about it. */
  readonly advice?: string
}

/** What only a page can see; absent where it could not look. */
export type SeenDevices = Given<typeof seenDevices>

export type StaffAction = Given<typeof staffAction>

/** A place where a visit may leave something. */
export type WipedStore =
  | 'chat'
  | 'callback'
  | 'call'
  | 'print'
  | 'clipboard'
  | 'cookies'
  | 'storage'
  | 'caches'
  | 'passwords'
  | 'viewer'
  | 'zoom'

/** What became of a visit's traces; nothing in it is of the customer. */
export interface WipeRecord {
  /** Number of the visit since the start of the app; 0 is the wipe at the start itself. */
  readonly visit: number
  /** When it began, epoch milliseconds, and how long it took. */
  readonly at: number
  readonly ms: number
  /** Nothing that matters was left: the next visit may begin. */
  readonly isWhole: boolean
  readonly stores: readonly {
    readonly store: WipedStore
    /** `late`: it gave no answer in time. */
    readonly outcome: 'wiped' | 'failed' | 'late'
  }[]
}

export interface StaffView extends View {
  readonly stage: 'closed' | 'asking' | 'open'
  readonly checking: boolean
  readonly findings: readonly Finding[]
  /** When it was last looked, epoch milliseconds. */
  readonly checkedAt?: number
  /** The device and its program, for the foot of the page. */
  readonly device: string
  readonly appVersion: string
  /** The last wipes, the newest first, while the page is open. */
  readonly wipes: readonly WipeRecord[]
  /** What may be done here. */
  readonly actions: readonly StaffAction[]
}
