import type { View } from './define.ts'

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
export interface SeenDevices {
  /** How many of each. */
  readonly cameras: number
  readonly microphones: number
  readonly speakers: number
}

export type StaffAction = 'print' | 'save' | 'copy' | 'restart' | 'leave'

export interface StaffView extends View {
  readonly stage: 'closed' | 'asking' | 'open'
  readonly checking: boolean
  readonly findings: readonly Finding[]
  /** When it was last looked, epoch milliseconds. */
  readonly checkedAt?: number
  /** The device and its program, for the foot of the page. */
  readonly device: string
  readonly appVersion: string
  /** What may be done here. */
  readonly actions: readonly StaffAction[]
}
