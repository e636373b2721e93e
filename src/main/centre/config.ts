/**
 * Readings that only a real server can confirm (C numbers and open questions of docs/requirements.md).
 * Each default is the guide's own text.
 */
export interface Compat {
  /** `isTyping` as JSON boolean, or as the sample's string (C5). A 400 tries the other one once. */
  readonly typing: 'boolean' | 'string'
  /** Callback times as `2020-01-20T12:00`, or with `:00` for the seconds (C10). */
  readonly callbackTimes: 'minutes' | 'seconds'
  /** The word before the token (C20). */
  readonly authorizationScheme: 'Bearer' | 'bearer'
  /** The session's id in the path of a DELETE: never, when a DELETE with a body got 400, always (C7). */
  readonly endInPath: 'never' | 'after-400' | 'always'
}

export const defaultCompat: Compat = {
  typing: 'boolean',
  callbackTimes: 'minutes',
  authorizationScheme: 'Bearer',
  endInPath: 'after-400',
}

export interface CentreConfig {
  /** `https://host/restinteractionsdk`, with or without a slash at its end (R15, R67). */
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** `DEFAULT` where there is one tenant only (R21). */
  readonly businessUnit: string
  /** For one attempt, in milliseconds. */
  readonly requestTimeoutMs?: number
  /** Life of a token in milliseconds, 0: never ends; left out: until the server refuses it (C18). */
  readonly tokenTtlMs?: number
  readonly userAgent?: string
  /** Below `baseUrl`. */
  readonly tokenPath?: string
  readonly apiPath?: string
  readonly compat?: Partial<Compat>
}

export const DEFAULT_TIMEOUT_MS = 10_000

/** The URLs of a configuration, without a slash at their ends, or what is wrong with it. */
export type Address =
  | { readonly ok: true; readonly tokenUrl: string; readonly apiUrl: string }
  | { readonly ok: false; readonly why: string }

export function readAddress(config: CentreConfig): Address {
  const url = parseUrl(config.baseUrl.trim())
  if (url === undefined) return { ok: false, why: 'baseUrl is not a URL' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { ok: false, why: 'baseUrl is neither https nor http' }
  }
  if (url.username !== '' || url.password !== '') {
    return { ok: false, why: 'baseUrl carries credentials' }
  }
  if (url.search !== '' || url.hash !== '') {
    return { ok: false, why: 'baseUrl carries a query or a fragment' }
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/u, '')
  return {
    ok: true,
    tokenUrl: base + path(config.tokenPath ?? '/oauth/token'),
    apiUrl: base + path(config.apiPath ?? '/v1'),
  }
}

function path(text: string): string {
  const bare = text.trim().replace(/^\/+|\/+$/gu, '')
  return bare === '' ? '' : `/${bare}`
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
