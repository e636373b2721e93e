import { baseOf } from './language-tag.ts'
import { wallOf, type Zone } from './zone.ts'

/** How times are written: a language (BCP 47) and a zone. */
export interface Style {
  readonly language: string
  readonly zone: Zone
}

/**
 * The tag under which moments are written, on screen and on paper alike: the Gregorian calendar by which callbacks are
 * planned, and Western digits as in the phone numbers beside them, whatever the language (`th`, `fa`, `ar-SA`) or the
 * policy's own tag prefers. `en` alone is read as British, Arabic on the 24-hour clock, and midnight is never 24:05.
 * English for what is no tag.
 */
export function momentTag(language: string): string {
  const options = { calendar: 'gregory', numberingSystem: 'latn' }
  try {
    const locale = new Intl.Locale(language === 'en' ? 'en-GB' : language, options)
    const is24 = baseOf(language) === 'ar' || locale.hourCycle === 'h24'
    return (is24 ? new Intl.Locale(locale, { hourCycle: 'h23' }) : locale).toString()
  } catch {
    return new Intl.Locale('en-GB', options).toString()
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * The one place where a moment (epoch milliseconds) is written: what the clocks of the zone show, as if it were UTC. The
 * runtime's own zone data are never asked (ADR 13).
 */
export function written(at: number, style: Style, options: Intl.DateTimeFormatOptions): string {
  return formatterOf(style.language, options).format(wallOf(style.zone, at))
}

/** Writes dates of the calendar that are given in UTC. */
export function formatterOf(
  language: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options])
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(momentTag(language), { ...options, timeZone: 'UTC' })
  formatters.set(key, made)
  return made
}

/** `14:29`; `at` in epoch milliseconds. */
export function timeOf(at: number, style: Style): string {
  return written(at, style, { hour: 'numeric', minute: '2-digit' })
}

/** `Monday 4 January 2027`. */
export function fullDayOf(at: number, style: Style): string {
  return written(at, style, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}
