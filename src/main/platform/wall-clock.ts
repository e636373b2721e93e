import { offsetAt, wallOf } from '../../contract/zone.ts'
import { zoneNamed } from './zones.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The day of the calendar in a zone (IANA name), `YYYY-MM-DD`; `at` in epoch milliseconds. */
export function dateIn(zone: string, at: number): string {
  return dateOf(wallOf(zoneNamed(zone), at))
}

export function addDays(date: string, days: number): string {
  return dateOf(midnightOf(date) + days * DAY_MS)
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(midnightOf(date)).getUTCDay()
}

/**
 * The moment (epoch milliseconds) at which the clocks of a zone show `HH:MM` of a day; `24:00` is its end. A time that
 * the clocks skip becomes the one after the gap; of a time that comes twice the earlier is meant.
 */
export function instantIn(zone: string, date: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = midnightOf(date) + (hours * 60 + minutes) * MINUTE_MS
  const used = zoneNamed(zone)
  // A change of the offset is never larger than a day: one of the two is in force.
  const before = offsetAt(used, wall - DAY_MS)
  const after = offsetAt(used, wall + DAY_MS)
  const instants = [before, after].map((offset) => wall - offset * MINUTE_MS)
  const shown = instants.filter((at) => wallOf(used, at) === wall)
  return shown.length > 0 ? Math.min(...shown) : wall - before * MINUTE_MS
}

function midnightOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function dateOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10)
}
