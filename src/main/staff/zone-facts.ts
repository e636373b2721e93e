import { offsetAt } from '../../contract/zone.ts'
import { readZoneFile } from '../platform/zone-files.ts'
import { isNewer, zones as inForce } from '../platform/zones.ts'

/** The zones in use, held against the zone files of this system (RFC 8536). */
export interface ZoneFacts {
  /** Of the data that this app goes by, `2026f`. */
  readonly version: string
  /** Of the system's files; absent where they do not say. */
  readonly system?: string
  /**
   * Zones whose offset is another one at some time of the next year by files that are not older; none where the system
   * has no files.
   */
  readonly wrong: readonly string[]
}

interface Options {
  /** IANA names. */
  readonly zones: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
  /** The edition of the system's files; undefined where they do not say. */
  readonly system: string | undefined
  /** The system's file of a zone; undefined where there is none. */
  readonly read: (zone: string) => Uint8Array | undefined
}

const DAY_S = 86_400
const YEAR_DAYS = 366

/** Compares week by week, and an hour to each side of every change that the system's file knows. */
export function compareZones({ zones, now, system, read }: Options): ZoneFacts {
  const { version } = inForce()
  const facts = system === undefined ? { version } : { version, system }
  if (system !== undefined && isNewer(version, system)) return { ...facts, wrong: [] }
  const from = Math.floor(now / 1000)
  const to = from + YEAR_DAYS * DAY_S
  const wrong = [...new Set(zones)].filter((name) => {
    const bytes = read(name)
    const zone = inForce().find(name)
    const file = bytes === undefined ? undefined : readZoneFile(bytes)
    if (file === undefined || zone === undefined) return false
    const moments = file.changes.flatMap((at) => [at - 3600, at + 3600])
    for (let at = from; at < to; at += 7 * DAY_S) moments.push(at)
    return moments
      .filter((at) => at >= from && at < to)
      .some((at) => {
        const theirs = file.offsetAt(at)
        return theirs !== undefined && theirs !== offsetAt(zone, at * 1000) * 60
      })
  })
  return { ...facts, wrong }
}
