import type { Outcome } from '../../../contract/outcome.ts'
import { countryOf, loadPhone, type Country, type Phone, type ReadNumber } from './phone.ts'

export interface CallMeOptions {
  readonly language: string
  /** The house's own language. */
  readonly house?: string | undefined
  readonly send: (number: string, country: string) => Promise<Outcome<void>>
  /** Loads the numbering plans. */
  readonly load?: () => Promise<Phone>
}

/** The question for a phone number: country, digits, and how the number is read back. */
export class CallMeForm {
  text = $state('')
  country = $state('')
  flaw = $state<'missing' | 'invalid' | 'failed'>()
  isSending = $state(false)
  countries = $state.raw<readonly Country[]>([])
  #phone = $state.raw<Phone>()
  readonly #options: CallMeOptions

  constructor(options: CallMeOptions) {
    this.#options = options
    this.country = countryOf(options.language, options.house)
  }

  get isReady(): boolean {
    return this.#phone !== undefined
  }

  /** The number as far as it is one. */
  number: ReadNumber | undefined = $derived.by(() => this.#phone?.read(this.text, this.country))

  async prepare(): Promise<void> {
    const phone = await (this.#options.load ?? loadPhone)()
    this.countries = phone.countries(this.#options.language)
    this.#phone = phone
  }

  /**
   * Takes what is in the field. Blanks are set only while the customer types at its end: in the
   * middle the caret would jump. A leading plus chooses the country.
   */
  type(text: string, isAtEnd: boolean): void {
    this.flaw = undefined
    const grows = text.length > this.text.length
    this.text = isAtEnd && grows ? (this.#phone?.format(text, this.country) ?? text) : text
    const named = text.trimStart().startsWith('+') ? this.number?.country : undefined
    if (named !== undefined) this.country = named
  }

  choose(country: string): void {
    this.flaw = undefined
    this.country = country
  }

  /** Sends the number; tells whether main took it. */
  async confirm(): Promise<boolean> {
    const number = this.number
    if (number === undefined) {
      this.flaw = this.text.trim() === '' ? 'missing' : 'invalid'
      return false
    }
    this.isSending = true
    const outcome = await this.#options.send(number.e164, number.country)
    this.isSending = false
    if (!outcome.ok) this.flaw = outcome.error.code === 'invalid-input' ? 'invalid' : 'failed'
    return outcome.ok
  }
}
