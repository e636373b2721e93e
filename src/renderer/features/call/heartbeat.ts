import { within, type CancelTimer, type Clock } from './clock.ts'

/** How often the server is asked whether it is there, milliseconds. */
const EVERY_MS = 10_000
/** How long it may take to say so, milliseconds. */
const PATIENCE_MS = 4000
/** The same where there is reason to doubt, milliseconds: sound and picture have stopped too. */
const DOUBT_MS = 2000

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
  /** Asks now: sound and picture have stopped, and what took them may have taken the connection too. */
  doubt(): void
  stop(): void
}

/**
 * Finds a half-open connection: one that is not closed but no longer carries data. Without
 * being asked it would stay so for as long as the customer has nothing to send.
 */
export function createHeartbeat({ clock, isLinked, ask, onDead }: HeartbeatOptions): Heartbeat {
  let timer: CancelTimer | undefined
  let turn = 0

  function beat(): void {
    timer = clock.after(EVERY_MS, () => {
      void listen(turn, PATIENCE_MS).finally(() => {
        if (timer !== undefined) beat()
      })
    })
  }

  async function listen(began: number, patienceMs: number): Promise<void> {
    if (!isLinked()) return
    const isThere = await within(
      clock,
      patienceMs,
      ask().then(() => true),
      false,
    ).catch(() => false)
    if (isThere || began !== turn || !isLinked()) return
    // Another question that is still open was put to the dead one too.
    turn += 1
    onDead()
  }

  return {
    start() {
      if (timer === undefined) beat()
    },
    doubt() {
      if (timer !== undefined) void listen(turn, DOUBT_MS)
    },
    stop() {
      turn += 1
      timer?.()
      timer = undefined
    },
  }
}
