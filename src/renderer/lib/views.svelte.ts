import { bridge } from './bridge.ts'
import { Feed } from './feed.svelte.ts'

/** What main publishes for every screen. */
export const settings = new Feed('app.settings', () => bridge().app.settings)
export const channels = new Feed('app.channels', () => bridge().app.channels)
export const visit = new Feed('visit.view', () => bridge().visit.view)
export const desktop = new Feed('desktop.view', () => bridge().desktop.view)
export const staff = new Feed('staff.view', () => bridge().staff.view)
export const chat = new Feed('chat.view', () => bridge().chat.view)

/** Begins all of them; ends when each has its first view. */
export async function startViews(): Promise<void> {
  await Promise.all(
    [settings, channels, visit, chat, desktop, staff].map(async (each) => await each.start()),
  )
}
