import type { AttractSlide } from '../../../contract/settings.ts'

/** Which slide of the attract loop is shown; no timer runs for a single slide. */
export class Slides {
  /** Of the one that is shown. */
  place = $state(0)
  /** Pictures that could not be shown: our own light stands in for them. */
  readonly #failed = $state<string[]>([])
  readonly #slides: readonly AttractSlide[]
  readonly #ms: number

  constructor(slides: readonly AttractSlide[], secondsPerSlide: number) {
    this.#slides = slides
    this.#ms = secondsPerSlide * 1000
  }

  get current(): AttractSlide | undefined {
    return this.#slides[this.place]
  }

  /** Address of the picture of the slide that is shown. */
  get picture(): string | undefined {
    return this.#pictureOf(this.place)
  }

  /** The picture before, over which the next one fades in, and that one. */
  get pictures(): readonly string[] {
    const before = (this.place + this.#slides.length - 1) % this.#slides.length
    const [last, picture] = [this.#pictureOf(before), this.picture]
    if (picture === undefined) return []
    return last === undefined || last === picture ? [picture] : [last, picture]
  }

  failed(picture: string): void {
    this.#failed.push(picture)
  }

  /** Begins to turn; what it answers ends that. */
  turn(): () => void {
    if (this.#slides.length < 2) return () => undefined
    const timer = setInterval(() => {
      this.place = (this.place + 1) % this.#slides.length
    }, this.#ms)
    return () => {
      clearInterval(timer)
    }
  }

  #pictureOf(place: number): string | undefined {
    const image = this.#slides[place]?.image
    if (image === undefined) return undefined
    const address = `/attract/${image}`
    return this.#failed.includes(address) ? undefined : address
  }
}
