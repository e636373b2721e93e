import type { Channel } from '../../contract/settings.ts'

/** What every feature's screen gets: the ways out of it. */
export interface ScreenProps {
  /** Back to Home. */
  readonly home: () => void
  /** All is said and done: at a kiosk the visit ends, unless something else of it goes on; elsewhere back to Home. */
  readonly done: () => void
  /** On to another channel, if it is open. */
  readonly go: (channel: Channel) => void
}
