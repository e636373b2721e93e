import type { Comfort } from '../../../contract/visit.ts'
import { announcer } from '../../lib/announcer.svelte.ts'
import { bridge } from '../../lib/bridge.ts'
import { i18n, t } from '../../lib/i18n.svelte.ts'
import { readable, speech } from '../../lib/speech.svelte.ts'
import { settings, visit } from '../../lib/views.svelte.ts'

/** Text sizes that one button goes through, smallest first; the last leads back to the first. */
const ZOOMS = [1, 1.2, 1.4] as const
const SIZE_WORDS = [
  'comfort.textSizeNormal',
  'comfort.textSizeLarge',
  'comfort.textSizeLargest',
] as const

/** What makes the screens easier to use; main keeps it for the visit. */
export class ComfortBar {
  readonly comfort = $derived(visit.view.comfort)
  /** 1 is the plain size, 3 the largest. */
  readonly zoomStep = $derived(
    Math.max(1, ZOOMS.filter((zoom) => this.comfort.textZoom >= zoom).length),
  )
  readonly isContrast = $derived(this.comfort.theme === 'contrast')
  readonly isLow = $derived(this.comfort.reach)
  /** On a desktop everything is within reach. */
  readonly canLower = $derived(settings.view.mode === 'kiosk')
  readonly canRead = $derived(speech.speaks(i18n.language))
  readonly isReading = $derived(speech.speaking)

  async nextTextSize(): Promise<void> {
    const step = this.zoomStep % ZOOMS.length
    await this.#set({ textZoom: ZOOMS[step] ?? 1 })
    announcer.say(t(SIZE_WORDS[step] ?? 'comfort.textSizeNormal'))
  }

  async toggleContrast(): Promise<void> {
    const on = !this.isContrast
    await this.#set({ theme: on ? 'contrast' : 'default' })
    announcer.say(t(on ? 'comfort.contrastOn' : 'comfort.contrastOff'))
  }

  async toggleReach(): Promise<void> {
    const on = !this.isLow
    await this.#set({ reach: on })
    announcer.say(t(on ? 'comfort.lowerOn' : 'comfort.lowerOff'))
  }

  /** Reads what is on the screen, or stops reading. */
  toggleReading(screen: Element | null): void {
    if (speech.speaking || screen === null) speech.stop()
    else speech.say(readable(screen), i18n.language)
  }

  async #set(change: Partial<Comfort>): Promise<void> {
    await bridge().visit.comfort({ ...this.comfort, ...change })
  }
}
