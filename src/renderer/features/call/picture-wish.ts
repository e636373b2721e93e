import type { CancelTimer, Clock } from './clock.ts'
import type { Peer } from './peer.ts'

/** After the answer, or after the last frame, the next request, and so on: milliseconds. */
const AFTER_MS = [1000, 3000, 7000] as const
const LOOK_EVERY_MS = 500

export interface PictureWish {
  /** The call was answered. */
  begin(): void
  stop(): void
}

interface WishParts {
  readonly peer: Pick<Peer, 'picture'>
  readonly clock: Clock
  /** Asks for a whole picture; answers whether the other side takes such requests. Never rejects. */
  readonly ask: () => Promise<boolean>
}

/**
 * Asks for a whole picture by way of the signalling (RFC 5168) where data of one arrive and nothing can be made of them.
 * The browser asks in the media itself, which many gateways do not pass on. Three times for each gap, and never again
 * once the other side has refused.
 */
export function createPictureWish({ peer, clock, ask }: WishParts): PictureWish {
  let timer: CancelTimer | undefined
  let last = { frames: 0, packets: 0 }
  let seenAt = 0
  let asked = 0
  let isRefused = false
  let isOver = false

  // Read again after a wait.
  const isStopped = (): boolean => isOver

  function later(): void {
    timer = clock.after(LOOK_EVERY_MS, () => {
      void look()
    })
  }

  async function look(): Promise<void> {
    const now = await peer.picture()
    if (isStopped()) return
    const isArriving = now.packets > last.packets
    if (now.frames > last.frames) {
      seenAt = clock.now()
      asked = 0
    } else if (isArriving && clock.now() - seenAt >= (AFTER_MS[asked] ?? Infinity)) {
      asked += 1
      isRefused = !(await ask())
      if (isStopped() || isRefused) return
    } else if (!isArriving && asked === 0) {
      // Nothing is sent: on hold, or without a camera. The time counts from when something is.
      seenAt = clock.now()
    }
    last = now
    later()
  }

  return {
    begin() {
      seenAt = clock.now()
      later()
    },
    stop() {
      isOver = true
      timer?.()
    },
  }
}
