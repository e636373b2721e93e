import { readFileSync } from 'node:fs'

/** A zone file (RFC 8536). */
export interface ZoneFile {
  /** When its offset changes, epoch seconds. */
  readonly changes: readonly number[]
  /** Seconds east of UTC; undefined beyond what the file says in numbers. */
  offsetAt(at: number): number | undefined
}

/** Where systems keep their zone files; Windows has none. */
const FOLDERS = ['/usr/share/zoneinfo', '/var/db/timezone/zoneinfo']

/** The system's file of an IANA zone; undefined where there is none. */
export function readZone(zone: string): Uint8Array | undefined {
  return /^[A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*$/u.test(zone) ? readSystem(zone) : undefined
}

/** The edition of the system's zone files, `2026f`; undefined where they do not say. */
export function systemZoneVersion(): string | undefined {
  // Debian's and Red Hat's source of the files; what others keep beside them.
  for (const name of ['tzdata.zi', '+VERSION', 'version']) {
    const text = readSystem(name)?.subarray(0, 200).toString() ?? ''
    const version = /^(?:# version )?(\d{4}[a-z]{1,2})\b/u.exec(text)?.[1]
    if (version !== undefined) return version
  }
  return undefined
}

/** Names in the system's list of zones, the one that most people use of those that are alike. */
export function listedZones(): ReadonlySet<string> {
  const text = (readSystem('zone1970.tab') ?? readSystem('zone.tab'))?.toString() ?? ''
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  return new Set(lines.map((line) => line.split('\t')[2] ?? ''))
}

function readSystem(name: string): Buffer | undefined {
  for (const folder of FOLDERS) {
    try {
      return readFileSync(`${folder}/${name}`)
    } catch {
      // Not there: the next folder.
    }
  }
  return undefined
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
