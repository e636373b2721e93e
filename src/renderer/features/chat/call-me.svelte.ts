import type { FailureCode, Outcome } from '../../../contract/outcome.ts'
import { PhoneEntry } from '../../lib/phone-entry.svelte.ts'
import type { Phone } from '../../lib/phone.ts'

export interface CallMeOptions {
  /** Of the customer, who may change it while the question stands. */
  readonly language: () => string
  /** ISO 3166 code that main suggests. */
  readonly country: string
  readonly send: (number: string, country: string) => Promise<Outcome<void>>
  /** Loads the numbering plans. */
  readonly load?: () => Promise<Phone>
}

/** The number that an agent shall call, and its way to main. */
export class CallMeForm {
  readonly phone: PhoneEntry
  flaw = $state<'missing' | 'invalid' | 'failed' | 'unknown'>()
  isSending = $state(false)
  readonly #send: CallMeOptions['send']

  constructor({ language, country, send, load }: CallMeOptions) {
    this.#send = send
    this.phone = new PhoneEntry({ language, load })
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

  choose(country: string): void {
    this.flaw = undefined
    this.phone.country = country
  }

  /** Sends the number; tells whether main took it. */
  async confirm(): Promise<boolean> {
    const { number, text } = this.phone
    if (number === undefined) {
      this.flaw = text.trim() === '' ? 'missing' : 'invalid'
      return false
    }
    this.isSending = true
    const outcome = await this.#send(number.e164, number.country)
    this.isSending = false
    if (!outcome.ok) this.flaw = flawOf(outcome.error.code)
    return outcome.ok
  }
}

function flawOf(code: FailureCode): 'invalid' | 'failed' | 'unknown' {
  if (code === 'invalid-input') return 'invalid'
  return code === 'unknown-outcome' ? 'unknown' : 'failed'
}
