import type { Channel, ChannelState, ChannelsView } from '../../../contract/settings.ts'
import { timeOf } from '../../../contract/moment.ts'
import { hourOf } from '../../lib/format.ts'
import { isToday, momentOf, type Words } from '../../lib/hours.ts'
import type { TextKey } from '../../lib/texts.ts'

/** One way to talk to us, as its card shows it. */
export interface Card {
  readonly channel: Channel
  readonly name: string
  /** The state in words; never a waiting time, which is unknown. */
  readonly state: string
  /** What to do instead, where this way is not open. */
  readonly instead: string | undefined
  readonly isOpen: boolean
  readonly isSuggested: boolean
}

/** The three cards, always in the same order: a closed one stays in its place. */
export function cardsOf(
  view: ChannelsView,
  has: (channel: Channel) => boolean,
  words: Words,
): readonly Card[] {
  const usable = view.channels.map((state): ChannelState =>
    has(state.channel) ? state : { channel: state.channel, state: 'off' },
  )
  const open = usable.filter(({ state }) => state === 'open').map(({ channel }) => channel)
  const next =
    view.suggested !== undefined && open.includes(view.suggested) ? view.suggested : open[0]
  return usable.map((state) => {
    const isOpen = state.state === 'open'
    return {
      channel: state.channel,
      name: words.t(`channel.${state.channel}.name`),
      state: stateOf(state, words),
      instead:
        isOpen || state.state === 'off' || next === undefined
          ? undefined
          : words.t(`channel.${next}.instead`),
      isOpen,
      isSuggested: isOpen && state.channel === view.suggested,
    }
  })
}

function stateOf(state: ChannelState, words: Words): string {
  const { t, style } = words
  switch (state.state) {
    case 'open':
      return state.until === undefined || !isToday(state.until, words)
        ? t(`channel.${state.channel}.open`)
        : t(`channel.${state.channel}.openUntil`, { time: timeOf(state.until, style) })
    case 'closed':
      return state.until === undefined
        ? t('channel.closed')
        : t('channel.closedUntil', { when: momentOf(state.until, words) })
    case 'off':
      return t('channel.off')
    case 'unavailable':
      if (state.reason === 'full') return t('channel.full')
      return t(state.reason === 'unreachable' ? 'channel.unreachable' : 'channel.unavailable')
  }
}

/** Which greeting fits the hour in the centre's zone. */
export function greetingOf({ now, style }: Words): TextKey {
  const hour = hourOf(now, style.zone)
  if (hour >= 5 && hour < 12) return 'home.greeting.morning'
  if (hour >= 12 && hour < 18) return 'home.greeting.afternoon'
  return hour >= 18 && hour < 23 ? 'home.greeting.evening' : 'home.greeting.night'
}

/** The line about the telephone, in three parts so that the number can stand out. */
export interface HelpLine {
  readonly before: string
  readonly number: string
  readonly after: string
}

/** A mark that no text holds: it keeps the number's place. */
const PLACE = '\uE000'

/** The foot of the ladder: with nothing open it is the way on, else it is for who prefers it. */
export function helpOf(
  view: ChannelsView,
  number: string | undefined,
  isAnyOpen: boolean,
  words: Words,
): HelpLine | undefined {
  const { t, style } = words
  const isTrouble = view.channels.some(({ state }) => state === 'unavailable')
  if (number === undefined) {
    if (isAnyOpen) return undefined
    const before = t(isTrouble ? 'home.troubleNone' : 'home.phoneNone')
    return { before, number: '', after: '' }
  }
  const until =
    view.openUntil !== undefined && isToday(view.openUntil, words) ? view.openUntil : undefined
  const text = !isAnyOpen
    ? t(isTrouble ? 'home.troublePhone' : 'home.phoneOnly', { number: PLACE })
    : until === undefined
      ? t('home.phone', { number: PLACE })
      : t('home.phoneUntil', { number: PLACE, time: timeOf(until, style) })
  const [before = '', after = ''] = text.split(PLACE)
  return { before, number, after }
}

/** The languages to show at once, the one in use among them; the others are behind one button. */
export function shownLanguages(
  languages: readonly string[],
  current: string,
  room: number,
): { readonly shown: readonly string[]; readonly isMore: boolean } {
  if (languages.length <= room) return { shown: languages, isMore: false }
  const first = languages.slice(0, room - 1)
  const shown = first.includes(current) ? first : [...first.slice(0, -1), current]
  return { shown, isMore: true }
}
