import type { CallGrant } from '../../../contract/call.ts'
import type { Clock } from './clock.ts'
import type { EndReason } from './call-machine.ts'

/** What a call tells while it lives. `ended` is the last, and comes exactly once. */
export type PhoneEvent =
  /** The browser may be asking whether the connection to the server is allowed. */
  | { readonly kind: 'question' }
  /** The INVITE has left this machine. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'ringing' }
  /** Nobody is free yet; the call waits for its turn. */
  | { readonly kind: 'queued' }
  /** An announcement is heard; nobody has answered yet. */
  | { readonly kind: 'announced' }
  /** There is a way for sound before the answer. */
  | { readonly kind: 'early' }
  /** And something is heard over it; again each second while it is. */
  | { readonly kind: 'heard' }
  | { readonly kind: 'answered' }
  /** Sound and picture can flow, or cannot for now. */
  | { readonly kind: 'path'; readonly isUp: boolean }
  /** The agent holds the call, or takes it back. */
  | { readonly kind: 'held'; readonly isHeld: boolean }
  /** The call is being put through elsewhere; it was; it could not be, and goes on as before. */
  | { readonly kind: 'transfer'; readonly state: 'begun' | 'done' | 'failed' }
  /** `remote` has changed. */
  | { readonly kind: 'remote' }
  /** The connection for signalling; without it the call goes on. */
  | { readonly kind: 'link'; readonly isUp: boolean }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly status?: number }

/** What another page needs to end this call. It holds nothing of the customer and no secret. */
export interface DialogNote {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  /** SIP addresses of both sides, and where requests to the other one go. */
  readonly local: string
  readonly remote: string
  readonly target: string
  readonly routes: readonly string[]
  /** Number of the last request. */
  readonly sequence: number
}

/**
 * What comes from the other side. Sound and picture are played by elements of their own: an element that waits for the
 * first frame of a picture plays no sound either (Chromium 114 to 156).
 */
export interface RemoteMedia {
  readonly sound: MediaStream
  readonly picture: MediaStream
}

export interface PhoneCall {
  /** Set once the call was answered. */
  readonly note: DialogNote | undefined
  /** Tracks come and go. */
  readonly remote: RemoteMedia
  /** Ends the call at once for the customer; BYE is sent as soon as possible. */
  hangUp(): void
  /** Another microphone. */
  setAudio(track: MediaStreamTrack): Promise<void>
  /** Camera, screen, or nothing: without a word of signalling. Rejects where the other side took no video. */
  setVideo(track: MediaStreamTrack | null): Promise<void>
  /** One of `0123456789*#`. */
  sendDigit(digit: string): void
  stats(): Promise<RTCStatsReport | undefined>
  /** Whether the other side is still there: renegotiates, which a dead one does not answer. */
  probe(): void
}

export interface DialOptions {
  readonly audio: MediaStreamTrack
  readonly video: MediaStreamTrack | null
  readonly on: (event: PhoneEvent) => void
}

/** One connection to a SIP server, and one call at a time over it. */
export interface Phone {
  readonly isConnected: boolean
  /**
   * Opens the connection, if it is not open. Rejects when the server cannot be reached. `onQuestion` is called where the
   * browser may be asking its visitor whether it may be.
   */
  connect(onQuestion?: () => void): Promise<void>
  /** Makes the first offer of the next call ahead of time: it leaves at once when it is dialled. */
  prepare(audio: MediaStreamTrack, video: MediaStreamTrack | null): void
  dial(options: DialOptions): PhoneCall
  /** Ends a call of a page that is gone; tries for a while where the server cannot be reached. */
  sayGoodbye(note: DialogNote): Promise<void>
  /** The network changed or the machine woke: reconnects, and restarts ICE in a call. */
  refresh(): void
  /** Ends everything; what has to be said to the other side is still said. */
  close(): void
}

export interface PhoneOptions {
  readonly grant: CallGrant
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
}

export type CreatePhone = (options: PhoneOptions) => Phone
