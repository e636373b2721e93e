import { isRecord } from './record.ts'

/**
 * What a key guards, and which of its possible values is the strictest: that value is in force if the
 * policy's own cannot be read and this machine has no last good one.
 */
export interface Rule {
  /** What a laxer value would open; undefined for a key that guards nothing. */
  readonly guards?: string
  /** The strictest value; undefined: the key is left out. */
  readonly strict?: unknown
  /** The strictest value takes precedence over the last good one. */
  readonly always?: true
  /** There is no strict value: this other key takes its own strictest one instead. */
  readonly closes?: string
  /** A secret: never remembered outside the vault, and what the vault holds counts. */
  readonly secret?: true
  /**
   * For a list or table that forbids something: its value if some entries could not be read. `read` holds
   * the readable ones, `given` all that was written, `before` the last good value.
   */
  readonly mend?: (read: unknown, given: unknown, before: unknown) => unknown
}

const free: Rule = {}
const secret: Rule = { secret: true, guards: 'a secret', strict: '' }
const guards = (
  what: string,
  strict: unknown,
  more: Pick<Rule, 'always' | 'closes' | 'mend'> = {},
): Rule => ({
  guards: what,
  strict,
  ...more,
})

/** A fingerprint that no certificate has. */
export const NO_CERTIFICATE = '00'.repeat(32)

const closed = guards('contact outside opening hours', [])
const openings = (path: string): Readonly<Record<string, Rule>> =>
  Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
      `${path}.${day}`,
      closed,
    ]),
  )

/**
 * Every key of the policy has a row here; a test compares them with the schema, so that nobody adds a key
 * without saying what it guards. `docs/configuration.md` is generated from this table.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  mode: guards('the lock of a kiosk', 'kiosk', { always: true }),
  'brand.name': free,
  'brand.accent': free,
  languages: free,
  texts: free,
  theme: free,
  zone: free,
  zoneFile: free,
  ...openings('hours'),
  holidays: guards('contact on a closed day', [], { mend: bothLists }),
  'attract.slides': free,
  'attract.secondsPerSlide': free,
  'contact.phoneNumber': free,
  'consent.version': guards('what a customer is said to have agreed to', '', { always: true }),
  'consent.texts': guards('what a customer is said to have agreed to', {}),
  'consent.link': free,
  'site.kiosk': free,
  'site.store': free,

  'centre.baseUrl': guards('where the credentials and what customers say go', undefined),
  'centre.clientId': free,
  'centre.clientSecret': secret,
  'centre.businessUnit': guards('which tenant hears what customers say', undefined, {
    closes: 'centre.baseUrl',
  }),
  'centre.requestTimeoutSeconds': free,
  'centre.languageNames': free,
  'centre.defaultLanguageName': free,
  'centre.tokenLifeSeconds': free,
  'centre.compat.typingAsString': free,
  'centre.compat.callbackSeconds': free,
  'centre.compat.lowerCaseBearer': free,
  'centre.compat.sessionInDeletePath': free,
  'centre.compat.stripPlus': free,
  'centre.compat.echo': free,

  'chat.enabled': guards('a channel that is switched off', false),
  ...openings('chat.hours'),
  'chat.topics': free,
  'chat.priority': free,
  'chat.source': free,
  'chat.askCustomer': guards('how much a customer is asked for', false),
  'chat.askConsent': guards('consent', true),
  'chat.messageCharacters': free,
  'chat.offerCallbackAfterSeconds': free,
  'chat.pollSeconds': free,
  'chat.adaptivePolling': free,
  'chat.guard': guards('card numbers and IBANs', true),
  'chat.transcript': guards('copies of a conversation', false),

  'print.enabled': guards('copies on paper', false),
  'print.printer': guards('where paper comes out', ''),

  'pages.hosts': guards('what the viewer opens', []),
  'pages.viewer': guards('what the viewer opens', false),
  'pages.linkHosts': guards('which addresses are shown', []),
  'pages.privateHosts': guards('hosts of this machine and network', []),

  'callback.enabled': guards('a channel that is switched off', false),
  ...openings('callback.hours'),
  'callback.priority': free,
  'callback.leadMinutes': free,
  'callback.horizonDays': free,
  'callback.windowMinutes': free,
  'callback.askConsent': guards('consent', true),
  'callback.country': free,
  'callback.allow.countries': guards('who is called at the cost of the business', []),
  'callback.allow.types': guards('who is called at the cost of the business', []),

  'call.enabled': guards('a channel that is switched off', false),
  ...openings('call.hours'),
  'call.server': guards('where calls and their credentials go', undefined),
  'call.domain': free,
  'call.realm': free,
  'call.user': free,
  'call.password': secret,
  'call.displayName': free,
  'call.destinations': guards('which numbers can be called', []),
  'call.iceServers': guards('who learns the addresses of a call', []),
  'call.turnSecret': secret,
  'call.relayOnly': guards('the address of this machine', true),
  'call.startKbps': free,
  'call.dtmf': free,
  'call.noAnswerSeconds': free,
  'call.queueSeconds': free,
  'call.transfer': guards('where the other side can send a call', 'never'),
  'call.screenShare': guards('what of the screen can be shared', []),
  'call.askNumber': guards('how much a customer is asked for', false),
  'call.contactHeaders': guards('contact data in the INVITE', false),

  'visit.idleSeconds': guards('how long a customer who has left is on the screen', 15),
  'visit.warningSeconds': guards('how long a customer who has left is on the screen', 10),
  'visit.waitingIdleSeconds': guards('how long a customer who has left is on the screen', 30),
  'visit.resumeSeconds': guards('how long after a crash a chat is shown again', 0),
  'kiosk.display': free,
  'desktop.notifications': guards('what a customer said, on the desktop', 'off'),
  'desktop.resumeSeconds': guards('how long after a crash a chat is shown again', 0),
  'desktop.tray': free,
  'staff.pin': secret,
  'staff.closeAfterSeconds': guards('how long the staff page stays open', 30),
  'keyboard.onScreen': free,
  'proxy.hosts': guards('who is given the sign-in at the proxy', []),
  'proxy.user': free,
  'proxy.password': secret,
  'secrets.store': guards('keys on the disk', 'memory'),
  'certificates.caFile': guards('whom we trust', undefined),
  'certificates.pins': guards(
    'whom we trust',
    { '*': [NO_CERTIFICATE] },
    { mend: pinsWithoutMistakes },
  ),
  'watchdog.hangSeconds': free,
  'watchdog.memoryMegabytes': free,
  'watchdog.recycleAt': free,
  'watchdog.rendering': free,
  'log.level': guards('how much is written down', 'error'),
}

/** Days that were closed stay closed. */
function bothLists(read: unknown, _given: unknown, before: unknown): unknown {
  const lists = [before, read].filter((list): list is unknown[] => Array.isArray(list))
  return [...new Set(lists.flat())]
}

/** For a pin that cannot be read: the last good one, else no certificate passes for that host, or for any if the host is unreadable too. */
function pinsWithoutMistakes(read: unknown, given: unknown, before: unknown): unknown {
  const pins: Record<string, unknown> = {}
  if (isRecord(before)) Object.assign(pins, before)
  else if (isRecord(given)) {
    for (const name of Object.keys(given)) pins[hostMeant(name) ?? '*'] = [NO_CERTIFICATE]
  }
  return Object.assign(pins, read)
}

function hostMeant(name: string): string | undefined {
  const host = name
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//u, '')
    .replace(/[:/].*$/u, '')
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(host) ? host : undefined
}
