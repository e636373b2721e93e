import type { CallView } from '../../contract/call.ts'
import type { CallbackView } from '../../contract/callback.ts'
import type { ChatView } from '../../contract/chat.ts'
import {
  LADDER,
  type Channel,
  type ChannelsView,
  type ChannelState,
  type SettingsView,
} from '../../contract/settings.ts'
import type { StaffView } from '../../contract/staff.ts'
import type { Comfort, VisitView } from '../../contract/visit.ts'
import { fakeZone } from './fake-zones.ts'

/* What the fake bridge shows where a test or a scenario says nothing else. */

export interface FakeViews {
  readonly settings: SettingsView
  readonly channels: ChannelsView
  readonly visit: VisitView
  readonly chat: ChatView
  readonly callback: CallbackView
}

export const COMFORT: Comfort = { theme: 'default', textZoom: 1, reach: false }

/** Tuesday, 24 November 2026, 14:30 in Berlin. */
export const FAKE_NOW = Date.parse('2026-11-24T13:30:00Z')
const HOUR = 3_600_000

export const fakeSettings: SettingsView = {
  revision: 1,
  mode: 'kiosk',
  appVersion: '0.0.0',
  brand: { name: 'Nordlicht' },
  languages: ['en', 'de', 'fi', 'ar'],
  texts: {},
  theme: 'light',
  contact: { phoneNumber: '040 5550 0142' },
  zone: fakeZone('Europe/Berlin'),
  ownZone: fakeZone('Europe/Berlin'),
  keyboard: { onScreen: 'kiosk' },
  chat: {
    topics: [
      {
        key: 'orders',
        icon: 'order',
        labels: { en: 'My order or delivery', de: 'Bestellung oder Lieferung' },
      },
      {
        key: 'devices',
        icon: 'device',
        labels: { en: 'Help with a device', de: 'Hilfe zum Gerät' },
      },
      {
        key: 'repair',
        icon: 'repair',
        labels: { en: 'Repair or warranty', de: 'Reparatur oder Garantie' },
      },
      {
        key: 'billing',
        icon: 'invoice',
        labels: { en: 'Invoice or payment', de: 'Rechnung oder Zahlung' },
      },
      {
        key: 'advice',
        icon: 'advice',
        labels: { en: 'Advice before I buy', de: 'Beratung vor dem Kauf' },
      },
      { key: 'other', icon: 'other', labels: { en: 'Something else', de: 'Etwas anderes' } },
    ],
    messageCharacters: 1000,
    askConsent: true,
    offerCallbackAfterSeconds: 60,
    transcript: ['print', 'save'],
  },
  call: {
    askNumber: false,
    destinations: [{ key: 'service', labels: { en: 'Service', de: 'Service' } }],
  },
}

/** Hours until a channel closes, where it does. */
const OPEN_HOURS: Readonly<Partial<Record<Channel, number>>> = { chat: 5.5, call: 3.5 }

export const fakeChannels: ChannelsView = {
  revision: 1,
  now: FAKE_NOW,
  channels: LADDER.map((channel): ChannelState => {
    const hours = OPEN_HOURS[channel]
    return {
      channel,
      state: 'open',
      ...(hours === undefined ? {} : { until: FAKE_NOW + hours * HOUR }),
    }
  }),
  suggested: 'chat',
  openUntil: FAKE_NOW + 5.5 * HOUR,
}

/** Everything closed until Monday, 9:00. */
export const closedChannels: ChannelsView = {
  revision: 1,
  now: FAKE_NOW,
  channels: [
    { channel: 'chat', state: 'closed', until: Date.parse('2026-11-30T08:00:00Z') },
    { channel: 'callback', state: 'open' },
    { channel: 'call', state: 'off' },
  ],
  suggested: 'callback',
  opensAt: Date.parse('2026-11-30T08:00:00Z'),
}

/** The contact centre cannot be reached. */
export const troubledChannels: ChannelsView = {
  ...fakeChannels,
  channels: [
    { channel: 'chat', state: 'unavailable', reason: 'unreachable' },
    { channel: 'callback', state: 'unavailable', reason: 'unreachable' },
    { channel: 'call', state: 'off' },
  ],
}

export const fakeVisit: VisitView = {
  revision: 1,
  stage: 'present',
  number: 1,
  language: 'en',
  comfort: COMFORT,
}

export const idleChat: ChatView = {
  revision: 1,
  phase: 'idle',
  visit: 1,
  customerName: '',
  agents: [],
  typing: [],
  link: 'ok',
  entries: [],
  earlier: 0,
  draft: '',
  offerCallback: false,
  resumed: false,
}

export const idleCallback: CallbackView = {
  revision: 1,
  phase: 'idle',
  availability: 'unknown',
  topics: [],
  days: [],
  zone: fakeZone('Europe/Berlin'),
  centreZone: fakeZone('Europe/Berlin'),
  now: FAKE_NOW,
  country: 'DE',
  askConsent: true,
  handover: {},
}

export const idleCall: CallView = {
  revision: 1,
  devices: {},
  screenShare: [],
  picking: false,
  nudge: 0,
}

export const closedStaff: StaffView = {
  revision: 1,
  stage: 'closed',
  checking: false,
  wipes: [],
  findings: [],
  device: '',
  appVersion: '0.0.0',
  actions: [],
}
