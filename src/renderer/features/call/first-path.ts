import type { CancelTimer, Clock } from './clock.ts'
import { ELSEWHERE_MS, NO_MEDIA_MS } from './live-call-times.ts'
import type { Peer } from './peer.ts'

interface FirstPathParts {
  readonly clock: Clock
  readonly peer: Pick<Peer, 'isElsewhere' | 'connection'>
  /** A new way is to be looked for. */
  readonly onStuck: () => void
  readonly onNone: () => void
}

/** Waits for the first way of sound and picture after the answer; answers what ends the wait. */
export function awaitPath({ clock, peer, onStuck, onNone }: FirstPathParts): CancelTimer {
  const none = clock.after(NO_MEDIA_MS, onNone)
  // Chromium stays for up to six seconds with whom it heard before the answer, as long as that one answers to it.
  const stuck = clock.after(ELSEWHERE_MS, () => {
    if (peer.isElsewhere && peer.connection.connectionState !== 'connected') onStuck()
  })
  return () => {
    none()
    stuck()
  }
}
