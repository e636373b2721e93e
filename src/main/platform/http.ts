/**
 * HTTP as main needs it. `http.electron.ts` implements it over Chromium's stack, with the system's proxy
 * and certificates.
 *
 * What every implementation keeps to: it never follows a redirect (it answers the 3xx), never throws, never
 * resends a request that is not `idempotent`, keeps no cookie and no cache, and on abort gives its
 * connection up. Limits of time are the caller's: it aborts the signal.
 */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Absolute, already encoded. */
  readonly url: string
  /** Names in lower case. `content-length` is the implementation's, and explicit for every body (C7). */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether the stack may send it twice where a connection that it kept turns out to be dead. */
  readonly idempotent: boolean
  /** Only over a new connection. */
  readonly fresh?: boolean | undefined
  /** Called before the first byte may leave. */
  readonly onLeave?: (() => void) | undefined
  /** A longer answer is `too-large`. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type HttpFailureReason =
  /** No connection, or it broke before a whole answer had come. */
  | 'unreachable'
  /** The signal was aborted. */
  | 'aborted'
  /** An answer began, and ended before its end. */
  | 'cut-short'
  | 'too-large'
  /** Bytes that are not HTTP. */
  | 'not-http'

export interface HttpFailure {
  readonly reason: HttpFailureReason
  /** False only where it is certain that no byte of the request reached the server, or that it was refused with 407. */
  readonly sent: boolean
  /** The stack's own code (`ECONNREFUSED`, `net::ERR_CERT_DATE_INVALID`), for the log. */
  readonly code: string
}

export type HttpOutcome =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly failure: HttpFailure }

export interface Http {
  request(request: HttpRequest): Promise<HttpOutcome>
  /** Ends the connections that are kept open. */
  close(): void
}

/**
 * Bytes to text: the charset that the answer names, else UTF-8, else (bytes that cannot be UTF-8)
 * windows-1252, which is what a Tomcat that forgets to say so sends. A byte order mark goes.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string {
  const named = /charset\s*=\s*"?([\w-]+)/iu.exec(contentType ?? '')?.[1]
  try {
    return new TextDecoder(named ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
