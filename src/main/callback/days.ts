import type { CallbackDay, CallbackWindow } from '../../contract/callback.ts'
import { addDays, dateIn } from '../platform/wall-clock.ts'
import { intervalsOf, type Interval, type Timetable } from '../visit/hours.ts'

export interface Planning {
  readonly timetable: Timetable
  /** IANA zone of the customer. */
  readonly zone: string
  readonly leadMinutes: number
  readonly horizonDays: number
  readonly windowMinutes: number
}

const MINUTE_MS = 60_000
/** Windows shorter than this are not offered at the end of a span. */
const SHORTEST_MINUTES = 15

/**
 * The days and windows that may be chosen at `now` (epoch milliseconds). Windows are cut from the
 * opening hours in the centre's zone and laid into the customer's calendar, so that a change of
 * clocks in either zone moves nothing: they are instants from the start.
 */
export function planDays(planning: Planning, now: number): readonly CallbackDay[] {
  const { timetable, zone, horizonDays } = planning
  const earliest = now + planning.leadMinutes * MINUTE_MS
  const today = dateIn(zone, now)
  const last = addDays(today, horizonDays - 1)
  const byDate = new Map<string, CallbackDay['windows'][number][]>()
  // The centre's day may begin up to a day before or after the customer's, and a night shift of it
  // reaches into the next.
  const start = addDays(dateIn(timetable.zone, now), -2)
  // Where the clocks skip the break between two spans they overlap: the second goes on where the
  // first ends, or one moment would be offered twice.
  let covered = Number.NEGATIVE_INFINITY
  for (let offset = 0; offset <= horizonDays + 3; offset += 1) {
    for (const interval of openIntervals(timetable, addDays(start, offset))) {
      const open = { start: Math.max(covered, interval.start), end: interval.end }
      covered = Math.max(covered, interval.end)
      for (const window of cut(open, planning.windowMinutes)) {
        const date = dateIn(zone, window.start)
        if (date < today || date > last) continue
        const windows = byDate.get(date) ?? []
        windows.push({ ...window, state: window.start < earliest ? 'past' : 'open' })
        byDate.set(date, windows)
      }
    }
  }
  return Array.from({ length: horizonDays }, (_, offset) => {
    const date = addDays(today, offset)
    return { date, windows: byDate.get(date) ?? [] }
  })
}

/** Whether `window` is one that is offered and still open. */
export function isOffered(days: readonly CallbackDay[], window: CallbackWindow): boolean {
  return days.some(({ windows }) =>
    windows.some(
      ({ start, end, state }) => state === 'open' && start === window.start && end === window.end,
    ),
  )
}

/** Always open means a whole day of windows, from midnight to midnight. */
function openIntervals(timetable: Timetable, date: string): readonly Interval[] {
  if (timetable.hours) return intervalsOf(timetable, date)
  const whole = ['00:00-24:00']
  const hours = {
    monday: whole,
    tuesday: whole,
    wednesday: whole,
    thursday: whole,
    friday: whole,
    saturday: whole,
    sunday: whole,
  }
  return intervalsOf({ ...timetable, hours }, date)
}

/** Windows of equal length from the beginning; a rest too short to be met joins the last one. */
function cut({ start, end }: Interval, minutes: number): readonly CallbackWindow[] {
  const length = minutes * MINUTE_MS
  const windows: { start: number; end: number }[] = []
  for (let from = start; from < end; from += length) {
    const to = Math.min(from + length, end)
    const previous = windows.at(-1)
    if (previous && to - from < SHORTEST_MINUTES * MINUTE_MS) previous.end = to
    else windows.push({ start: from, end: to })
  }
  return windows
}
