import type { AskCall, CallGrant } from '../../src/contract/call.ts'
import { fail, ok, type Outcome } from '../../src/contract/outcome.ts'
import { START_KBPS } from '../../src/renderer/features/call/start-rate.ts'
import type { SettingName } from './attributes.ts'
import type { PageDestination } from './model.svelte.ts'

type Settings = Readonly<Partial<Record<SettingName, string>>>

/** Seconds: what the app's policy has where it says nothing. */
const NO_ANSWER_S = 45
const QUEUE_S = 900
/** A page's own grant is good for so long, milliseconds. */
const LIFE_MS = 5 * 60_000

/** The destinations of a page: a JSON array of `{ key, label, number }`. Undefined for anything else. */
export function readDestinations(value: unknown): readonly PageDestination[] | undefined {
  const list: unknown = typeof value === 'string' ? parsed(value) : value
  if (!Array.isArray(list)) return undefined
  return list.flatMap((entry: unknown) => {
    const key = textOf(entry, 'key')
    const number = textOf(entry, 'number')
    return key === '' || number === ''
      ? []
      : [{ key, number, label: textOf(entry, 'label') || key }]
  })
}

/**
 * What a call needs, out of the element's own attributes. Fails with `disabled` where the page names
 * no usable server, and with `not-found` for a destination that it does not name.
 */
export function grantOfPage(
  { destinationKey, customerNumber, isGoodbye }: AskCall,
  settings: Settings,
  destinations: readonly PageDestination[],
  now: number,
  random: number,
): Outcome<CallGrant> {
  const server = settings.server ?? ''
  if (!/^wss?:\/\/[^\s/]+/u.test(server)) return fail('disabled')
  const destination = destinations.find(({ key }) => key === destinationKey)
  // A goodbye goes to where the call was: the page need not name it again, or may do so later.
  if (destination === undefined && isGoodbye !== true) return fail('not-found')
  const domain = settings.domain || serverHostOf(server)
  const user = settings.user || `guest-${Math.floor(random * 1e9).toString(36)}`
  return ok({
    server,
    target: addressOf(destination?.number ?? user, domain),
    identity: addressOf(user, domain),
    displayName: (settings.displayName || customerNumber).replace(/["\\\p{Cc}]/gu, ' ').trim(),
    ...accountOf({ ...settings, user, realm: settings.realm || domain }),
    iceServers: iceServersOf(settings.iceServers),
    relayOnly: settings.relayOnly !== undefined && settings.relayOnly !== 'false',
    startKbps: startRateOf(settings.startKbps),
    dtmf: settings.dtmf === 'info' ? 'info' : 'rfc4733',
    ...patienceOf(settings),
    transferHosts: transferHostsOf(settings.transfer, domain, server),
    headers: {},
    expiresAt: now + LIFE_MS,
  })
}

/** A grant that a page's own provider handed over: taken only where it is whole. */
export function readGrant(value: unknown, now: number): CallGrant | undefined {
  const server = textOf(value, 'server')
  const target = textOf(value, 'target')
  const identity = textOf(value, 'identity')
  if (!/^wss?:\/\//u.test(server) || target === '' || identity === '') return undefined
  const expiresAt: unknown = fieldOf(value, 'expiresAt')
  const headers: unknown = fieldOf(value, 'headers')
  const clean = Object.entries(typeof headers === 'object' && headers !== null ? headers : {})
    .filter(([name]) => /^[A-Za-z][A-Za-z0-9-]*$/u.test(name))
    .map(([name, text]) => [name, String(text).replace(/\p{Cc}+/gu, ' ')] as const)
  return {
    server,
    target,
    identity,
    displayName: textOf(value, 'displayName').replace(/["\\\p{Cc}]/gu, ' '),
    ...accountOf(fieldOf(value, 'authorization')),
    iceServers: iceServersOf(fieldOf(value, 'iceServers')),
    relayOnly: fieldOf(value, 'relayOnly') === true,
    startKbps: startRateOf(fieldOf(value, 'startKbps')),
    dtmf: fieldOf(value, 'dtmf') === 'info' ? 'info' : 'rfc4733',
    ...patienceOf(value),
    transferHosts: transferHostsOf(fieldOf(value, 'transfer'), hostOf(target), server),
    headers: Object.fromEntries(clean),
    expiresAt: typeof expiresAt === 'number' ? expiresAt : now + LIFE_MS,
  }
}

/** One of the two digests will do; a server says which it takes. */
function accountOf(value: unknown): Pick<CallGrant, 'authorization'> {
  const [user, realm] = [textOf(value, 'user'), textOf(value, 'realm')]
  const [ha1, ha1Sha256] = [textOf(value, 'ha1'), textOf(value, 'ha1Sha256')]
  if (user === '' || (ha1 === '' && ha1Sha256 === '')) return {}
  return {
    authorization: {
      user,
      ha1,
      ...(ha1Sha256 === '' ? {} : { ha1Sha256 }),
      ...(realm === '' ? {} : { realm }),
    },
  }
}

/** Kilobits a second; ours where the page names none, or nonsense. */
function startRateOf(value: unknown): number {
  return numberOf(value, 100, 10_000) ?? START_KBPS
}

/** How long a call waits for its answer; the policy of the app has the same bounds. */
function patienceOf(value: unknown): Pick<CallGrant, 'noAnswerSeconds' | 'queueSeconds'> {
  return {
    noAnswerSeconds: numberOf(fieldOf(value, 'noAnswerSeconds'), 10, 600) ?? NO_ANSWER_S,
    queueSeconds: numberOf(fieldOf(value, 'queueSeconds'), 10, 7200) ?? QUEUE_S,
  }
}

/** Hosts to which the other side may send the call; `same-domain` where the page says nothing. */
function transferHostsOf(value: unknown, domain: string, server: string): readonly string[] {
  const words: readonly unknown[] =
    typeof value === 'string' ? value.split(/[\s,]+/u) : Array.isArray(value) ? value : []
  const hosts = words.filter((word) => typeof word === 'string' && word !== '')
  if (hosts.includes('never')) return []
  const own = [domain, serverHostOf(server)]
  const all = hosts.length === 0 || hosts.includes('same-domain') ? own : hosts
  return [...new Set(all.map((host) => String(host).toLowerCase()))]
}

function serverHostOf(server: string): string {
  return /^wss?:\/\/(\[[^\]]+\]|[^/:?#]+)/u.exec(server)?.[1] ?? ''
}

function hostOf(address: string): string {
  return /^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;?]+)/u.exec(address)?.[1] ?? ''
}

function numberOf(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined
}

/**
 * As `RTCConfiguration` has them: one server or several, each with one address or several, or with the older `url`
 * (WebRTC 1.0, 4.2.4); a bare address will do as well. A relay without credentials would cost the whole call.
 */
function iceServersOf(value: unknown): CallGrant['iceServers'] {
  const given: unknown = typeof value === 'string' ? (parsed(value) ?? value) : value
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  return list.flatMap((entry) => {
    const urls: unknown =
      typeof entry === 'string' ? entry : (fieldOf(entry, 'urls') ?? fieldOf(entry, 'url'))
    const username = textOf(entry, 'username')
    const credential = textOf(entry, 'credential')
    return (Array.isArray(urls) ? urls : [urls]).flatMap((url: unknown) => {
      if (typeof url !== 'string' || !/^(?:stun|turns?):\S+$/u.test(url)) return []
      if (username === '') return url.startsWith('turn') ? [] : [{ urls: url }]
      return [{ urls: url, username, credential }]
    })
  })
}

function addressOf(text: string, domain: string): string {
  const trimmed = text.trim()
  if (/^sips?:[^\s@<>"]+@[^\s@<>"]+$/u.test(trimmed)) return trimmed
  const user = /^[+\d][\d\s()./-]*$/u.test(trimmed) ? trimmed.replace(/[\s()./-]/gu, '') : trimmed
  return `sip:${encodeURIComponent(user).replaceAll('%2B', '+')}@${domain}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown, name: string): string {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : ''
}
