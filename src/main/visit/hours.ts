import { addDays, dateIn, instantIn, weekdayOf } from '../platform/wall-clock.ts'
import type { Hours } from '../settings/policy.ts'

/** When a channel is open: business hours and holidays, in the contact centre's zone. */
export interface Timetable {
  /** Always open where left out. */
  readonly hours?: Hours | undefined
  /** `YYYY-MM-DD`, closed all day. */
  readonly holidays: readonly string[]
  /** IANA zone. */
  readonly zone: string
}

/** Epoch milliseconds, `end` exclusive. */
export interface Interval {
  readonly start: number
  readonly end: number
}

export interface OpenState {
  readonly open: boolean
  /** When this changes next, epoch milliseconds; absent where it does not within a fortnight. */
  readonly until?: number
}

const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const
const HORIZON_DAYS = 15

/** The open intervals that begin on a day (`YYYY-MM-DD`), in order. A span that ends before it begins runs past midnight. */
export function intervalsOf(table: Timetable, date: string): readonly Interval[] {
  if (!table.hours || table.holidays.includes(date)) return []
  const weekday = WEEKDAYS[weekdayOf(date)]
  if (!weekday) return []
  return table.hours[weekday]
    .map((span) => {
      const [from = '', to = ''] = span.split('-')
      const start = instantIn(table.zone, date, from)
      const end = instantIn(table.zone, to > from ? date : addDays(date, 1), to)
      return { start, end }
    })
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
}

/** Whether it is open at `now` (epoch milliseconds), and until when. */
export function openState(table: Timetable, now: number): OpenState {
  if (!table.hours) return { open: true }
  const today = dateIn(table.zone, now)
  let open = false
  let until = now
  for (let offset = -1; offset < HORIZON_DAYS; offset += 1) {
    for (const { start, end } of intervalsOf(table, addDays(today, offset))) {
      if (end <= until) continue
      if (start <= until) {
        open = true
        until = end
      } else {
        return { open, until: open ? until : start }
      }
    }
  }
  // Nothing closes within the horizon: as good as always open.
  return { open }
}
