import type { Channel } from '../../contract/settings.ts'

/** What every feature's screen gets: the ways out of it. */
export interface ScreenProps {
  /** Back to Home. */
  readonly home: () => void
  /** On to another channel, if it is open. */
  readonly go: (channel: Channel) => void
}
