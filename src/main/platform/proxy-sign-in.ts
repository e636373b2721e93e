import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { ours } from './said.ts'

/** Who asks for a sign-in, as Chromium's `login` event tells it. */
export interface Challenge {
  /** As Chromium knows it: false for a challenge of a server. */
  readonly isProxy: boolean
  readonly host: string
  readonly port: number
  readonly scheme: string
}

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** What came of the newest challenge of a proxy. */
export interface ProxyAsked {
  /** `host:port` of the proxy. */
  readonly proxy: string
  /**
   * `given`, and let through; `refused`: given before, and asked for again;
   * `none`: the policy has no sign-in; `other`: it has one, not for this proxy.
   */
  readonly outcome: 'given' | 'refused' | 'none' | 'other'
}

/** The sign-in of one request. */
export interface Attempt {
  /** The credentials for a challenge; undefined to give none. */
  answer(challenge: Challenge): Credentials | undefined
  /** The proxy has let the request through. */
  accepted(): void
}

export interface ProxySignIn {
  /** For one request; `isAgain` if a challenge of it has been answered before. */
  attempt(isAgain?: boolean): Attempt
  /** Whether the policy has a sign-in at all. */
  readonly isSet: boolean
  /** Undefined while no proxy has asked. */
  readonly asked: ProxyAsked | undefined
}

interface Deps {
  /** `hosts` are those of the policy: a host, or host:port. */
  readonly proxy: { readonly hosts: readonly string[]; readonly user: string }
  readonly password: string
  readonly clock: Clock
  readonly log: Log
}

/** Pause after a refusal, doubled up to the longest (milliseconds): more tries in a row could lock the account. */
const PAUSE_MS = 60_000
const LONGEST_MS = 16 * 60_000

/**
 * The sign-in at the proxy that the policy names: never for a server, never for another proxy, once per
 * request. After a refusal it pauses for a while.
 */
export function createProxySignIn({ proxy, password, clock, log }: Deps): ProxySignIn {
  const isSet = proxy.user !== '' && proxy.hosts.length > 0
  const names = new Set(proxy.hosts.map((host) => host.toLowerCase()))
  let asked: ProxyAsked | undefined
  let pausedUntil = -Infinity
  let pause = PAUSE_MS

  function note(next: ProxyAsked): void {
    if (asked?.proxy === next.proxy && asked.outcome === next.outcome) return
    asked = next
    if (next.outcome === 'given') log.info('signed in at the proxy', { proxy: ours(next.proxy) })
    else log.warn('the proxy asks for a sign-in', { ...next, proxy: ours(next.proxy) })
  }

  function refused(at: string): void {
    note({ proxy: at, outcome: 'refused' })
    // Several requests at once may all be refused: that counts as one refusal.
    if (clock.steady() < pausedUntil) return
    pausedUntil = clock.steady() + pause
    pause = Math.min(pause * 2, LONGEST_MS)
  }

  return {
    isSet,
    get asked() {
      return asked
    },
    attempt(isAgain = false) {
      let given: string | undefined
      return {
        answer({ isProxy, host, port }) {
          if (!isProxy) return undefined
          const name = host.toLowerCase()
          const at = `${name}:${String(port)}`
          if (!isSet || !(names.has(name) || names.has(at))) {
            note({ proxy: at, outcome: isSet ? 'other' : 'none' })
            return undefined
          }
          if (given === at || isAgain) {
            refused(at)
            return undefined
          }
          if (clock.steady() < pausedUntil) return undefined
          given = at
          return { user: proxy.user, password }
        },
        accepted() {
          if (given === undefined || asked?.outcome === 'given') return
          pause = PAUSE_MS
          note({ proxy: given, outcome: 'given' })
        },
      }
    },
  }
}
