import type { CancelTimer, Clock } from './clock.ts'
import { ringback, RINGBACK_EVERY_MS, type Sounds } from './tones.ts'

/** Who is answered at once hears no ringing, and starting a sound takes its time, milliseconds. */
const AFTER_MS = 300

/** Ringing pauses for four seconds at most (ITU-T E.180), milliseconds. */
const AFTER_SOUND_MS = 5000

/** The customer hears that it rings at the other side. */
export class Ringing {
  readonly #clock: Clock
  readonly #sounds: Sounds
  #next: CancelTimer | undefined

  constructor(clock: Clock, sounds: Sounds) {
    this.#clock = clock
    this.#sounds = sounds
  }

  start(): void {
    this.#later(AFTER_MS)
  }

  /** What the other side plays itself is heard: ours waits until nothing is for longer than any ringing pauses. */
  yield(): void {
    if (this.#next === undefined) return
    this.#sounds.hush()
    this.#later(AFTER_SOUND_MS)
  }

  stop(): void {
    this.#next?.()
    this.#next = undefined
    this.#sounds.hush()
  }

  #later(ms: number): void {
    this.#next?.()
    this.#next = this.#clock.after(ms, () => {
      void this.#sounds.play(ringback, 0.08)
      this.#later(RINGBACK_EVERY_MS)
    })
  }
}
