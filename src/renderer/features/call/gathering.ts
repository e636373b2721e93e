import type { CallGrant } from '../../../contract/call.ts'
import type { CancelTimer, Clock } from './clock.ts'

/** How long an offer waits for candidates at most, milliseconds. */
const LIMIT_MS = { host: 150, server: 700, relayOnly: 3000 } as const
/** And altogether, where not even a first candidate comes. */
const WHOLE_MS = 3000

export interface Gathering {
  /** Resolves once the candidates found so far are enough to be sent. */
  done(): Promise<void>
  stop(): void
}

type Connection = Pick<
  RTCPeerConnection,
  'addEventListener' | 'getTransceivers' | 'iceGatheringState'
>
type Wanted = 'host' | 'srflx' | 'relay'

/** The kind of candidate that is worth waiting for. */
export function wantedCandidate(grant: Pick<CallGrant, 'iceServers' | 'relayOnly'>): Wanted {
  const has = (scheme: string): boolean =>
    grant.iceServers.some(({ urls }) => urls.startsWith(scheme))
  if (grant.relayOnly || has('turn')) return 'relay'
  return has('stun') ? 'srflx' : 'host'
}

/**
 * Ends gathering as early as it is sound: with one candidate for each media line, since a peer without
 * BUNDLE needs one on each; where a relay or STUN server is configured, with one of that kind each.
 * Waiting for everything would cost 110 to 130 ms of a call's start, and 5 s where a server is silent.
 */
export function createGathering(
  connection: Connection,
  grant: Pick<CallGrant, 'iceServers' | 'relayOnly'>,
  clock: Clock,
): Gathering {
  const wanted = wantedCandidate(grant)
  const limit = grant.relayOnly
    ? LIMIT_MS.relayOnly
    : LIMIT_MS[wanted === 'host' ? 'host' : 'server']
  let found = new Set<string>()
  let resolve: (() => void) | undefined
  let timers: CancelTimer[] = []

  function finish(): void {
    for (const cancel of timers) cancel()
    timers = []
    const settle = resolve
    resolve = undefined
    settle?.()
  }

  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) {
      finish()
      return
    }
    if (candidate.candidate === '') return
    if (timers.length === 1) timers.push(clock.after(limit, finish))
    if (wanted !== 'host' && candidate.type !== wanted) return
    found.add(candidate.sdpMid ?? String(candidate.sdpMLineIndex))
    if (found.size >= transports(connection)) finish()
  })
  connection.addEventListener('icegatheringstatechange', () => {
    if (connection.iceGatheringState === 'complete') finish()
  })

  return {
    done() {
      finish()
      found = new Set()
      return new Promise((settle) => {
        resolve = settle
        timers = [clock.after(WHOLE_MS, finish)]
      })
    },
    stop: finish,
  }
}

/** Once both sides bundle there is one transport for all lines. */
function transports(connection: Pick<RTCPeerConnection, 'getTransceivers'>): number {
  const all = connection.getTransceivers().map(({ sender }) => sender.transport)
  return new Set(all.filter((transport) => transport !== null)).size || all.length
}
