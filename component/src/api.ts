/** The step that the component shows. */
export type ClickToDialState =
  | 'unsupported'
  | 'closed'
  | 'instructions'
  | 'input'
  | 'devices'
  | 'dialling'
  | 'ringing'
  | 'joining'
  | 'talking'
  | 'ended'

/** Why a call is over. */
export type EndReason =
  | 'self'
  | 'agent'
  | 'busy'
  | 'declined'
  | 'no-answer'
  | 'unknown-number'
  | 'refused'
  | 'local-network'
  | 'server-down'
  | 'no-media'
  | 'lost'
  | 'reloaded'
  | 'failed'

export interface Destination {
  readonly key: string
  readonly label: string
  /** Pilot number or SIP address. */
  readonly number: string
}

/** What a grant provider is asked. */
export interface CallRequest {
  readonly destinationKey: string
  readonly customerNumber: string
  /** No new call: the page of an earlier one is gone, and the other side is still to be told. */
  readonly isGoodbye?: boolean
}

/** What one call needs. */
export interface Grant {
  /** `wss:` or `ws:` address of the SIP server. */
  readonly server: string
  /** SIP address to call. */
  readonly target: string
  /** SIP address of the caller. */
  readonly identity: string
  readonly displayName?: string
  /** `ha1` is the MD5 of `user:realm:password`, `ha1Sha256` its SHA-256 for servers that ask for that. */
  readonly authorization?: {
    readonly user: string
    readonly ha1: string
    readonly ha1Sha256?: string
    readonly realm?: string
  }
  readonly iceServers?: readonly {
    readonly urls: string
    readonly username?: string
    readonly credential?: string
  }[]
  readonly relayOnly?: boolean
  readonly startKbps?: number
  readonly dtmf?: 'rfc4733' | 'info'
  readonly noAnswerSeconds?: number
  readonly queueSeconds?: number
  /** Where an agent may put a call through: addresses of the call's domain (default), nowhere, or of these hosts. */
  readonly transfer?: 'same-domain' | 'never' | readonly string[]
  /** Headers that the INVITE carries in addition. */
  readonly headers?: Readonly<Record<string, string>>
  /** Epoch milliseconds; five minutes from now where left out. */
  readonly expiresAt?: number
}

export type GrantProvider = (request: CallRequest) => Grant | Promise<Grant>

export interface StateDetail {
  readonly state: ClickToDialState
  readonly isCalling: boolean
}

export interface EndedDetail {
  readonly reason: EndReason
  /** The SIP status, where there was one. */
  readonly status: number | undefined
  readonly durationMs: number
}

/** Properties and methods of the element; each text is a property too. */
export interface ClickToDialApi {
  /** Asked for each call; takes the place of the attributes `server`, `user`, `ha1` and so on. */
  grantProvider: GrantProvider | undefined
  readonly state: ClickToDialState
  get destinations(): readonly Destination[]
  /** A list, or the same as JSON; null for the child elements `<oscc-destination>`. */
  set destinations(value: readonly Destination[] | string | null)
  /** Set beforehand, it is not asked for. */
  customerNumber: string
  /** Set beforehand, it is not asked for. */
  destinationKey: string
  /** Opens the component. */
  open(): void
  /** Closes the component; a call is ended first. */
  close(): void
  /** Calls, as far as everything that is needed is known; what is missing is asked for. */
  dial(given?: Partial<Pick<CallRequest, 'destinationKey' | 'customerNumber'>>): Promise<void>
  hangUp(): void
}
