import type { CallbackWindow } from '../../../contract/callback.ts'
import { formatterOf, timeOf, type Style } from '../../../contract/moment.ts'
import { offsetAt, wallOf, type Zone } from '../../../contract/zone.ts'
import { hourOf } from '../../lib/format.ts'
import type { TextKey, Values } from '../../lib/texts.ts'
import { shortZoneOf } from '../../lib/zone-names.ts'

export type Translate = (key: TextKey, values?: Values) => string

/** What it takes to put a time into words. */
export interface Words {
  readonly t: Translate
  /** The customer's language and zone. */
  readonly style: Style
  /** Epoch milliseconds, by the clock that the planning goes by. */
  readonly now: number
}

export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening'

const DAY_MS = 86_400_000

/** `YYYY-MM-DD` in the zone. */
export function dateOf(at: number, zone: Zone): string {
  return new Date(wallOf(zone, at)).toISOString().slice(0, 10)
}

/** Whether the clocks of the zone show this time of this day twice, since they are put back. */
export function isTwice(at: number, zone: Zone): boolean {
  const wall = wallOf(zone, at)
  return [at - DAY_MS, at + DAY_MS].some((near) => {
    const other = at + (wall - at) - (wallOf(zone, near) - near)
    return other !== at && wallOf(zone, other) === wall
  })
}

/** Whether clocks in the two zones ever differ at these moments (epoch milliseconds). */
export function zonesDiffer(a: Zone, b: Zone, moments: readonly number[]): boolean {
  return moments.some((at) => offsetAt(a, at) !== offsetAt(b, at))
}

/**
 * `15:00–15:30`. Where the clocks are put back and a time comes twice, the zone's short name says
 * which of the two is meant (C54).
 */
export function rangeOf(window: CallbackWindow, { t, style }: Omit<Words, 'now'>): string {
  const { from, to, before, after } = endsOf(window, style)
  if (after === '') return t('callback.when.range', { from, to })
  return before === after
    ? `${t('callback.when.range', { from, to })} ${after}`
    : t('callback.when.range', { from: `${from} ${before} `, to: ` ${to} ${after}` })
}

/** Day and times of a window for a sentence; a time that comes twice has its zone's short name with it. */
export function sentencePartsOf(
  window: CallbackWindow,
  { style, now }: Omit<Words, 't'>,
): { readonly day: string; readonly from: string; readonly to: string } {
  const { from, to, before, after } = endsOf(window, style)
  return {
    day: dayWordsOf(dateOf(window.start, style.zone), style.language, now),
    from: `${from} ${before}`.trim(),
    to: `${to} ${after}`.trim(),
  }
}

/** Both times, with the short names of their zone where the clocks are put back and a time comes twice. */
function endsOf({ start, end }: CallbackWindow, style: Style) {
  const isClear = !isTwice(start, style.zone) && !isTwice(end, style.zone)
  return {
    from: timeOf(start, style),
    to: timeOf(end, style),
    before: isClear ? '' : shortZoneOf(start, style),
    after: isClear ? '' : shortZoneOf(end, style),
  }
}

/** `Today, 15:00–15:30`, or with weekday and date. `full` names the date always: for taking along. */
export function momentOf(window: CallbackWindow, words: Words, full = false): string {
  const { t, style, now } = words
  const date = dateOf(window.start, style.zone)
  return t('callback.when.moment', {
    day: full ? dayWordsOf(date, style.language, now) : dateWordsOf(date, words),
    range: rangeOf(window, words),
  })
}

/** `Today`, `Tomorrow`, or weekday and date. */
export function dateWordsOf(date: string, words: Words): string {
  const { t, style, now } = words
  const near = nearnessOf(date, words)
  return near === undefined ? dayWordsOf(date, style.language, now) : t(`callback.when.${near}`)
}

/** Whether a date of the customer's calendar is today's or tomorrow's. */
export function nearnessOf(
  date: string,
  { style, now }: Pick<Words, 'style' | 'now'>,
): 'today' | 'tomorrow' | undefined {
  const days = (noonOf(date) - noonOf(dateOf(now, style.zone))) / DAY_MS
  if (days === 0) return 'today'
  return days === 1 ? 'tomorrow' : undefined
}

/** `Wednesday 25 November`; with the year where it is another one than now. */
export function dayWordsOf(date: string, language: string, now: number): string {
  const isThisYear = date.startsWith(String(new Date(now).getUTCFullYear()))
  return formatterOf(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(noonOf(date))
}

/** `Tue 8 Dec`: for a tile that leads to other days. The number keeps to its month. */
export function shortDayOf(date: string, language: string): string {
  const wish = { weekday: 'short', day: 'numeric', month: 'short' } as const
  return formatterOf(language, wish)
    .format(noonOf(date))
    .replace(/(\d\.?)\s(?=\p{L})/u, '$1\u00A0')
}

/** The parts of a day's tile: `Wednesday`, `25`, `November`. */
export function tileOf(
  date: string,
  language: string,
  width: 'long' | 'short',
): { readonly weekday: string; readonly day: string; readonly month: string } {
  const noon = noonOf(date)
  return {
    weekday: formatterOf(language, { weekday: width }).format(noon),
    // Only the number: `25.` or `25日` would shift it to one side.
    day: String(Number(date.slice(8))),
    month: formatterOf(language, { month: width }).format(noon),
  }
}

export function partOf({ start }: CallbackWindow, zone: Zone): PartOfDay {
  const hour = hourOf(start, zone)
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 17 ? 'afternoon' : 'evening'
}

/** A calendar date as a moment in UTC from which its names can be written. */
function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`)
}
