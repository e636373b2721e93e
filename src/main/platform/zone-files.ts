import { readFileSync } from 'node:fs'

/** Where systems keep their zone files; Windows has none. */
const FOLDERS = ['/usr/share/zoneinfo', '/var/db/timezone/zoneinfo']

/** The system's file of an IANA zone; undefined where there is none. */
export function readZone(zone: string): Uint8Array | undefined {
  if (!/^[A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*$/u.test(zone)) return undefined
  for (const folder of FOLDERS) {
    try {
      return readFileSync(`${folder}/${zone}`)
    } catch {
      // Not there: the next folder.
    }
  }
  return undefined
}
