import type { Bridge } from '../contract/contract.ts'
import type { SettingsView } from '../contract/settings.ts'
import type { VisitView } from '../contract/visit.ts'
import { callbackScenarios, fakeCallback } from './features/callback/fake-scenarios.ts'
import { chatScenarios } from './features/chat/fake-scenarios.ts'
import { fakeChat } from './features/chat/fake-chat.ts'
import { fakeBridge } from './lib/fake-bridge.ts'
import {
  closedChannels,
  FAKE_NOW,
  fakeSettings,
  fakeVisit,
  troubledChannels,
  type FakeViews,
} from './lib/fake-views.ts'

/*
 * For development only: `?fake=home&mode=kiosk&theme=dark&lang=ar&zoom=1.4&reach` shows a screen in a
 * plain browser, without main. `main.ts` asks for this file in development and nowhere else.
 */

const scenarios: Readonly<Record<string, (visit: VisitView) => Partial<FakeViews>>> = {
  home: (visit) => ({ visit }),
  'home-closed': (visit) => ({ visit, channels: closedChannels }),
  'home-trouble': (visit) => ({ visit, channels: troubledChannels }),
  attract: (visit) => ({ visit: { ...visit, stage: 'absent' } }),
  warning: (visit) => ({
    visit: { ...visit, stage: 'warning', endsAt: Date.now() + 20_400, warningMs: 30_000 },
  }),
}

/** Names of all scenarios, for whoever looks at all of them. */
export const fakeNames: readonly string[] = [
  ...Object.keys(scenarios),
  ...chatScenarios,
  ...callbackScenarios,
]

const THEMES: Readonly<Record<string, SettingsView['theme']>> = {
  light: 'light',
  dark: 'dark',
  contrast: 'contrast',
  system: 'system',
}

/** The bridge for `?fake=NAME`, or undefined for an unknown name. */
export function fakeFor(name: string, options: URLSearchParams): Bridge | undefined {
  const visit: VisitView = {
    ...fakeVisit,
    language: options.get('lang') ?? 'en',
    comfort: {
      theme: 'default',
      textZoom: Number(options.get('zoom') ?? '1'),
      reach: options.has('reach'),
    },
  }
  const accent = options.get('accent')
  const settings: SettingsView = {
    ...fakeSettings,
    mode: options.get('mode') === 'desktop' ? 'desktop' : 'kiosk',
    theme: THEMES[options.get('theme') ?? 'light'] ?? 'light',
    brand: { name: 'Nordlicht', ...(accent === null ? {} : { accent: `#${accent}` }) },
  }
  const played = fakeChat(name) ?? fakeCallback(name)
  const views = scenarios[name]?.(visit) ?? (played === undefined ? undefined : { visit })
  if (views === undefined) return undefined
  return fakeBridge({ settings, ...views }, played).bridge
}

export { FAKE_NOW }
