import type { CancelTimer } from './clock.ts'
import type { Peer } from './peer.ts'
import type { DialogNote } from './phone-api.ts'

/** What the SIP library does for a call, in words that fit on a page: `sip/` is the only place that does it. */
export interface Line {
  readonly isUp: boolean
  /**
   * Rejects when the server cannot be reached. `onQuestion` is called where the browser may be asking its visitor whether
   * it may be.
   */
  open(onQuestion?: () => void): Promise<void>
  /** The connection no longer carries data: reconnect. */
  renew(): void
  /** Sound and picture have stopped: whether the connection still carries anything is asked at once. */
  doubt(): void
  /** BYE for the call of this note, as soon as the server can be reached. */
  sayGoodbye(note: DialogNote): Promise<void>
  /** Called when the connection is lost and when it returns. */
  watch(listener: (isUp: boolean) => void): CancelTimer
  /** A dialog with the destination, or with where the other side sends the call; not yet begun. */
  dialog(peer: Peer, on: DialogEvents, to?: CallTarget): Dialog
}

/** Where the other side sends a call: by transfer, or by redirection. */
export interface CallTarget {
  /** SIP address. */
  readonly address: string
  /** Further headers of the INVITE, each a whole line. */
  readonly headers?: readonly string[]
}

/** The other side wants this call to be put through elsewhere (RFC 3515). */
export interface Transfer {
  readonly target: CallTarget
  accept(): void
  refuse(status: number): void
  /** Tells it how that goes; from 200 on for the last time. Resolves when it was heard, or after a second. Never rejects. */
  report(status: number): Promise<void>
}

/** A provisional answer. */
export interface Progress {
  /** 101 to 199. */
  readonly status: number
  /** How what is to be heard before the answer comes, where something is. */
  readonly sdp?: string
  /** Which phone says it: a server may call several at once. */
  readonly fork: string
}

export interface DialogEvents {
  /** The server has the INVITE. */
  readonly onTrying: () => void
  readonly onProgress: (progress: Progress) => void
  readonly onEstablished: () => void
  /** The other side cannot make out the picture without a whole one. */
  readonly onPictureWanted: () => void
  /** The other side puts the call through to where it may. */
  readonly onTransfer: (transfer: Transfer) => void
  /** The other side renegotiated. */
  readonly onChanged: () => void
  /** Over, once. */
  readonly onOver: (how: Over) => void
}

/** By the other side's BYE, by a final answer with its status, or by neither. */
export interface Over {
  readonly isBye: boolean
  readonly status?: number
  /** Where it sends the call instead, the most wanted first. */
  readonly redirections?: readonly CallTarget[]
  /** It was answered, but with nothing from which sound could come. */
  readonly isUnusable?: boolean
}

/** How the other side took a new negotiation. */
export type Negotiated =
  | 'agreed'
  /** It is asking something itself, or the last question is still open. */
  | 'busy'
  | 'refused'
  /** No response. */
  | 'silent'
  /** It knows nothing of this call. */
  | 'gone'

export interface Dialog {
  readonly state: 'beginning' | 'established' | 'over'
  /** Undefined before the answer. */
  readonly note: DialogNote | undefined
  /** Sends the INVITE; resolves once it has left. */
  invite(): Promise<void>
  /** What has no answer yet again, word for word: the INVITE, or a negotiation. */
  repeat(): void
  negotiate(): Promise<Negotiated>
  /** A key by INFO. */
  sendDigit(digit: string): void
  /** Asks for a whole picture; resolves with whether the other side takes such requests. Never rejects. */
  askPicture(): Promise<boolean>
  /** BYE or CANCEL; resolves with whether anybody has heard it. Never rejects. */
  leave(): Promise<boolean>
  /** CANCEL once more, over a new connection. */
  cancelAgain(): Promise<void>
}
