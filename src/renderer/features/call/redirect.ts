import type { CallTarget, Over } from './line.ts'

/** More than any server needs; whoever sends on for longer sends in a circle. */
const MOST_HOPS = 5

/** Where a call goes that is sent elsewhere before it was answered: a few times, and never twice to the same place. */
export class Redirects {
  readonly #seen = new Set<string>()
  #next: readonly CallTarget[] = []
  #hops = 0

  /** The next place to call; undefined where there is none, and the call is over. */
  after({ isBye, status = 0, redirections = [] }: Over): CallTarget | undefined {
    if (isBye) return undefined
    // Others of the same list are tried where one did not work out (RFC 3261, 8.1.3.4); 6xx speaks for all of them.
    if (status < 300 || status >= 600) return undefined
    this.#next = [...redirections, ...this.#next].filter((each) => !this.#seen.has(nameOf(each)))
    const [target, ...others] = this.#next
    if (target === undefined || this.#hops >= MOST_HOPS) return undefined
    this.#next = others
    this.#seen.add(nameOf(target))
    this.#hops += 1
    return target
  }
}

function nameOf({ address, headers = [] }: CallTarget): string {
  return [address, ...headers].join(' ')
}
