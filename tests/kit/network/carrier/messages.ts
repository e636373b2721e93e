import type { HttpOutcome, HttpRequest } from '../../../../src/main/platform/http.ts'

/** What one carrier is made with, as the policy would have it. */
export interface CarrierOptions {
  /** PEM certificates that count beside those of the system. */
  readonly ca?: string
  /** Host to SHA-256 fingerprints. */
  readonly pins?: Readonly<Record<string, readonly string[]>>
  /** The sign-in at a proxy. */
  readonly proxy?: {
    readonly hosts: readonly string[]
    readonly user: string
    readonly password: string
  }
}

/** A request without what cannot be sent to another process. */
export type PlainRequest = Omit<HttpRequest, 'signal' | 'onLeave'>

/** From the tests to the program in Electron. */
export type Order =
  | { readonly kind: 'open'; readonly carrier: number; readonly options: CarrierOptions }
  | {
      readonly kind: 'request'
      readonly id: number
      readonly carrier: number
      readonly request: PlainRequest
      /** The signal had been aborted before. */
      readonly isAborted: boolean
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close'; readonly carrier: number }
  | { readonly kind: 'service' }

/** From the program in Electron to the tests. */
export type Report =
  | { readonly kind: 'ready'; readonly electron: string }
  /** `onLeave` has been called. */
  | { readonly kind: 'leave'; readonly id: number }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: HttpOutcome }
  /** The process id of Chromium's network service. */
  | { readonly kind: 'service'; readonly pid: number | undefined }
