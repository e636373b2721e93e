/**
 * The Web Interaction REST API as the services see it: one function a request of the vendor's
 * guide, one typed error a cause. Implemented by `client.ts` (over HTTP) and by fakes in tests.
 */

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: CentreError }

export type CentreErrorKind =
  /** No connection: DNS, refused, TLS, proxy, reset. */
  | 'unreachable'
  /** No (whole) answer within the time limit. */
  | 'timeout'
  /** Ended by our own abort signal. */
  | 'aborted'
  /** 401 after one fresh token, or the token request refused. */
  | 'unauthorized'
  /** 403: the feature is not licensed. */
  | 'not-licensed'
  /** 400 (and other 4xx): the request itself is wrong; sending it again cannot help. */
  | 'rejected'
  /** 404 from an application that is there: it knows no such session. */
  | 'not-found'
  /** 503 on POST sessions: maximum of sessions reached (R87). */
  | 'full'
  /** 503 on POST contents: the session has been disconnected (R143). */
  | 'disconnected'
  /** 503 on availability: callbacks are switched off (R189). */
  | 'disabled'
  /** 503 on POST callbacks: an answer, the callback was not created (R178). */
  | 'not-created'
  /**
   * 500, 503 on GET contents (C11), 407, 408, 421, 425, 429, 451 and other 5xx; 404 where nothing shows that the
   * application is there.
   */
  | 'trouble'
  /** An answer that is not what the interface describes (HTML page, half a body, wrong types). */
  | 'nonsense'

/** What headers and form of an answer, or the lack of one, say about the cause. For the doctor. */
export interface Evidence {
  /** The network stack's code where there was no answer: `net::ERR_NAME_NOT_RESOLVED`. */
  readonly code?: string
  /** Schemes of `WWW-Authenticate`, lower case. */
  readonly challenges?: readonly string[]
  /** Target of a redirect, unchecked: it may hold something that must not reach the log. */
  readonly location?: string
  /** The body is markup; the interface has none. */
  readonly isPage?: boolean
  /** The body is plain text: Tomcat's TLS port answers a request without TLS with a sentence. */
  readonly isProse?: boolean
  /** Its headers say that a proxy made the answer. */
  readonly isOfProxy?: boolean
}

export interface CentreError {
  readonly kind: CentreErrorKind
  /**
   * Whether the server may have acted on the request all the same. `none` only where that is
   * certain: the request never left, or the server answered that it refused it.
   */
  readonly effect: 'none' | 'possible'
  readonly status?: number
  /** From `Retry-After`, milliseconds. */
  readonly retryAfterMs?: number
  /** For the log: precise, without secrets. */
  readonly detail: string
  readonly seen?: Evidence
}

export interface ContactDatum {
  readonly key: string
  readonly value: string
}

/** R70 to R80. `source` and `destination` are free text here: the client makes them fit the wire. */
export interface SessionRequest {
  readonly caption: string
  readonly contactData: readonly ContactDatum[]
  readonly customerName: string
  readonly destination?: string
  /** Name of the language in OSCC Manager (C33). */
  readonly language: string
  /** 1 to 100. */
  readonly priority: number
  readonly source: string
}

export type ContentType =
  | 'CUSTOMER_MESSAGE'
  | 'CUSTOMER_DISCONNECT'
  | 'AGENT_MESSAGE'
  | 'AGENT_DISCONNECT'
  | 'AGENT_PUSH_URL'
  | 'AGENT_REQUEUE'
  | 'AGENT_CONFERENCE_JOIN'
  | 'SYSTEM_MESSAGE'
  | 'SYSTEM_PUSH_URL'
  | 'UNKNOWN'

export interface Content {
  /** 1, 2, 3...: the place in the session's transcript. */
  readonly index: number
  readonly type: ContentType
  /** The type as it came, for the log and for unknown types. */
  readonly rawType: string
  /** Customer name, agent key, or the system's name: may hold HTML (C24). */
  readonly from: string
  readonly agentFirstName: string
  readonly agentLastName: string
  /** May hold HTML (R114). */
  readonly content: string
  readonly pushedUrl: string
}

/** R102 to R109, made even: null, absent and empty content are one (C12). */
export interface Contents {
  readonly contents: readonly Content[]
  /** The index the next content will have (R105). */
  readonly newIndexKey: number
  readonly connected: boolean
  /** One-shot (R106); empty when none. */
  readonly pushUrl: string
  readonly redirectUrl: string
  /** One-shot (R152); 0 when none. */
  readonly callMeAgentKey: number
  /** Identifications of typing agents (R109). */
  readonly typing: readonly string[]
}

export interface CallbackWindow {
  /** Epoch milliseconds, whole minutes. */
  readonly start: number
  readonly end: number
}

/** R161 to R171. */
export interface CallbackRequest {
  readonly queueKey: number
  readonly contactName: string
  readonly phoneNumber: string
  readonly first: CallbackWindow
  readonly second?: CallbackWindow
  readonly comment?: string
  readonly contactData: readonly ContactDatum[]
  readonly priority: number
}

export interface CallbackQueue {
  readonly key: number
  readonly name: string
  readonly description: string
}

export interface RequestOptions {
  readonly signal?: AbortSignal
  /**
   * False: one attempt, for a caller that has a rhythm of its own (the poller). Left out, requests
   * that may safely be repeated (queries, availability, the end of a session) are tried three times.
   */
  readonly retry?: boolean
  /**
   * Uses a connection made for this request alone: an answer shows that the server has accepted every
   * earlier connection (`settling.ts` says what that proves). One attempt.
   */
  readonly fresh?: boolean
  /** Called once bytes may leave; a failure before that has had no effect. */
  readonly onLeave?: () => void
}

export interface Centre {
  /** Fetches a token if none is held, with `fresh` always: proves address and credentials. */
  authorize(options?: RequestOptions): Promise<Result<void>>
  /** R69. Answers the session id: opaque, secret-like, never logged. */
  startSession(request: SessionRequest, options?: RequestOptions): Promise<Result<string>>
  /** R88. `not-found` counts as done (C35). */
  endSession(sessionId: string, options?: RequestOptions): Promise<Result<void>>
  /** R95 to R109. Index 0 asks for all. */
  queryContents(
    sessionId: string,
    index: number,
    options?: RequestOptions,
  ): Promise<Result<Contents>>
  /** R136. */
  addContent(sessionId: string, content: string, options?: RequestOptions): Promise<Result<void>>
  /** R144. */
  setTyping(sessionId: string, typing: boolean, options?: RequestOptions): Promise<Result<void>>
  /** R153. */
  callMe(
    sessionId: string,
    agentKey: number,
    phoneNumber: string,
    options?: RequestOptions,
  ): Promise<Result<void>>
  /** R161. Never retried: there is no read-back (C49). */
  createCallback(request: CallbackRequest, options?: RequestOptions): Promise<Result<void>>
  /** R179. */
  callbackQueues(options?: RequestOptions): Promise<Result<readonly CallbackQueue[]>>
  /** Server clock minus device clock in milliseconds, from the newest `Date` header; undefined before one. */
  readonly clockOffsetMs: number | undefined
}
