import type { CallGrant } from '../../../contract/call.ts'
import type { Clock } from './clock.ts'
import type { CallTarget, Line, Transfer } from './line.ts'
import type { Peer } from './peer.ts'
import type { DialOptions } from './phone-api.ts'

export interface LiveCallParts extends Pick<DialOptions, 'on'> {
  readonly line: Line
  readonly peer: Peer
  readonly grant: CallGrant
  readonly clock: Clock
  readonly random: () => number
  /** Where it goes instead of to the destination of its grant. */
  readonly to?: CallTarget
  /** The other side puts the call through. */
  readonly onTransfer: (transfer: Transfer) => void
}
