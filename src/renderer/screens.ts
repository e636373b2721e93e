import type { Component } from 'svelte'
import type { Channel } from '../contract/settings.ts'
import type { ScreenProps } from './lib/screen.ts'

type Load = () => Promise<{ readonly default: Component<ScreenProps> }>

/** The screen of each channel, fetched when it is opened. A new channel's screen is one line here. */
export const screens: Readonly<Record<Channel, Load>> = {
  chat: () => import('./features/chat/Chat.svelte'),
  callback: () => import('./features/callback/Callback.svelte'),
  call: () => import('./features/call/Call.svelte'),
}
