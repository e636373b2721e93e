/** A time zone as a list of its offsets: what it takes to tell the time in it, without the runtime's own zone data. */
export interface Zone {
  /** IANA name. */
  readonly name: string
  /** When the offset changes, epoch milliseconds, in order. */
  readonly changes: readonly number[]
  /** Minutes east of UTC: before the first change, and from each change on. */
  readonly offsets: readonly number[]
}

export const UTC: Zone = { name: 'UTC', changes: [], offsets: [0] }

/** Minutes east of UTC at `at` (epoch milliseconds). */
export function offsetAt({ changes, offsets }: Zone, at: number): number {
  // Where no change is still to come (-1), the last offset.
  return offsets.at(changes.findIndex((change) => at < change)) ?? 0
}

/** What the clocks of the zone show at `at`, as if it were UTC (epoch milliseconds). */
export function wallOf(zone: Zone, at: number): number {
  return at + offsetAt(zone, at) * 60_000
}
