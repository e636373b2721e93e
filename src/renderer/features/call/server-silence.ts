import type { CancelTimer, Clock } from './clock.ts'
import { QUIET_SERVER_MS, SILENT_SERVER_MS } from './live-call-times.ts'

interface SilenceParts {
  readonly clock: Clock
  /** Nothing for a while: the connection may be dead. */
  readonly onQuiet: () => void
  /** Nothing at all: there is no server. */
  readonly onSilent: () => void
}

/** Counts from an INVITE to the first word of the server. */
export class ServerSilence {
  readonly #parts: SilenceParts
  readonly #silence: CancelTimer
  #quiet: CancelTimer | undefined
  #isOver = false

  constructor(parts: SilenceParts) {
    this.#parts = parts
    this.#silence = parts.clock.after(SILENT_SERVER_MS, parts.onSilent)
  }

  /** The INVITE has left. */
  sent(): void {
    if (!this.#isOver) this.#quiet = this.#parts.clock.after(QUIET_SERVER_MS, this.#parts.onQuiet)
  }

  /** The server has said something, or it does not matter any more. */
  readonly stop = (): void => {
    this.#isOver = true
    this.#silence()
    this.#quiet?.()
  }
}
