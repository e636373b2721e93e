import CalendarClock from '@lucide/svelte/icons/calendar-clock'
import MessagesSquare from '@lucide/svelte/icons/messages-square'
import Video from '@lucide/svelte/icons/video'
import type { Channel, ChannelsView } from '../../contract/settings.ts'
import { t } from './i18n.svelte.ts'

const ICONS = { chat: MessagesSquare, callback: CalendarClock, call: Video } as const

/** Which of these channels are open, in this order: where one leads nowhere, another may. */
export function openWays<Some extends Channel>(
  channels: ChannelsView | undefined,
  some: readonly Some[],
): readonly Some[] {
  const isOpen = (wanted: Channel): boolean =>
    channels?.channels.some(({ channel, state }) => channel === wanted && state === 'open') ?? false
  return some.filter(isOpen)
}

/** A channel as a button that leads to it. */
export function wayOf<Some extends Channel>(key: Some) {
  return { key, icon: ICONS[key], title: t(`way.${key}`), text: t(`way.${key}Text`) }
}
