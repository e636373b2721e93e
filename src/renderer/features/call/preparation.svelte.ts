import { Check } from './check.svelte.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import type { LocalMedia } from './media.svelte.ts'
import { threeNotes, type Sounds } from './tones.ts'

interface PreparationDeps {
  readonly clock: Clock
  readonly local: LocalMedia
  readonly sounds: Sounds
  readonly connection: Connection
  readonly ready: () => ReturnType<Connection['ready']>
  /** The devices' screen is shown. */
  readonly isOpen: () => boolean
  /** Microphone and camera are open, or why they are not is known. */
  readonly onopened: () => void
}

/** What is made ready before a call: devices, connection and check, all at once. */
export class Preparation {
  readonly check = new Check()
  readonly #deps: PreparationDeps
  /** Grows when devices are opened or closed: what was begun before is dropped. */
  #turn = 0

  constructor(deps: PreparationDeps) {
    this.#deps = deps
  }

  async run(): Promise<void> {
    const { clock, local, sounds, connection, isOpen } = this.#deps
    if (!isOpen()) return
    const turn = ++this.#turn
    this.check.begin()
    const usable = this.#deps.ready().then((ready) => {
      if (ready.problem !== undefined) throw new Error(ready.problem)
      return ready
    })
    usable.catch(() => undefined)
    await local.open()
    if (turn !== this.#turn) return
    this.#deps.onopened()
    // Dialled meanwhile: there is nothing to check any more.
    if (!isOpen()) return
    const { audio, video } = local
    await this.check.run({ clock, context: sounds.context, audio, video, connection: usable })
    if (turn !== this.#turn || !isOpen() || audio === undefined) return
    connection.phone?.prepare(audio, video ?? null)
  }

  /** What was found of one device says nothing of another that took its place. */
  again(): void {
    if (this.#deps.isOpen() && !this.check.isRunning) void this.run()
  }

  async playTest(): Promise<void> {
    await this.#deps.sounds.play(threeNotes)
    if (this.#deps.isOpen()) this.check.heard = 'asked'
  }

  drop(): void {
    this.#turn += 1
    this.check.stop()
  }
}
