import { Temporal } from 'temporal-polyfill'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import type { CallbackDay, CallbackWindow } from '../../src/contract/callback.ts'
import { callbackBody } from '../../src/main/centre/outgoing.ts'
import { planDays, type Planning } from '../../src/main/callback/days.ts'
import { rangeOf } from '../../src/renderer/features/callback/times.ts'
import type { Campaign } from './lib/campaign.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Changes of clocks are looked for in five years from here. */
const FROM = Date.UTC(2026, 0, 1)
const TO = Date.UTC(2031, 0, 1)
/** No two changes of one zone come closer together than this. */
const STRIDE_MS = 12 * HOUR_MS
/** A rest shorter than this joins the window before it. */
const SHORTEST_MINUTES = 15
const HOME = 'Europe/Berlin'

export interface CalendarOptions {
  readonly seed: number
  /** All that this runtime knows by default. */
  readonly zones?: readonly string[]
  readonly say: (line: string) => void
}

export interface CalendarFigures {
  readonly zones: number
  /** Changes of clocks that were found. */
  readonly changes: number
  /** Windows that were judged. */
  readonly cases: number
  readonly wrong: number
}

/**
 * Callbacks are planned around every change of clocks of every zone, as the customer's zone, as the
 * centre's and as both, and laid on the wire. Another implementation of the calendar says what is
 * right (C10, C54).
 */
export function runCalendar({ seed, say, ...options }: CalendarOptions): CalendarFigures {
  const zones = options.zones ?? Intl.supportedValuesOf('timeZone')
  let changes = 0
  let cases = 0
  let wrong = 0
  for (const [place, zone] of zones.entries()) {
    const random = seededRandom(seed).fork(zone)
    const found = changesOf(zone)
    changes += found.length
    // A zone that leaves its clocks alone is tried at a moment of its own.
    const moments = found.length > 0 ? found : [random.int(FROM / HOUR_MS, TO / HOUR_MS) * HOUR_MS]
    for (const moment of moments) {
      for (const [centre, customer] of new Set([
        [zone, zone],
        [zone, HOME],
        [HOME, zone],
      ])) {
        const planning = drawPlanning(random, centre ?? zone, customer ?? zone)
        // The plan begins up to two days before the change, and reaches beyond it.
        const now = moment - random.int(0, 48 * 60) * MINUTE_MS
        const complaints: string[] = []
        cases += judge(planning, now, complaints)
        wrong += complaints.length
        for (const complaint of complaints.slice(0, 3)) {
          say(`${planning.timetable.zone} for ${planning.zone} at ${iso(now)}: ${complaint}`)
        }
      }
    }
    if ((place + 1) % 100 === 0) say(`${place + 1} zones, ${cases} windows, ${wrong} wrong`)
  }
  return { zones: zones.length, changes, cases, wrong }
}

/** Every moment at which the clocks of a zone are changed, to the minute. */
export function changesOf(zone: string): readonly number[] {
  const offset = (at: number): number =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds
  const changes: number[] = []
  for (let at = FROM; at < TO; at += STRIDE_MS) {
    let low = at
    let high = at + STRIDE_MS
    const before = offset(low)
    if (before === offset(high)) continue
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
      if (offset(middle) === before) low = middle
      else high = middle
    }
    changes.push(high)
  }
  return changes
}

function drawPlanning(random: Random, centre: string, customer: string): Planning {
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  // Sometimes the whole day, sometimes a night shift, sometimes two spans with a break.
  const first = random.int(0, 11) * 30
  const spans = random.pick([
    ['00:00-24:00'],
    [`${clock(first)}-${clock(first + random.int(1, 12) * 30)}`],
    [`22:00-${clock(random.int(2, 12) * 30)}`],
    ['00:30-02:30', `03:00-${clock(random.int(14, 47) * 30)}`],
  ])
  return {
    timetable: {
      hours: {
        monday: spans,
        tuesday: spans,
        wednesday: spans,
        thursday: spans,
        friday: spans,
        saturday: spans,
        sunday: spans,
      },
      holidays: [],
      zone: centre,
    },
    zone: customer,
    leadMinutes: random.int(0, 180),
    horizonDays: random.int(3, 5),
    windowMinutes: random.pick([15, 30, 45, 60, 120, 180]),
  }
}

/** Holds a plan against the other implementation; answers how many windows were looked at. */
function judge(planning: Planning, now: number, complaints: string[]): number {
  const planned = planDays(planning, now)
  const expected = expectedDays(planning, now)
  let looked = 0
  for (const [place, day] of expected.entries()) {
    const actual = planned[place]
    if (actual?.date !== day.date || actual.windows.length !== day.windows.length) {
      complaints.push(`${day.date}: ${wordsOf(actual)} instead of ${wordsOf(day)}`)
      looked += Math.max(1, day.windows.length)
      continue
    }
    for (const [index, window] of day.windows.entries()) {
      const found = actual.windows[index]
      looked += 1
      if (
        found?.start !== window.start ||
        found.end !== window.end ||
        found.state !== window.state
      ) {
        complaints.push(`${day.date}: window ${index} is ${wordsOf(actual)}`)
      } else {
        complaints.push(...wireComplaints(window))
      }
    }
    complaints.push(...alike(actual, planning.zone))
  }
  if (planned.length !== expected.length) complaints.push(`${planned.length} days`)
  return looked
}

/** What the calendar says that a plan must hold, without a line of the planner's. */
function expectedDays(planning: Planning, now: number): readonly CallbackDay[] {
  const { timetable, zone, horizonDays, leadMinutes } = planning
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  const windows: CallbackWindow[] = []
  // Where the clocks skip the break between two spans, the second goes on where the first ends.
  let covered = Number.NEGATIVE_INFINITY
  for (let offset = -3; offset <= horizonDays + 3; offset += 1) {
    const date = today.add({ days: offset })
    for (const span of timetable.hours?.monday ?? []) {
      const [from = '', to = ''] = span.split('-')
      const isNextDay = to === '24:00' || to <= from
      const end = isNextDay ? date.add({ days: 1 }) : date
      const opens = Math.max(covered, momentOf(date, from, timetable.zone))
      const closes = momentOf(end, to === '24:00' ? '00:00' : to, timetable.zone)
      windows.push(...cut(opens, closes, planning.windowMinutes))
      covered = Math.max(covered, closes)
    }
  }
  return Array.from({ length: horizonDays }, (_, offset) => {
    const date = today.add({ days: offset }).toString()
    return {
      date,
      windows: windows
        .filter(({ start }) => dateOf(start, zone) === date)
        .map((window) => ({
          ...window,
          state: window.start < now + leadMinutes * MINUTE_MS ? 'past' : 'open',
        })),
    }
  })
}

function momentOf(date: Temporal.PlainDate, time: string, zone: string): number {
  // A time that the clocks skip becomes the one after the gap; of two the earlier is meant.
  return date
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

function dateOf(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
}

function cut(start: number, end: number, minutes: number): readonly CallbackWindow[] {
  if (end <= start) return []
  const whole = Math.floor((end - start) / (minutes * MINUTE_MS))
  const edges = Array.from({ length: whole + 1 }, (_, at) => start + at * minutes * MINUTE_MS)
  const rest = end - (edges.at(-1) ?? start)
  if (rest >= SHORTEST_MINUTES * MINUTE_MS || (rest > 0 && whole === 0)) edges.push(end)
  else if (rest > 0) edges[edges.length - 1] = end
  return edges.slice(1).map((to, at) => ({ start: edges[at] ?? start, end: to }))
}

/** UTC without an offset, to the minute or to the second, and the same moment when read again. */
function wireComplaints(window: CallbackWindow): readonly string[] {
  const complaints: string[] = []
  for (const times of ['minutes', 'seconds'] as const) {
    const outgoing = callbackBody(
      {
        queueKey: 1,
        contactName: 'A',
        phoneNumber: '+491705550142',
        first: window,
        contactData: [],
        priority: 50,
      },
      times,
    )
    const body = outgoing.ok ? outgoing.body : {}
    for (const [field, at] of [
      ['firstAttemptStartTime', window.start],
      ['firstAttemptEndTime', window.end],
    ] as const) {
      const right = Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO('UTC')
        .toPlainDateTime()
        .toString({ smallestUnit: times === 'minutes' ? 'minute' : 'second' })
      const sent: unknown = Reflect.get(body, field)
      if (sent !== right) complaints.push(`${field} is ${String(sent)} instead of ${right}`)
    }
  }
  return complaints
}

/** Two windows of a day that read alike on the screen: nobody could tell which one is meant. */
function alike({ date, windows }: CallbackDay, zone: string): readonly string[] {
  const style = { language: 'en', zone }
  const labels = windows.map((window) =>
    rangeOf(window, {
      style,
      t: (_key, values = {}) => `${String(values['from'])}–${String(values['to'])}`,
    }),
  )
  return labels
    .filter((label, at) => labels.indexOf(label) !== at)
    .map((label) => `${date}: ${label} comes twice`)
}

function wordsOf(day: CallbackDay | undefined): string {
  if (day === undefined) return 'nothing'
  const windows = day.windows.map(({ start, end, state }) => `${iso(start)}/${iso(end)} ${state}`)
  return `${day.date} ${windows.join(', ') || 'closed'}`
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 16)
}

export const calendar: Campaign = {
  name: 'calendar',
  about:
    'Plans callbacks around every change of clocks of five years in every zone, judged by another calendar.',
  options: {},
  run({ seed, say }) {
    const { zones, changes, cases, wrong } = runCalendar({ seed, say })
    say(`${changes} changes of clocks`)
    return Promise.resolve({
      line: `calendar: zones=${zones} cases=${cases} wrong=${wrong}`,
      passed: wrong === 0 && cases > 0,
    })
  },
}
