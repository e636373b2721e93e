import type { Component } from 'svelte'
import type { ChatPhase } from '../contract/chat.ts'
import type { Channel } from '../contract/settings.ts'
import { i18n } from './lib/i18n.svelte.ts'
import type { ScreenProps } from './lib/screen.ts'
import { screens } from './screens.ts'

interface Place {
  readonly channel: Channel | 'home'
  readonly screen: Component<ScreenProps> | undefined
}

const HOME: Place = { channel: 'home', screen: undefined }

/**
 * Which screen is shown.
 * ```
 *          open(channel)              its code and texts are here
 *   home ----------------> opening ---------------------> channel
 *    ^                        |                              |
 *    +------------------------+------------------------------+
 *       home(), or the code did not come
 * ```
 */
export class Navigation {
  /** The channel whose code is on its way. */
  opening = $state<Channel>()
  #place = $state.raw(HOME)
  readonly #onfault: (error: unknown) => void
  readonly #load: Partial<typeof screens>

  readonly #texts: () => Promise<void>

  constructor(
    onfault: (error: unknown) => void,
    load: Partial<typeof screens> = screens,
    texts: () => Promise<void> = () => i18n.complete(),
  ) {
    this.#onfault = onfault
    this.#load = load
    this.#texts = texts
  }

  get place(): Place {
    return this.#place
  }

  has(channel: Channel): boolean {
    return this.#load[channel] !== undefined
  }

  /** Opens a channel's screen; a channel without one changes nothing. */
  async open(channel: Channel): Promise<void> {
    const load = this.#load[channel]
    if (load === undefined || this.#place.channel === channel || this.opening === channel) return
    this.opening = channel
    try {
      const [{ default: screen }] = await Promise.all([load(), this.#texts()])
      if (this.opening === channel) this.#place = { channel, screen }
    } catch (error) {
      if (this.opening === channel) this.#onfault(error)
    } finally {
      if (this.opening === channel) this.opening = undefined
    }
  }

  home(): void {
    this.opening = undefined
    this.#place = HOME
  }
}

/** A chat in this phase belongs on the screen, for instance one taken up again after a crash. */
export function isUnderWay(phase: ChatPhase): boolean {
  return phase !== 'idle' && phase !== 'starting' && phase !== 'failed'
}
