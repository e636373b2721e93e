import type { AskCall, CallGrant } from '../../../contract/call.ts'
import type { FailureCode, Outcome } from '../../../contract/outcome.ts'
import type { EndReason } from './call-machine.ts'
import type { Clock } from './clock.ts'
import type { CreatePhone, Phone } from './phone-api.ts'

export interface ConnectionOptions {
  readonly clock: Clock
  /** 0 to 1. */
  readonly random: () => number
  readonly grants: (ask: AskCall) => Promise<Outcome<CallGrant>>
  /** Fetches the SIP library, once. */
  readonly loadPhone: () => Promise<CreatePhone>
}

type Ready =
  | { readonly phone: Phone; readonly grant: CallGrant; readonly problem?: never }
  | { readonly problem: EndReason; readonly phone?: never }

/** The grant of a call and the phone that was made for it: one at a time. */
export class Connection {
  readonly #options: ConnectionOptions
  #current: { readonly phone: Phone; readonly grant: CallGrant; readonly ask: string } | undefined
  #turn = 0

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get phone(): Phone | undefined {
    return this.#current?.phone
  }

  /** The phone at hand, where its grant is good for this call. */
  current(
    ask: AskCall | undefined,
  ): { readonly phone: Phone; readonly grant: CallGrant } | undefined {
    const current = this.#current
    const isGood = current?.ask === JSON.stringify(ask)
    return isGood && current.grant.expiresAt > this.#options.clock.now() ? current : undefined
  }

  /** A phone whose grant is good for this call; otherwise why there is none. Never rejects. */
  async ready(ask: AskCall): Promise<Ready> {
    const { clock, random, grants, loadPhone } = this.#options
    const key = JSON.stringify(ask)
    const current = this.current(ask)
    if (current !== undefined) return current
    const turn = ++this.#turn
    try {
      const [outcome, createPhone] = await Promise.all([grants(ask), loadPhone()])
      if (!outcome.ok) return { problem: reasonOfFailure(outcome.error.code) }
      // In between it may have been closed, or asked for again: the newest holds.
      if (turn !== this.#turn) return this.#current ?? { problem: 'self' }
      this.#current?.phone.close()
      const phone = createPhone({ grant: outcome.value, clock, random })
      this.#current = { phone, grant: outcome.value, ask: key }
      return this.#current
    } catch {
      return { problem: 'failed' }
    }
  }

  close(): void {
    this.#turn += 1
    this.#current?.phone.close()
    this.#current = undefined
  }
}

/** Why there is no grant, as the end of a call. */
function reasonOfFailure(code: FailureCode): EndReason {
  switch (code) {
    case 'not-found':
    case 'invalid-input':
    case 'disabled':
      return 'unknown-number'
    case 'unreachable':
      return 'server-down'
    case 'refused':
    case 'not-licensed':
    case 'not-allowed':
      return 'refused'
    default:
      return 'failed'
  }
}
