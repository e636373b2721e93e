import type { Bridge } from '../contract/contract.ts'
import { ok } from '../contract/outcome.ts'
import type { Channel, SettingsView } from '../contract/settings.ts'
import type { StaffView } from '../contract/staff.ts'
import type { VisitView } from '../contract/visit.ts'
import { plugInDevices, press } from './features/call/fake-line.ts'
import { forgetCall } from './features/call/interrupted.ts'
import { callbackScenarios, fakeCallback } from './features/callback/fake-scenarios.ts'
import { chatScenarios } from './features/chat/fake-scenarios.ts'
import { fakeChat } from './features/chat/fake-chat.ts'
import { fakeBridge, FakeFeed, type Played } from './lib/fake-bridge.ts'
import {
  closedChannels,
  fakeSettings,
  fakeVisit,
  troubledChannels,
  type FakeViews,
} from './lib/fake-views.ts'

/*
 * For development only: `?fake=home&mode=kiosk&theme=dark&lang=ar&zoom=1.4&reach` shows a screen in a
 * plain browser, without main (`npm run dev -- --fake`). `main.ts` asks for this file in development and nowhere else.
 */

const scenarios: Readonly<Record<string, (visit: VisitView) => Partial<FakeViews>>> = {
  home: (visit) => ({ visit }),
  'home-closed': (visit) => ({ visit, channels: closedChannels }),
  'home-trouble': (visit) => ({ visit, channels: troubledChannels }),
  attract: (visit) => ({ visit: { ...visit, stage: 'absent' } }),
  'idle-warning': (visit) => ({
    visit: { ...visit, stage: 'warning', endsAt: Date.now() + 20_400, warningMs: 30_000 },
  }),
}

const TO_DEVICES = ['.call.instructions button.primary']
const TO_CALL = [...TO_DEVICES, '.call.devices .dial button']
/** Each with what is pressed on the way there. */
const callScenarios: Readonly<Record<string, readonly string[]>> = {
  'call-instructions': [],
  'call-devices': TO_DEVICES,
  'call-ringing': TO_CALL,
  'call-queued': TO_CALL,
  'call-announced': TO_CALL,
  'call-talking': TO_CALL,
}

const WIPED = (['chat', 'callback', 'call', 'print', 'clipboard', 'cookies', 'zoom'] as const).map(
  (store) => ({ store, outcome: 'wiped' }) as const,
)

const staffScenarios: Readonly<Record<string, Partial<StaffView>>> = {
  'staff-code': { stage: 'asking' },
  staff: {
    stage: 'open',
    checkedAt: Date.now(),
    device: 'Kiosk 7, Debian 12',
    actions: ['print', 'copy', 'restart', 'leave'],
    findings: [
      { id: 'centre', verdict: 'well', text: 'The contact centre answers', value: '84 ms' },
      { id: 'camera', verdict: 'mend', text: 'No camera', advice: 'Plug the camera in.' },
      {
        id: 'authority',
        verdict: 'mend',
        text: 'The file with the authority of the contact centre cannot be read',
        value: '/etc/callpoint/authorities/contact-centre-of-the-north.pem',
        advice:
          'put its PEM file at certificates.caFile, or run as the user of this app: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n centre -i FILE (the system’s own store does not count).',
      },
      { id: 'screen', verdict: 'unknown', text: 'Nobody has touched the screen yet' },
    ],
    wipes: [
      { visit: 7, at: Date.now(), ms: 84, isWhole: true, stores: WIPED },
      { visit: 0, at: Date.now() - 3_600_000, ms: 120, isWhole: true, stores: WIPED },
    ],
  },
}

/** Names of all scenarios. */
export const fakeNames: readonly string[] = [
  ...Object.keys(scenarios),
  ...chatScenarios,
  ...callbackScenarios,
  ...Object.keys(callScenarios),
  ...Object.keys(staffScenarios),
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
    // `zone=unknown`: nobody knows the zone of the machine.
    ...(options.get('zone') === 'unknown' ? { unknownZone: 'device' } : {}),
    theme: THEMES[options.get('theme') ?? 'light'] ?? 'light',
    brand: { name: 'Nordlicht', ...(accent === null ? {} : { accent: `#${accent}` }) },
  }
  const played = fakeChat(name) ?? fakeCallback(name) ?? fakeCall(name)
  const view = scenarios[name]?.(visit)
  if (view === undefined && !fakeNames.includes(name)) return undefined
  const { bridge, staff } = fakeBridge({ settings, visit, ...view }, played)
  staff.publish(staffScenarios[name] ?? {})
  const channel = channelOf(name)
  // A link shows its screen.
  return channel === undefined ? bridge : { ...bridge, desktop: linkedTo(bridge.desktop, channel) }
}

/** The channel whose screen a scenario shows, where the app does not show it by itself. */
function channelOf(name: string): Channel | undefined {
  if (callbackScenarios.includes(name)) return 'callback'
  if (name in callScenarios) return 'call'
  return chatScenarios.includes(name) ? 'chat' : undefined
}

function linkedTo(desktop: Bridge['desktop'], channel: Channel): Bridge['desktop'] {
  return { ...desktop, view: new FakeFeed({ revision: 1, link: { number: 1, channel } }) }
}

/** A call that is put through as far as the scenario goes; undefined for a name that is none of a call. */
function fakeCall(name: string): Played | undefined {
  const presses = callScenarios[name]
  if (presses === undefined) return undefined
  // A call of the page that was here before is none of this one's.
  forgetCall()
  plugInDevices(navigator.mediaDevices)
  press(presses)
  const grant = {
    server: 'wss://sip.example',
    target: 'sip:5000@example',
    identity: 'sip:me@example',
    displayName: '',
    iceServers: [],
    relayOnly: false,
    startKbps: 2500,
    dtmf: 'rfc4733',
    noAnswerSeconds: 45,
    queueSeconds: 900,
    transferHosts: [],
    headers: {},
  } as const
  return {
    answers: { call: { grant: () => ok({ ...grant, expiresAt: Date.now() + 3_600_000 }) } },
  }
}
