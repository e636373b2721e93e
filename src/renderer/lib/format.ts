import { baseOf } from '../../contract/language-tag.ts'
import { written, type Style } from '../../contract/moment.ts'
import type { Topic } from '../../contract/settings.ts'
import { wallOf, type Zone } from '../../contract/zone.ts'

/** The language in its own words, for those who read no other. */
export function nameOf(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return capitalised(name, language)
}

/** `Monday`. */
export function weekdayOf(at: number, style: Style): string {
  return written(at, style, { weekday: 'long' })
}

/** `4 January`. */
export function dayOf(at: number, style: Style): string {
  return written(at, style, { day: 'numeric', month: 'long' })
}

/** Hour of the day in the zone, 0 to 23. */
export function hourOf(at: number, zone: Zone): number {
  return new Date(wallOf(zone, at)).getUTCHours()
}

/** Days of the calendar from `from` to `to` in the zone: 0 is the same day. */
export function daysBetween(from: number, to: number, zone: Zone): number {
  const dayNumber = (at: number): number => Math.floor(wallOf(zone, at) / 86_400_000)
  return dayNumber(to) - dayNumber(from)
}

/** `Anna, Ben and Cleo`; with `or` as a disjunction. */
export function listOf(
  words: readonly string[],
  language: string,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type }).format(words)
}

/** With a capital letter at its beginning, as the language has it. */
export function capitalised(text: string, language: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(language) + text.slice(first.length)
}

/** The text of a language out of the policy: exact, base language, any (`*`), then the first. */
export function labelOf(labels: Topic['labels'], language: string): string {
  const label = labels[language] ?? labels[baseOf(language)] ?? labels['*']
  return label ?? Object.values(labels)[0] ?? ''
}

/** A phone number inside a sentence: it reads from left to right in every language, and on one line. */
export function isolated(number: string): string {
  return `\u2066${number.replaceAll(' ', '\u00a0')}\u2069`
}
