import type { Clock } from '../support/clock.ts'
import type { Random } from '../support/random.ts'

export interface Tokens {
  /** A new access token (R62). */
  issue(): string
  /** Whether requests with this token are let in. */
  isValid(token: string): boolean
  revoke(token: string): void
  revokeAll(): void
  /** How long a token lives in milliseconds; 0 for ever (R18). */
  validityMs(): number
}

const most = 20_000

/** Tokens by the clock: a token is valid up to, not including, its issue plus the validity. */
export const createTokens = (
  clock: Clock,
  random: Random,
  validityMs: () => number,
  onlyNewest: () => boolean,
): Tokens => {
  /** Token to the time of its issue, oldest first. */
  const issued = new Map<string, number>()
  const expired = (at: number): boolean => {
    const validity = validityMs()
    return validity > 0 && clock.now() >= at + validity
  }
  const sweep = (): void => {
    for (const [token, at] of issued) {
      if (!expired(at) && issued.size <= most) break
      issued.delete(token)
    }
  }
  return {
    issue: () => {
      if (onlyNewest()) issued.clear()
      const parts = [8, 4, 4, 4, 12].map((length) => random.hex(length))
      const token = parts.join('-')
      issued.set(token, clock.now())
      sweep()
      return token
    },
    isValid: (token) => {
      const at = issued.get(token)
      return at !== undefined && !expired(at)
    },
    revoke: (token) => {
      issued.delete(token)
    },
    revokeAll: () => issued.clear(),
    validityMs,
  }
}
