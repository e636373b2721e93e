import type { Given, View } from './define.ts'
import type { comfort } from './inputs.ts'

/** One customer's stay, owned by main: from the first touch to the wipe. */
export interface VisitView extends View {
  readonly stage: 'absent' | 'present' | 'warning'
  /** Grows with each visit; what belongs to an older one is dropped. */
  readonly number: number
  /** BCP 47 tag chosen by the customer. */
  readonly language: string
  readonly comfort: Comfort
  /** While `stage` is `warning`: when everything is wiped, epoch milliseconds of main's clock. */
  readonly endsAt?: number
  /** Length of the warning in milliseconds, so that a ring can run down. */
  readonly warningMs?: number
}

/** How the customer wants to see the app. */
export type Comfort = Given<typeof comfort>
