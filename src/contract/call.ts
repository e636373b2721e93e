import type { Given, View } from './define.ts'
import type { askCall, callPhase, deviceChoice } from './inputs.ts'

/**
 * What one call needs, and nothing more (ADR 1): short-lived, made by main for one destination.
 * It holds the digests of the password (HA1) and never the password, and TURN credentials that expire.
 */
export interface CallGrant {
  /** `ws:` or `wss:` address of the SIP server. */
  readonly server: string
  /** SIP address of the destination's pilot number. */
  readonly target: string
  /** SIP identity of the caller: `sip:user@domain`. */
  readonly identity: string
  readonly displayName: string
  readonly authorization?: {
    readonly user: string
    readonly realm?: string
    /** MD5 and SHA-256 of `user:realm:password`; a server says which of them it takes. */
    readonly ha1: string
    readonly ha1Sha256?: string
  }
  readonly iceServers: readonly {
    readonly urls: string
    readonly username?: string
    readonly credential?: string
  }[]
  readonly relayOnly: boolean
  /** Rate with which pictures begin on both sides, before the way is measured: kilobits a second. */
  readonly startKbps: number
  readonly dtmf: 'rfc4733' | 'info'
  /** Seconds without any word of the other side after which a call that was not answered ends. */
  readonly noAnswerSeconds: number
  /** Seconds after which it ends even where the other side asks for patience again and again. */
  readonly queueSeconds: number
  /** Hosts, in lower case, to whose addresses the other side may send the call; empty: nowhere. */
  readonly transferHosts: readonly string[]
  /** Contact data for the INVITE, where the policy says so: header name to value. */
  readonly headers: Readonly<Record<string, string>>
  /** Epoch milliseconds of main's clock; after it the grant is asked for again. */
  readonly expiresAt: number
}

export type AskCall = Given<typeof askCall>

/** Device choice, remembered per kiosk (labels, since ids change with the wiped storage). */
export type DeviceChoice = Given<typeof deviceChoice>

/** Where a call stands, reported by the renderer so that main never throws a speaking customer out. */
export type CallPhase = Given<typeof callPhase>

export interface ScreenSource {
  readonly id: string
  readonly kind: 'screen' | 'window' | 'app'
  readonly name: string
  /** A PNG data URL. */
  readonly thumbnail: string
}

export interface CallView extends View {
  readonly devices: DeviceChoice
  /** What may be shared by policy. */
  readonly screenShare: readonly ('screen' | 'window' | 'app')[]
  /** True while a picker is open in the renderer because the page asked for the screen. */
  readonly picking: boolean
  /** ISO 3166 code of the place, where a number is asked for. */
  readonly country?: string
  /** Grows when the machine wakes or its network changed: the call checks itself. */
  readonly nudge: number
}
