import type { UnknownZone } from '../../contract/settings.ts'
import type { Zone } from '../../contract/zone.ts'
import type { Log } from '../platform/log.ts'
import { ours } from '../platform/said.ts'

/** The zone of whoever stands here. */
export interface OwnZone {
  /** This machine's; the centre's where the system names none that is known. */
  readonly zone: Zone
  readonly isKnown: boolean
  /** Looks anew: a system's zone may be set while the app runs. Between two looks nothing changes. */
  look(): void
  /** Called when a look has found another zone. */
  onChange(listener: () => void): void
}

interface Options {
  /** The machine's zone as it is now; undefined where it names none that is known. */
  readonly find: () => Zone | undefined
  readonly centre: Zone
  readonly log: Log
}

/**
 * One zone for what a customer sees, for what leaves and for what the agent is told: the one in force when they began to
 * choose. It is looked for when a visit begins and when the callback is opened.
 */
export function createOwnZone({ find, centre, log }: Options): OwnZone {
  const listeners: (() => void)[] = []
  let found = find()
  return {
    get zone() {
      return found ?? centre
    },
    get isKnown() {
      return found !== undefined
    },
    look() {
      const now = find()
      if (now?.name === found?.name) return
      found = now
      log.info('the time zone of this machine has changed', {
        zone: ours((now ?? centre).name),
        isKnown: now !== undefined,
      })
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.push(listener)
    },
  }
}

/** Whose zone is not known, where customers must be told; `isCentreGuessed`: the policy's was no zone. */
export function unknownZone(
  { isKnown }: Pick<OwnZone, 'isKnown'>,
  isCentreGuessed: boolean,
): UnknownZone | undefined {
  if (!isKnown) return 'device'
  return isCentreGuessed ? 'centre' : undefined
}
