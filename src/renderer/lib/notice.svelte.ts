import { announcer } from './announcer.svelte.ts'

/** Long enough to be read twice, milliseconds. */
const SHOWN_MS = 8000

/** One sentence over whatever screen there is: why something that was asked for did not happen. */
export class Notice {
  text = $state('')
  #timer: ReturnType<typeof setTimeout> | undefined

  show(text: string): void {
    this.clear()
    this.text = text
    announcer.say(text)
    this.#timer = setTimeout(() => {
      this.clear()
    }, SHOWN_MS)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.text = ''
  }
}

export const notice = new Notice()
