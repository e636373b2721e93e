/** Announcements are removed after this time, so that screen reader users do not find them later. */
const FORGET_MS = 8000

/** Says things to a screen reader, each once. `ui/Live.svelte` holds the two regions. */
export class Announcer {
  polite = $state('')
  assertive = $state('')
  #turn = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * `polite` waits until the reader is free, `assertive` interrupts. The same words twice in a row
   * are said twice: an unseen mark makes the second a change.
   */
  say(words: string, manner: 'polite' | 'assertive' = 'polite'): void {
    if (words === '') return
    this.#turn = !this.#turn
    this[manner] = this.#turn ? `${words}\u00A0` : words
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.clear()
    }, FORGET_MS)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.polite = this.assertive = ''
  }
}

export const announcer = new Announcer()
