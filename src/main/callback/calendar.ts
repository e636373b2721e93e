import ical, { ICalAlarmType } from 'ical-generator'
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

/** No METHOD goes with it: PUBLISH would ask for an organizer (RFC 5546), and without one it is taken for PUBLISH. */
const PRODUCT = '//Callpoint//EN'

/** Seconds before a call at which the customer's calendar reminds them. */
const REMINDER = 600

/** Characters of a title in a code; each further one makes the code harder to read. */
const TITLE_IN_CODE = 60

/** The slip as an iCalendar file (RFC 5545), in UTC: one entry for each time, with a reminder. */
export function calendarFile(entry: Entry): string {
  const calendar = ical({ prodId: PRODUCT })
  const summary = titleOf(entry)
  for (const event of eventsOf(entry)) {
    calendar
      .createEvent({ ...event, summary })
      .createAlarm({ type: ICalAlarmType.display, trigger: REMINDER, description: summary })
  }
  return calendar.toString()
}

/**
 * Each time of the slip as an iCalendar file of its own, as short as can be: one for each QR code, since phones keep the
 * first entry of a code and drop the rest. Their ids are those of the file.
 */
export function calendarCodes(entry: Entry): readonly string[] {
  return eventsOf(entry).map((event) => {
    const calendar = ical({ prodId: PRODUCT })
    calendar.createEvent({ ...event, summary: shortened(titleOf(entry)) })
    return calendar.toString()
  })
}

function eventsOf({ windows, id, number, now }: Entry) {
  return windows.map(({ start, end }, place) => ({
    id: `${id}-${String(place + 1)}`,
    start: new Date(start),
    end: new Date(end),
    stamp: new Date(now),
    description: number,
  }))
}

/** Without control characters, which no calendar may hold. */
function titleOf({ business, topic }: Entry): string {
  return `${business}: ${topic}`.replaceAll(/\p{Cc}+/gu, ' ')
}

function shortened(title: string): string {
  const characters = [...new Intl.Segmenter().segment(title)].map(({ segment }) => segment)
  if (characters.length <= TITLE_IN_CODE) return title
  return `${characters
    .slice(0, TITLE_IN_CODE - 1)
    .join('')
    .trimEnd()}…`
}
