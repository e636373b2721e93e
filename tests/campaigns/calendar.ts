import { readFileSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import type { CallbackDay, CallbackWindow } from '../../src/contract/callback.ts'
import { readZoneTable } from '../../src/contract/zone-table.ts'
import { callbackBody } from '../../src/main/centre/outgoing.ts'
import { planDays, type Planning } from '../../src/main/callback/days.ts'
import { useZones, zoneNamed, zones as zonesInForce } from '../../src/main/platform/zones.ts'
import { rangeOf } from '../../src/renderer/features/callback/times.ts'
import type { Campaign } from './lib/campaign.ts'
import { keptJudge, readJudge, zdumpOf, type ZoneJudge } from './lib/zone-judge.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS
/** Changes of clocks are looked for in these six years. */
const FROM = Date.UTC(2026, 0, 1)
const TO = Date.UTC(2032, 0, 1)
/** A rest shorter than this joins the window before it. */
const SHORTEST_MINUTES = 15
const HOME = 'Europe/Berlin'

export interface CalendarOptions {
  readonly seed: number
  readonly judge: ZoneJudge
  /** All that the judge knows by default. */
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
 * centre's and as both, laid on the wire and written on the screen. What is right is told by zdump's
 * offsets, not by data or code of the app (C10, C54).
 */
export function runCalendar({ seed, judge, say, ...options }: CalendarOptions): CalendarFigures {
  const zones = options.zones ?? judge.zones
  let changes = 0
  let cases = 0
  let wrong = 0
  for (const [place, zone] of zones.entries()) {
    const random = seededRandom(seed).fork(zone)
    const known = zonesInForce().find(zone)
    if (known === undefined) {
      cases += 1
      wrong += 1
      say(`${zone}: not known`)
      continue
    }
    const isIn = (at: number): boolean => at >= FROM && at < TO
    const found = judge.changesOf(zone).filter(isIn)
    changes += found.length
    // A change that only the app believes in is one too; and every year has a moment, whatever either knows of it.
    const moments = new Set([...found, ...known.changes.filter(isIn), ...momentsOf(found, random)])
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
        cases += held(judge, planning, now, complaints)
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

/** A moment in each year without a change of clocks. */
function momentsOf(changes: readonly number[], random: Random): readonly number[] {
  const years = Array.from({ length: 6 }, (_, year) => Date.UTC(2026 + year, 0, 1))
  const isStill = (from: number): boolean =>
    !changes.some((at) => at >= from && at < from + YEAR_MS)
  return years.filter(isStill).map((from) => from + random.int(0, 365 * 24) * HOUR_MS)
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

/** Holds a plan against the judge; answers how many windows were looked at. */
function held(judge: ZoneJudge, planning: Planning, now: number, complaints: string[]): number {
  const planned = planDays(planning, now)
  const expected = expectedDays(judge, planning, now)
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
        complaints.push(
          ...wireComplaints(window),
          ...screenComplaints(judge, window, planning.zone),
        )
      }
    }
    complaints.push(...alike(actual, planning.zone))
  }
  if (planned.length !== expected.length) complaints.push(`${planned.length} days`)
  return looked
}

/** What the calendar says that a plan must hold, without a line of the planner's. */
function expectedDays(judge: ZoneJudge, planning: Planning, now: number): readonly CallbackDay[] {
  const { timetable, zone, horizonDays, leadMinutes } = planning
  const today = Temporal.PlainDate.from(dateOf(judge, now, zone))
  const windows: CallbackWindow[] = []
  // Where the clocks skip the break between two spans, the second goes on where the first ends.
  let covered = Number.NEGATIVE_INFINITY
  for (let offset = -3; offset <= horizonDays + 3; offset += 1) {
    const date = today.add({ days: offset })
    for (const span of timetable.hours?.monday ?? []) {
      const [from = '', to = ''] = span.split('-')
      const isNextDay = to === '24:00' || to <= from
      const end = isNextDay ? date.add({ days: 1 }) : date
      const opens = Math.max(covered, momentOf(judge, date, from, timetable.zone))
      const closes = momentOf(judge, end, to === '24:00' ? '00:00' : to, timetable.zone)
      windows.push(...cut(opens, closes, planning.windowMinutes))
      covered = Math.max(covered, closes)
    }
  }
  return Array.from({ length: horizonDays }, (_, offset) => {
    const date = today.add({ days: offset }).toString()
    return {
      date,
      windows: windows
        .filter(({ start }) => dateOf(judge, start, zone) === date)
        .map((window) => ({
          ...window,
          state: window.start < now + leadMinutes * MINUTE_MS ? 'past' : 'open',
        })),
    }
  })
}

function momentOf(judge: ZoneJudge, date: Temporal.PlainDate, time: string, zone: string): number {
  const wall = Date.parse(`${date.toString()}T${time}:00Z`)
  const day = [-DAY_MS, -DAY_MS / 2, 0, DAY_MS / 2, DAY_MS].map((away) =>
    judge.offsetAt(zone, wall + away),
  )
  const shown = day
    .map((offset) => wall - offset)
    .filter((at) => at + judge.offsetAt(zone, at) === wall)
  // Of two the earlier is meant; a time that the clocks skip becomes the one after the gap.
  return shown.length > 0 ? Math.min(...shown) : wall - Math.min(...day)
}

function dateOf(judge: ZoneJudge, at: number, zone: string): string {
  return new Date(at + judge.offsetAt(zone, at)).toISOString().slice(0, 10)
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

/** What the screen says of a window, against what the clocks there show. */
function screenComplaints(
  judge: ZoneJudge,
  window: CallbackWindow,
  zone: string,
): readonly string[] {
  const clock = (at: number): string =>
    new Date(at + judge.offsetAt(zone, at)).toISOString().slice(11, 16).replace(/^0/u, '')
  const said = labelOf(window, zone).replaceAll(/ [A-Z][^ –]*|\s/gu, '')
  const right = `${clock(window.start)}–${clock(window.end)}`
  return said === right ? [] : [`${iso(window.start)} is written ${said} instead of ${right}`]
}

/** Two windows of a day that read alike on the screen: nobody could tell which one is meant. */
function alike({ date, windows }: CallbackDay, zone: string): readonly string[] {
  const labels = windows.map((window) => labelOf(window, zone))
  return labels
    .filter((label, at) => labels.indexOf(label) !== at)
    .map((label) => `${date}: ${label} comes twice`)
}

function labelOf(window: CallbackWindow, zone: string): string {
  return rangeOf(window, {
    style: { language: 'en', zone: zoneNamed(zone) },
    t: (_key, values = {}) => `${String(values['from'])}–${String(values['to'])}`,
  })
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
    'Plans callbacks around every change of clocks of six years in every zone, judged by what zdump said of Debian\u2019s zone files, or says of those in a folder such as /usr/share/zoneinfo. With other zone data of the app where a file of them is named.',
  options: { zoneinfo: 'FOLDER', data: 'FILE' },
  run({ seed, text, say }) {
    const [folder, file] = [text('zoneinfo'), text('data')]
    const judge = folder === undefined ? keptJudge() : readJudge(zdumpOf(folder))
    try {
      if (file !== undefined) useZones(readZoneTable(JSON.parse(readFileSync(file, 'utf8'))))
      say(`zone data ${zonesInForce().version}, judged by zdump of ${judge.version}`)
      const { zones, changes, cases, wrong } = runCalendar({ seed, judge, say })
      say(`${changes} changes of clocks`)
      return Promise.resolve({
        line: `calendar: zones=${zones} cases=${cases} wrong=${wrong}`,
        passed: wrong === 0 && cases > 0,
      })
    } finally {
      useZones(undefined)
    }
  },
}
