import type { ChannelsView } from '../../contract/settings.ts'
import { timeOf, type Style } from '../../contract/moment.ts'
import { dayOf, daysBetween, weekdayOf } from './format.ts'
import type { TextKey, Values } from './texts.ts'

/** What it takes to put a moment into words. */
export interface Words {
  readonly t: (key: TextKey, values?: Values) => string
  readonly style: Style
  /** Epoch milliseconds of main's clock. */
  readonly now: number
}

/** Whether `at` (epoch milliseconds) lies on the present day of the centre's zone. */
export function isToday(at: number, { now, style }: Words): boolean {
  return daysBetween(now, at, style.zone) === 0
}

/** `Monday 9:00`: as little as it takes to know the day. */
export function momentOf(at: number, { t, style, now }: Words): string {
  const time = timeOf(at, style)
  const days = daysBetween(now, at, style.zone)
  if (days === 0) return t('when.today', { time })
  if (days === 1) return t('when.tomorrow', { time })
  if (days > 1 && days < 7) return t('when.weekday', { weekday: weekdayOf(at, style), time })
  return t('when.day', { day: dayOf(at, style), time })
}

/** The house as a whole: `Open today until 20:00`; undefined where it keeps no hours. */
export function hoursOf(view: ChannelsView, words: Words): string | undefined {
  const { t, style } = words
  if (view.openUntil !== undefined && isToday(view.openUntil, words)) {
    return t('home.openUntil', { time: timeOf(view.openUntil, style) })
  }
  if (view.opensAt !== undefined) {
    return t('home.closedUntil', { when: momentOf(view.opensAt, words) })
  }
  return undefined
}
