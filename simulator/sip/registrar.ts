import type { Cancel, Clock } from '../support/clock.ts'
import { headerOf } from './message.ts'
import type { SipRequest } from './message.ts'

/** Where a user can be reached. */
export interface Binding {
  readonly user: string
  /** The Contact's URI, the target of requests. */
  readonly contact: string
  /** The Via host of who registered: the same as long as its user agent lives. */
  readonly sentBy: string
  readonly callId: string
  readonly cseq: number
  /** Milliseconds since 1970. */
  readonly expires: number
  readonly since: number
}

/** What a REGISTER is answered with. */
export interface Registration {
  readonly status: number
  readonly headers: readonly string[]
}

export interface Registrar {
  register(request: SipRequest): Registration
  /** The bindings of a user, the latest first. */
  find(user: string): readonly Binding[]
  list(): readonly Binding[]
  forget(user: string): boolean
  clear(): void
}

const shortestS = 10
const longestS = 3600
const mostBindings = 1000

interface Wish {
  readonly uri: string
  readonly seconds: number | undefined
}

/** The contacts of a REGISTER; '*' stands for all. */
const readContacts = (request: SipRequest): Wish[] =>
  request.headers
    .filter(({ name }) => name === 'contact')
    .flatMap(({ value }) => value.split(/,(?=\s*(?:"[^"]*"\s*)?<)/))
    .map((text) => {
      const uri = /<([^>]+)>/.exec(text)?.[1] ?? text.split(';')[0]?.trim() ?? ''
      const seconds = /;\s*expires\s*=\s*(\d+)/i.exec(text.slice(text.indexOf('>') + 1))?.[1]
      return { uri, seconds: seconds === undefined ? undefined : Number(seconds) }
    })

/** Who is where (RFC 3261 10.3). Several bindings for one user are several devices. */
export const createRegistrar = (clock: Clock, changed: () => void): Registrar => {
  const bindings = new Map<string, { binding: Binding; stop: Cancel }>()
  const keyOf = (user: string, contact: string): string => `${user} ${contact}`

  const drop = (key: string): boolean => {
    bindings.get(key)?.stop()
    return bindings.delete(key)
  }
  const find = (user: string): Binding[] =>
    [...bindings.values()]
      .map(({ binding }) => binding)
      .filter((binding) => binding.user === user)
      .sort((a, b) => b.since - a.since || b.cseq - a.cseq)
  const listed = (user: string): string[] =>
    find(user).map(({ contact, expires }) => {
      const seconds = Math.max(0, Math.ceil((expires - clock.now()) / 1000))
      return `Contact: <${contact}>;expires=${seconds}`
    })

  return {
    register: (request) => {
      const { user } = request.to
      if (user === '') return { status: 400, headers: [] }
      const overall = headerOf(request, 'expires')
      const wishes = readContacts(request)
      if (wishes.some(({ uri }) => uri === '*')) {
        if (wishes.length > 1 || overall !== '0') return { status: 400, headers: [] }
        for (const { contact } of find(user)) drop(keyOf(user, contact))
        changed()
        return { status: 200, headers: [] }
      }
      const fallback = overall === undefined ? longestS : Number(overall)
      const asked = wishes.map((wish) => ({ ...wish, seconds: wish.seconds ?? fallback }))
      if (asked.some(({ seconds }) => Number.isNaN(seconds))) {
        return { status: 400, headers: [] }
      }
      if (asked.some(({ seconds }) => seconds > 0 && seconds < shortestS)) {
        return { status: 423, headers: [`Min-Expires: ${shortestS}`] }
      }
      for (const { uri, seconds } of asked) {
        const key = keyOf(user, uri)
        const known = bindings.get(key)?.binding
        // An older request that arrives late must not undo a newer one.
        if (known?.callId === request.callId && known.cseq >= request.cseq) continue
        drop(key)
        if (seconds === 0) continue
        // A restarted device has a new Contact, which replaces its old one.
        for (const { contact, sentBy } of find(user)) {
          if (sentBy === request.sentBy) drop(keyOf(user, contact))
        }
        if (bindings.size >= mostBindings) return { status: 503, headers: ['Retry-After: 60'] }
        const lives = Math.min(seconds, longestS) * 1000
        const stop = clock.after(lives, () => {
          bindings.delete(key)
          changed()
        })
        const { sentBy, callId, cseq } = request
        const now = clock.now()
        const binding = {
          user,
          contact: uri,
          sentBy,
          callId,
          cseq,
          expires: now + lives,
          since: now,
        }
        bindings.set(key, { binding, stop })
      }
      if (asked.length > 0) changed()
      return { status: 200, headers: listed(user) }
    },
    find,
    list: () => [...bindings.values()].map(({ binding }) => binding),
    forget: (user) => {
      const gone = find(user).map(({ contact }) => drop(keyOf(user, contact)))
      if (gone.length > 0) changed()
      return gone.length > 0
    },
    clear: () => {
      for (const key of [...bindings.keys()]) drop(key)
      changed()
    },
  }
}
