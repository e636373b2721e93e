import type { Policy } from '../../../src/main/settings/policy.ts'

/** What a contact point is, once its policy has been read. */
export interface PolicyState {
  readonly policy: Policy
  /** As the policy has it; empty where there is none. */
  readonly pin: string
  /** The policy's code could not be read, so that none opens the staff page. */
  readonly isPinLost: boolean
}

const NOISE = ['debug', 'info', 'warn', 'error']
const TALK = ['words', 'name', 'off']
const PLACES = ['key-file', 'keyring', 'memory']

/**
 * What one state opens that the other keeps closed, judged from outside: by what a person at the
 * machine, on its network or at the other end could do, without the product's own table.
 */
export function whatOpens(before: PolicyState, after: PolicyState): readonly string[] {
  const was = before.policy
  const is = after.policy
  const opened: string[] = []
  const say = (what: string, isOpen: boolean): void => {
    if (isOpen) opened.push(what)
  }

  say('the kiosk is a window', was.mode === 'kiosk' && is.mode !== 'kiosk')
  say('the staff page', before.pin !== '' && after.pin !== before.pin && !after.isPinLost)
  say('the staff page stays open longer', is.staff.closeAfterSeconds > was.staff.closeAfterSeconds)

  for (const channel of ['chat', 'callback', 'call'] as const) {
    say(`${channel} is on`, !was[channel].enabled && is[channel].enabled)
    const hours = (policy: Policy) => policy[channel].hours ?? policy.hours
    say(`${channel} out of hours`, isLonger(hours(was), hours(is)))
  }
  say('out of hours', isLonger(was.hours, is.hours))
  say('chat without consent', was.chat.askConsent && !is.chat.askConsent)
  say('callback without consent', was.callback.askConsent && !is.callback.askConsent)
  say('no guard for card numbers', was.chat.guard && !is.chat.guard)
  say('transcripts', !was.chat.transcript && is.chat.transcript)
  say('more is asked in a chat', !was.chat.askCustomer && is.chat.askCustomer)
  say('more is asked in a call', !was.call.askNumber && is.call.askNumber)

  say('paper', !was.print.enabled && is.print.enabled)
  say('another printer', is.print.printer !== '' && is.print.printer !== was.print.printer)
  say('the viewer', !was.pages.viewer && is.pages.viewer)
  say('hosts in the viewer', hasMore(was.pages.hosts, is.pages.hosts))
  say('private hosts', hasMore(was.pages.privateHosts, is.pages.privateHosts))
  const links = was.pages.linkHosts
  say('more links', !links.includes('*') && hasMore(links, is.pages.linkHosts))

  const { baseUrl } = is.centre
  say('another centre', baseUrl !== undefined && baseUrl !== was.centre.baseUrl)
  say('another tenant', baseUrl !== undefined && is.centre.businessUnit !== was.centre.businessUnit)
  say('another call server', is.call.server !== undefined && is.call.server !== was.call.server)
  const numbers = (policy: Policy) => policy.call.destinations.map((each) => each.pilotNumber)
  say('more numbers to call', hasMore(numbers(was), numbers(is)))
  say('more relays', hasMore(was.call.iceServers, is.call.iceServers))
  say('more hosts to be sent to', hasMore(sendersOf(was), sendersOf(is)))
  say('the address in a call', was.call.relayOnly && !is.call.relayOnly)
  say('more of the screen', hasMore(shared(was), shared(is)))
  say('contact data in headers', !was.call.contactHeaders && is.call.contactHeaders)

  for (const time of ['idleSeconds', 'warningSeconds', 'waitingIdleSeconds'] as const) {
    say(`${time} is longer`, is.visit[time] > was.visit[time])
  }
  say('a chat is shown longer', is.visit.resumeSeconds > was.visit.resumeSeconds)
  say('a chat is shown longer', is.desktop.resumeSeconds > was.desktop.resumeSeconds)
  const { version } = is.consent
  say('another consent', version !== '' && version !== was.consent.version)
  say('another text', version !== '' && !isSame(is.consent.texts, was.consent.texts))
  say('the sign-in at another proxy', hasMore(was.proxy.hosts, is.proxy.hosts))
  say('notifications', isBelow(TALK, is.desktop.notifications, was.desktop.notifications))
  say('keys on the disk', isBelow(PLACES, is.secrets.store, was.secrets.store))
  say('a talkative log', isBelow(NOISE, is.log.level, was.log.level))

  const { caFile } = is.certificates
  say('another authority', caFile !== undefined && caFile !== was.certificates.caFile)
  const [then, now] = [was.certificates.pins, is.certificates.pins]
  for (const [host, prints] of Object.entries(then)) {
    // No certificate has a fingerprint of zeros.
    const taken = (now[host] ?? now['*'])?.filter((print) => !/^[0:]+$/u.test(print))
    say(`the pin of ${host}`, taken === undefined || hasMore(prints, taken))
  }
  return opened
}

/** Days on which it was closed and now is not: only a machine that remembers can know. */
export function openedDays(before: PolicyState, after: PolicyState): readonly string[] {
  return hasMore(after.policy.holidays, before.policy.holidays) ? ['a closed day'] : []
}

/** What a customer may share: where the policy does not say, a kiosk shares nothing. */
function shared({ mode, call }: Policy): readonly string[] {
  return call.screenShare ?? (mode === 'kiosk' ? [] : ['screen', 'window'])
}

/** Where the other side may send a call; the domain of the call stands for itself. */
function sendersOf({ call: { transfer } }: Policy): readonly string[] {
  if (transfer === 'never') return []
  return transfer === 'same-domain' ? ['the domain'] : transfer
}

function hasMore(before: readonly string[], after: readonly string[]): boolean {
  return after.some((each) => !before.includes(each))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isBelow(order: readonly string[], one: string, other: string): boolean {
  return order.indexOf(one) < order.indexOf(other)
}

type Hours = Policy['hours']

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Whether it is open at any quarter of an hour of the week at which it was closed. */
function isLonger(before: Hours, after: Hours): boolean {
  const was = quarters(before)
  return [...quarters(after)].some((quarter) => !was.has(quarter))
}

function quarters(hours: Hours): ReadonlySet<number> {
  const week = 7 * 96
  const open = new Set<number>()
  if (hours === undefined) for (let at = 0; at < week; at += 1) open.add(at)
  else {
    for (const [day, name] of DAYS.entries()) {
      for (const span of hours[name]) {
        const [from = 0, to = 0] = span
          .split('-')
          .map((time) => Number(time.slice(0, 2)) * 4 + Math.floor(Number(time.slice(3)) / 15))
        const length = to > from ? to - from : to + 96 - from
        for (let at = 0; at < length; at += 1) open.add((day * 96 + from + at) % week)
      }
    }
  }
  return open
}
