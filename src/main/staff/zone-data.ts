/** The zones in use, held against the zone files of this system (RFC 8536). */
export interface ZoneFacts {
  /** Of the data that this app reckons with, `2024a`. */
  readonly version: string
  /** Zones whose offset is another one at some time of the next year; none where the system has no files. */
  readonly wrong: readonly string[]
}

interface Options {
  /** IANA names. */
  readonly zones: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
  readonly version: string
  /** The system's file of a zone; undefined where there is none. */
  readonly read: (zone: string) => Uint8Array | undefined
}

const DAY_S = 86_400
const YEAR_DAYS = 366

/** Compares week by week, and an hour to each side of every change that the system's file knows. */
export function compareZones({ zones, now, version, read }: Options): ZoneFacts {
  const from = Math.floor(now / 1000)
  const to = from + YEAR_DAYS * DAY_S
  const wrong = [...new Set(zones)].filter((zone) => {
    const bytes = read(zone)
    const file = bytes === undefined ? undefined : readZoneFile(bytes)
    if (file === undefined) return false
    const moments = file.changes.flatMap((at) => [at - 3600, at + 3600])
    for (let at = from; at < to; at += 7 * DAY_S) moments.push(at)
    return moments
      .filter((at) => at >= from && at < to)
      .some((at) => {
        const theirs = file.offsetAt(at)
        return theirs !== undefined && theirs !== offsetHere(zone, at)
      })
  })
  return { version, wrong }
}

interface ZoneFile {
  /** When its offset changes, epoch seconds. */
  readonly changes: readonly number[]
  /** Seconds east of UTC; undefined beyond what the file says in numbers. */
  offsetAt(at: number): number | undefined
}

/** Reads the 64-bit part of a zone file; undefined where it is none. */
export function readZoneFile(bytes: Uint8Array): ZoneFile | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isZone = (at: number): boolean =>
    view.byteLength >= at + 44 && view.getUint32(at) === 0x545a6966
  if (!isZone(0) || view.getUint8(4) < 0x32) return undefined
  const counts = (at: number) => [20, 24, 28, 32, 36, 40].map((place) => view.getUint32(at + place))
  const [utc = 0, std = 0, leap = 0, times = 0, types = 0, chars = 0] = counts(0)
  const second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc
  if (!isZone(second)) return undefined
  const [utc2 = 0, std2 = 0, leap2 = 0, times2 = 0, types2 = 0, chars2 = 0] = counts(second)
  const data = second + 44
  const end = data + times2 * 9 + types2 * 6 + chars2 + leap2 * 12 + std2 + utc2
  if (view.byteLength < end) return undefined
  const changes = Array.from({ length: times2 }, (_, n) => Number(view.getBigInt64(data + n * 8)))
  const typeOf = (n: number): number => view.getUint8(data + times2 * 8 + n)
  const offsetOf = (type: number): number => view.getInt32(data + times2 * 9 + type * 6)
  // After the last change a rule goes on, or the last offset for good.
  const hasRule = new TextDecoder().decode(bytes.subarray(end)).includes(',')
  return {
    changes,
    offsetAt(at) {
      const next = changes.findIndex((change) => change > at)
      if (next === 0 || times2 === 0) return types2 === 0 ? undefined : offsetOf(0)
      if (next < 0) return hasRule ? undefined : offsetOf(typeOf(times2 - 1))
      return offsetOf(typeOf(next - 1))
    },
  }
}

/** What this app reckons with, seconds east of UTC. */
function offsetHere(zone: string, at: number): number | undefined {
  const format = formatterOf(zone)
  const parts = format?.formatToParts(at * 1000)
  const name = parts?.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/u.exec(name) ?? []
  if (!name.startsWith('GMT')) return undefined
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === '-' ? -total : total
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) {
    let made: Intl.DateTimeFormat | undefined
    try {
      made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    } catch {
      // A zone that this runtime does not know: the policy's own problem.
    }
    formatters.set(zone, made)
  }
  return formatters.get(zone)
}
