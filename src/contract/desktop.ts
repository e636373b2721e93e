import type { View } from './define.ts'
import type { Channel } from './settings.ts'

/** What a `callpoint://` link asks for: a screen, filled in as far as it says. Nothing is sent. */
export interface Link {
  readonly channel: Channel
  /** Key of a topic of the policy, for the chat. */
  readonly topic?: string
}

export interface DesktopView extends View {
  /** The newest link that nobody has followed yet. */
  readonly link?: Link & {
    /** Grows with each link. */
    readonly number: number
  }
}
