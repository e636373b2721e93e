import { Buffer } from 'node:buffer'
import type { Clock } from '../platform/clock.ts'
import type { Result } from './api.ts'
import type { CentreConfig } from './config.ts'
import { wellFormed } from './encode.ts'
import type { Requests } from './request.ts'
import { readToken } from './wire.ts'

export type TokenConfig = Pick<CentreConfig, 'clientId' | 'clientSecret' | 'tokenTtlMs'>

export interface Tokens {
  /** The token held, or a new one. Callers at the same time share one request. */
  get(): Promise<Result<string>>
  /** Fetches a new token over a new connection. The one held stays in use until it arrives. */
  renew(): Promise<Result<string>>
  /** The server has refused this one: if it is the one held, the next `get` asks for another. */
  refuse(refused: string): void
}

interface Held {
  readonly token: string
  readonly until: number
}

/** A token is given up this share of its life early, so that it does not die on the way. */
const EARLY = 0.1

/** R54 to R68: Basic authentication, a form body, one request in flight at most. */
export function createTokens(
  config: TokenConfig,
  url: string,
  clock: Clock,
  requests: Requests,
): Tokens {
  const credentials = wellFormed(`${config.clientId}:${config.clientSecret}`)
  const basic = Buffer.from(credentials, 'utf8').toString('base64')
  let held: Held | undefined
  let inFlight: Promise<Result<string>> | undefined

  async function fetchToken(fresh: boolean): Promise<Result<string>> {
    const answer = await requests.send({
      endpoint: 'token',
      method: 'POST',
      url,
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      idempotent: true,
      fresh,
      read: (response) => readToken(response.text),
    })
    if (!answer.ok) return answer
    const { token } = answer.value
    const lifeMs = config.tokenTtlMs ?? answer.value.lifeMs ?? 0
    const until = lifeMs > 0 ? clock.now() + lifeMs * (1 - EARLY) : Number.POSITIVE_INFINITY
    held = { token, until }
    return { ok: true, value: token }
  }

  function begin(fresh: boolean): Promise<Result<string>> {
    inFlight = fetchToken(fresh).finally(() => {
      inFlight = undefined
    })
    return inFlight
  }

  return {
    get() {
      if (held && clock.now() < held.until) return Promise.resolve({ ok: true, value: held.token })
      return inFlight ?? begin(false)
    },
    async renew() {
      // A request under way may have left long before this call.
      while (inFlight) await inFlight
      return begin(true)
    },
    refuse(refused) {
      if (held?.token === refused) held = undefined
    },
  }
}
