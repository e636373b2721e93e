import type { CancelTimer, Clock } from './clock.ts'
import type { Negotiated } from './line.ts'

/** A path that is gone may come back by itself, milliseconds. */
const SELF_HEALING_MS = 2000
/** Between two attempts to find a new path, milliseconds. */
const RETRY_MS = 4000
/** A call without a path is given up, milliseconds: 30 s without network are survived. */
const LOST_MS = 45_000
/** Both sides asked at once (491): who waits how long is left to chance, milliseconds. */
const GLARE_MS = [700, 2000] as const

interface KeeperOptions {
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly isLinked: () => boolean
  /** A re-INVITE; with `restart` new ways through the network are looked for. */
  readonly negotiate: (restart: boolean) => Promise<Negotiated>
  readonly onPath: (isUp: boolean) => void
  readonly onLost: () => void
}

export interface Keeper {
  /** The call was answered. */
  begin(): void
  path(state: RTCPeerConnectionState): void
  /** The signalling came back, or the network changed: renegotiate. */
  renew(): void
  stop(): void
}

/**
 * Keeps an answered call alive. The path of sound and picture decides; signalling is only the means.
 * ```
 *            disconnected, failed                        45 s
 *   up ------------------------------> down ------------------------> lost
 *    ^                                  |  ^
 *    |  connected                       |  | every 4 s while the server can be reached:
 *    +----------------------------------+  +-- re-INVITE with ICE restart
 * ```
 */
export function createKeeper(options: KeeperOptions): Keeper {
  const { clock, random } = options
  let isAnswered = false
  let isDown = false
  let isStopped = false
  let isNegotiating = false
  /** Asked for while another negotiation was under way. */
  let isWanted = false
  let giveUp: CancelTimer | undefined
  let next: CancelTimer | undefined

  // Read again after each wait: it may have ended or been requested again.
  const isOver = (): boolean => isStopped
  const isAskedAgain = (): boolean => isWanted

  function schedule(ms: number): void {
    next?.()
    next = clock.after(ms, () => {
      next = undefined
      void negotiate()
    })
  }

  async function negotiate(): Promise<void> {
    if (isStopped || !isAnswered || !options.isLinked()) return
    if (isNegotiating) {
      isWanted = true
      return
    }
    isNegotiating = true
    isWanted = false
    const answer = await options.negotiate(isDown)
    isNegotiating = false
    if (isOver()) return
    if (answer === 'gone') {
      options.onLost()
      return
    }
    const [least, most] = GLARE_MS
    if (answer === 'busy') schedule(least + random() * (most - least))
    else if (isAskedAgain()) void negotiate()
    else if (isDown) schedule(RETRY_MS)
  }

  return {
    begin() {
      isAnswered = true
      if (isDown) schedule(0)
    },
    path(state) {
      if (isStopped) return
      if (state === 'connected') {
        isDown = false
        next?.()
        giveUp?.()
        options.onPath(true)
        return
      }
      if (state !== 'disconnected' && state !== 'failed') return
      if (!isDown) {
        isDown = true
        options.onPath(false)
        giveUp = clock.after(LOST_MS, options.onLost)
      }
      schedule(state === 'failed' ? 0 : SELF_HEALING_MS)
    },
    renew() {
      schedule(0)
    },
    stop() {
      isStopped = true
      next?.()
      giveUp?.()
    },
  }
}
