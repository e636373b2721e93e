import { within, type CancelTimer, type Clock } from './clock.ts'

/** How often the server is asked whether it is there, milliseconds. */
const EVERY_MS = 10_000
/** How long it may take to say so, milliseconds. */
const PATIENCE_MS = 4000

interface HeartbeatOptions {
  readonly clock: Clock
  readonly isLinked: () => boolean
  /** Resolves with any answer of the server's. */
  readonly ask: () => Promise<unknown>
  /** The connection is open by name only. */
  readonly onDead: () => void
}

export interface Heartbeat {
  start(): void
  stop(): void
}

/**
 * Finds a half-open connection: one that nobody has closed and that carries nothing any more. Without
 * being asked it would stay so for as long as the customer has nothing to send.
 */
export function createHeartbeat({ clock, isLinked, ask, onDead }: HeartbeatOptions): Heartbeat {
  let timer: CancelTimer | undefined
  let turn = 0

  function beat(): void {
    timer = clock.after(EVERY_MS, () => {
      void listen(turn).finally(() => {
        if (timer !== undefined) beat()
      })
    })
  }

  async function listen(began: number): Promise<void> {
    if (!isLinked()) return
    const isThere = await within(
      clock,
      PATIENCE_MS,
      ask().then(() => true),
      false,
    ).catch(() => false)
    if (!isThere && began === turn && isLinked()) onDead()
  }

  return {
    start() {
      if (timer === undefined) beat()
    },
    stop() {
      turn += 1
      timer?.()
      timer = undefined
    },
  }
}
