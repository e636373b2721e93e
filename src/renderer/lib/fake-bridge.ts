import type { CallbackView } from '../../contract/callback.ts'
import type { ChatView } from '../../contract/chat.ts'
import type { Bridge } from '../../contract/contract.ts'
import type { FeedReader, View } from '../../contract/define.ts'
import { done, fail, ok, type FailureCode } from '../../contract/outcome.ts'
import type { ChannelsView, SettingsView } from '../../contract/settings.ts'
import type { StaffView } from '../../contract/staff.ts'
import type { Comfort, VisitView } from '../../contract/visit.ts'

/*
 * An in-memory bridge for development and tests: screens can be looked at in a plain browser
 * (`?fake=NAME`). Only `src/renderer/fake.ts` and tests import it; it is not in the product.
 */

export interface FakeViews {
  readonly settings: SettingsView
  readonly channels: ChannelsView
  readonly visit: VisitView
  readonly chat: ChatView
  readonly callback: CallbackView
}

const COMFORT: Comfort = { theme: 'default', textZoom: 1, reach: false }

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
  zone: 'Europe/Berlin',
  ownZone: 'Europe/Berlin',
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

export const fakeChannels: ChannelsView = {
  revision: 1,
  now: FAKE_NOW,
  channels: [
    { channel: 'chat', state: 'open', until: FAKE_NOW + 5.5 * HOUR },
    { channel: 'callback', state: 'open' },
    { channel: 'call', state: 'open', until: FAKE_NOW + 3.5 * HOUR },
  ],
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
  zone: 'Europe/Berlin',
  centreZone: 'Europe/Berlin',
  now: FAKE_NOW,
  country: 'DE',
  askConsent: true,
  handover: {},
}

/** A feed that tests publish into. */
export class FakeFeed<V extends View> implements FeedReader<V> {
  view: V
  readonly #listeners = new Set<(view: V) => void>()

  constructor(view: V) {
    this.view = view
  }

  read(): Promise<V> {
    return Promise.resolve(structuredClone(this.view))
  }

  on(listener: (view: V) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(changes: Partial<V>): void {
    this.view = { ...this.view, ...changes, revision: this.view.revision + 1 }
    for (const listener of this.#listeners) listener(structuredClone(this.view))
  }
}

export interface FakeBridge {
  readonly bridge: Bridge
  readonly settings: FakeFeed<SettingsView>
  readonly channels: FakeFeed<ChannelsView>
  readonly visit: FakeFeed<VisitView>
  readonly chat: FakeFeed<ChatView>
  readonly callback: FakeFeed<CallbackView>
  readonly staff: FakeFeed<StaffView>
  /** Every call that went up, oldest first: `visit.touch`. */
  readonly calls: { readonly name: string; readonly input: unknown }[]
}

/** A bridge whose visit behaves like main's, and whose chat, callback and call refuse. */
export function fakeBridge(views: Partial<FakeViews> = {}): FakeBridge {
  const settings = new FakeFeed(views.settings ?? fakeSettings)
  const channels = new FakeFeed(views.channels ?? fakeChannels)
  const visit = new FakeFeed(views.visit ?? fakeVisit)
  const chat = new FakeFeed(views.chat ?? idleChat)
  const callback = new FakeFeed(views.callback ?? idleCallback)
  const calls: { name: string; input: unknown }[] = []
  const done$ = (name: string, run?: () => void) => (input: unknown) => {
    calls.push({ name, input })
    run?.()
    return Promise.resolve(done)
  }
  const refused = (name: string, code: FailureCode) => (input: unknown) => {
    calls.push({ name, input })
    return Promise.resolve(fail(code))
  }
  const present = (): void => {
    const { endsAt: _endsAt, warningMs: _warningMs, ...rest } = visit.view
    const number = rest.stage === 'absent' ? rest.number + 1 : rest.number
    visit.view = rest
    visit.publish({ stage: 'present', number })
  }
  const staff = new FakeFeed<StaffView>({
    revision: 1,
    stage: 'closed',
    checking: false,
    wipes: [],
    findings: [],
    device: '',
    appVersion: '0.0.0',
    actions: [],
  })
  const bridge: Bridge = {
    app: {
      ready: done$('app.ready'),
      alive: done$('app.alive'),
      fault: done$('app.fault'),
      settings,
      channels,
      pulse: new FakeFeed({ revision: 1 }),
    },
    visit: {
      touch: done$('visit.touch', present),
      stay: done$('visit.stay', present),
      end: done$('visit.end', () => {
        const language = settings.view.languages[0] ?? 'en'
        visit.publish({ stage: 'absent', comfort: COMFORT, language })
      }),
      language: (input) => {
        visit.publish(input)
        return done$('visit.language')(input)
      },
      comfort: (comfort) => {
        visit.publish({ comfort })
        return done$('visit.comfort')(comfort)
      },
      view: visit,
    },
    chat: {
      start: refused('chat.start', 'unreachable'),
      send: refused('chat.send', 'wrong-state'),
      draft: refused('chat.draft', 'wrong-state'),
      retry: refused('chat.retry', 'wrong-state'),
      discard: refused('chat.discard', 'wrong-state'),
      guard: refused('chat.guard', 'wrong-state'),
      end: refused('chat.end', 'wrong-state'),
      leave: refused('chat.leave', 'wrong-state'),
      history: refused('chat.history', 'wrong-state'),
      callMe: refused('chat.callMe', 'wrong-state'),
      declineCallMe: refused('chat.declineCallMe', 'wrong-state'),
      showPage: refused('chat.showPage', 'wrong-state'),
      viewerBounds: refused('chat.viewerBounds', 'not-found'),
      printTranscript: refused('chat.printTranscript', 'wrong-state'),
      saveTranscript: refused('chat.saveTranscript', 'wrong-state'),
      view: chat,
    },
    callback: {
      open: done$('callback.open'),
      request: refused('callback.request', 'unreachable'),
      guard: refused('callback.guard', 'wrong-state'),
      leave: done$('callback.leave'),
      saveCalendar: done$('callback.saveCalendar'),
      printSlip: done$('callback.printSlip'),
      view: callback,
    },
    call: {
      grant: refused('call.grant', 'disabled'),
      report: done$('call.report'),
      devices: done$('call.devices'),
      screens: () => Promise.resolve(ok([])),
      pickScreen: done$('call.pickScreen'),
      view: new FakeFeed({
        revision: 1,
        devices: {},
        screenShare: [],
        picking: false,
        nudge: 0,
      }),
    },
    desktop: {
      followed: done$('desktop.followed'),
      view: new FakeFeed({ revision: 1 }),
    },
    staff: {
      ask: done$('staff.ask'),
      open: refused('staff.open', 'not-allowed'),
      close: done$('staff.close'),
      check: done$('staff.check'),
      act: done$('staff.act'),
      view: staff,
    },
  }
  return { bridge, settings, channels, visit, chat, callback, staff, calls }
}
