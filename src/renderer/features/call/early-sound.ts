import type { CancelTimer, Clock } from './clock.ts'
import type { Peer } from './peer.ts'

/** How often it is looked whether something is heard, milliseconds. */
const LOOK_EVERY_MS = 100
/** And how often it is said again while it is, milliseconds. */
const SAY_EVERY_MS = 1000
/** The first sound takes its time, milliseconds. */
const FIRST_MS = 1500
/** Ringing pauses for four seconds at most (ITU-T E.180), milliseconds. */
const PAUSE_MS = 5000
/** Who sends sound sends a packet every 20 ms or so; after this time it does not any more, milliseconds. */
const GONE_MS = 600

export interface Listener {
  /** From the beginning, for another source. */
  start(): void
  stop(): void
}

interface Ears {
  /** Something is heard; again each second while it is. */
  readonly onHeard: () => void
  /** Nothing is heard from this source any more, or nothing ever was; again with each look. */
  readonly onIdle: () => void
}

/** Tells whether anything of the other side is heard: sound that has energy, not packets that hold silence. */
export function createListener(
  peer: Pick<Peer, 'sound'>,
  clock: Clock,
  { onHeard, onIdle }: Ears,
): Listener {
  let timer: CancelTimer | undefined
  let last = { energy: 0, packets: 0 }
  let [startedAt, heardAt, packetAt, saidAt] = [0, 0, 0, 0]

  function later(): void {
    timer = clock.after(LOOK_EVERY_MS, () => {
      void look()
    })
  }

  async function look(): Promise<void> {
    const mine = timer
    const now = await peer.sound()
    if (timer !== mine) return
    const at = clock.now()
    if (now.packets > last.packets) packetAt = at
    const isHeard = now.energy > last.energy
    if (isHeard) heardAt = at
    last = now
    if (isHeard && at - saidAt >= SAY_EVERY_MS) {
      saidAt = at
      onHeard()
    }
    const isYoung = at - startedAt < FIRST_MS
    if (!isYoung && (at - heardAt >= PAUSE_MS || at - packetAt >= GONE_MS)) onIdle()
    if (timer === mine) later()
  }

  function stop(): void {
    timer?.()
    timer = undefined
  }

  return {
    start() {
      stop()
      startedAt = clock.now()
      heardAt = packetAt = saidAt = 0
      later()
    },
    stop,
  }
}
