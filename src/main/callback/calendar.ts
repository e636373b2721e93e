import ical, { ICalCalendarMethod } from 'ical-generator'
import type { CallbackWindow } from '../../contract/callback.ts'

interface Entry {
  readonly business: string
  readonly topic: string
  readonly number: string
  readonly windows: readonly CallbackWindow[]
  /** Makes the entries' ids: the same slip saved twice is one entry. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** The slip as iCalendar (RFC 5545), in UTC and short: it must fit into a QR code. */
export function calendarOf({ business, topic, number, windows, id, now }: Entry): string {
  const calendar = ical({ prodId: '//Callpoint//EN', method: ICalCalendarMethod.PUBLISH })
  for (const [place, { start, end }] of windows.entries()) {
    calendar.createEvent({
      id: `${id}-${String(place + 1)}`,
      start: new Date(start),
      end: new Date(end),
      stamp: new Date(now),
      summary: `${business}: ${topic}`,
      description: number,
    })
  }
  return calendar.toString()
}
