import type { FailureCode, Outcome } from '../../../contract/outcome.ts'
import type { Allow } from '../../../phone/kinds.ts'
import { PhoneEntry, type GivenNumber } from '../../lib/phone-entry.svelte.ts'
import type { Phone } from '../../lib/phone.ts'

export interface CallMeOptions {
  /** Of the customer, who may change it while the question stands. */
  readonly language: () => string
  /** ISO 3166 code that main suggests. */
  readonly country: string
  /** Which numbers are called, by the policy. */
  readonly allow?: () => Allow | undefined
  readonly send: (given: GivenNumber) => Promise<Outcome<void>>
  /** Loads the numbering plans. */
  readonly load?: () => Promise<Phone>
}

/** The number that an agent shall call, and its way to main. */
export class CallMeForm {
  readonly phone: PhoneEntry
  flaw = $state<'number' | 'failed' | 'unknown'>()
  isSending = $state(false)
  readonly #send: CallMeOptions['send']

  constructor({ language, country, allow, send, load }: CallMeOptions) {
    this.#send = send
    this.phone = new PhoneEntry({
      language,
      allow: () => allow?.(),
      takesExtension: false,
      load,
    })
    this.phone.country = country
  }

  async prepare(): Promise<void> {
    await this.phone.prepare()
  }

  /** See `PhoneEntry.type`. */
  type(text: string, isAtEnd: boolean): void {
    this.flaw = undefined
    this.phone.type(text, isAtEnd)
  }

  paste(text: string): void {
    this.flaw = undefined
    this.phone.paste(text)
  }

  confirmNumber(is: boolean): void {
    this.flaw = undefined
    this.phone.isConfirmed = is
  }

  choose(country: string): void {
    this.flaw = undefined
    this.phone.country = country
  }

  /** Sends the number; tells whether main took it. */
  async confirm(): Promise<boolean> {
    if (this.phone.problem !== undefined) {
      this.flaw = 'number'
      return false
    }
    this.isSending = true
    const outcome = await this.#send(this.phone.given)
    this.isSending = false
    if (!outcome.ok) this.flaw = flawOf(outcome.error.code)
    return outcome.ok
  }
}

function flawOf(code: FailureCode): 'number' | 'failed' | 'unknown' {
  if (code === 'invalid-input') return 'number'
  return code === 'unknown-outcome' ? 'unknown' : 'failed'
}
