import type { Random } from '../../../simulator/support/random.ts'

/** JSON that can be changed by hand. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = Record<string, Json>

/** Never to be told by a problem of the policy. */
export const CANARIES = ['Kirschkern7391', 'Zaunkoenig2846', 'Marmelade5150', '58204917']

const HOSTS = ['help.example.com', '*.shop.example', 'docs.example.org', 'intra.example.net']
const PRINT = 'AB'.repeat(32)
const OTHER_PRINT = 'c4'.repeat(32)

/** A valid policy of a house that has set something in most sections, often strictly. */
export function drawPolicy(random: Random): JsonObject {
  const maybe = <T extends Json>(value: T): T | undefined =>
    random.int(0, 2) === 0 ? undefined : value
  const often = (value: boolean): boolean => (random.int(0, 3) === 0 ? !value : value)
  const some = (list: readonly string[]): string[] => list.filter(() => random.int(0, 1) === 0)
  const hours = (): JsonObject => ({
    monday: ['09:00-12:00', '13:00-17:30'],
    tuesday: [random.pick(['09:00-18:00', '08:15-16:45', '00:00-24:00'])],
    wednesday: ['10:00-14:00'],
    friday: [random.pick(['22:00-06:00', '09:00-15:00'])],
    saturday: [],
  })
  const whole: Record<string, Json | undefined> = {
    mode: random.pick(['kiosk', 'kiosk', 'desktop']),
    brand: maybe({ name: 'Möbelhaus Süd', accent: '#005a42' }),
    languages: maybe(random.pick([['de', 'en'], ['fi'], ['ar', 'en', 'de', 'fi']])),
    theme: maybe(random.pick(['light', 'dark', 'system'])),
    zone: maybe(random.pick(['Europe/Helsinki', 'Europe/Berlin', 'Asia/Riyadh'])),
    hours: maybe(hours()),
    holidays: maybe(['2026-12-25', '2026-12-26', '2027-01-01']),
    contact: maybe({ phoneNumber: '+49 89 5550142' }),
    site: maybe({ kiosk: 'Entrance', store: 'Munich' }),
    centre: {
      baseUrl: 'https://centre.example.com/rest',
      clientId: 'kiosk-7',
      clientSecret: CANARIES[0] ?? '',
      businessUnit: random.pick(['SOUTH', 'NORTH']),
      requestTimeoutSeconds: random.int(5, 30),
    },
    chat: maybe({
      enabled: often(false),
      ...(random.int(0, 1) === 0 ? { hours: hours() } : {}),
      topics: [
        { key: 'Service', labels: { '*': 'Service', de: 'Kundendienst' }, icon: 'repair' },
        { key: 'Sales', labels: { '*': 'Sales' } },
      ],
      askConsent: often(true),
      guard: often(true),
      transcript: often(false),
      messageCharacters: random.int(200, 4000),
    }),
    print: maybe({ enabled: often(false), printer: random.pick(['Counter', '']) }),
    pages: maybe({
      hosts: some(HOSTS),
      viewer: often(false),
      linkHosts: random.pick([['*'], ['help.example.com'], ['*.shop.example']]),
      privateHosts: some(['10.0.0.7', 'localhost']),
    }),
    callback: maybe({
      enabled: often(false),
      hours: hours(),
      askConsent: often(true),
      country: random.pick(['DE', 'FI', 'AT']),
      horizonDays: random.int(3, 30),
    }),
    call: maybe({
      enabled: often(false),
      server: 'wss://sip.example.com:7443/ws',
      user: 'kiosk-7',
      password: CANARIES[1] ?? '',
      turnSecret: CANARIES[2] ?? '',
      destinations: [
        { key: 'advice', label: 'Advice', pilotNumber: '5000' },
        { key: 'repair', label: 'Repair', pilotNumber: '5001' },
      ],
      iceServers: ['turn:relay.example.com:3478', 'stun:stun.example.com'],
      relayOnly: often(true),
      transfer: random.pick(['same-domain', 'never', ['pbx.example.com', 'sbc.example.com']]),
      screenShare: random.pick([[], ['app'], ['screen', 'window']]),
      contactHeaders: often(false),
    }),
    visit: maybe({
      idleSeconds: random.int(15, 90),
      warningSeconds: random.int(10, 30),
      waitingIdleSeconds: random.int(30, 200),
    }),
    desktop: maybe({ notifications: random.pick(['off', 'off', 'name']), tray: often(false) }),
    staff: maybe({ pin: CANARIES[3] ?? '', closeAfterSeconds: random.int(30, 400) }),
    secrets: maybe({ store: random.pick(['memory', 'keyring', 'key-file']) }),
    certificates: maybe({
      caFile: '/etc/callpoint/ca.pem',
      pins: { 'centre.example.com': [PRINT, OTHER_PRINT], 'sip.example.com': [OTHER_PRINT] },
    }),
    watchdog: maybe({ hangSeconds: random.int(2, 20), recycleAt: '04:15' }),
    log: maybe({ level: random.pick(['error', 'warn', 'info']) }),
  }
  const policy: JsonObject = {}
  for (const [name, value] of Object.entries(whole)) if (value !== undefined) policy[name] = value
  return policy
}
