import { numberProblem, type NumberProblem } from '../../phone/judge.ts'
import type { Allow } from '../../phone/kinds.ts'
import { lineOf } from '../../phone/line.ts'
import type { PhoneNumber } from '../../phone/reader.ts'
import { loadPhone, type Country, type Phone } from './phone.ts'

interface Options {
  readonly language: () => string
  /** Which numbers are called, by the policy. */
  readonly allow: () => Allow | undefined
  /** Whether an extension reaches the agent. */
  readonly takesExtension: boolean
  /** Loads the numbering plans. */
  readonly load?: (() => Promise<Phone>) | undefined
}

/** What main is told of a number. */
export interface GivenNumber {
  readonly number: string
  /** ISO 3166. */
  readonly country: string
  readonly isNumberConfirmed: boolean
}

/** The question for a phone number: country, digits, and how the number is read back. */
export class PhoneEntry {
  text = $state('')
  /** ISO 3166 code; empty until the policy's is known. */
  country = $state('')
  #phone = $state.raw<Phone>()
  /** The number (E.164) of which the customer said that it is right. */
  #confirmed = $state('')
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  get isReady(): boolean {
    return this.#phone !== undefined
  }

  /** Every country by its name in the customer's language. */
  countries: readonly Country[] = $derived.by(
    () => this.#phone?.countries(this.#options.language()) ?? [],
  )

  #reading = $derived.by(() => this.#phone?.read(this.text, this.country))

  /** The number as far as it is one, whether it may be called or not. */
  get number(): PhoneNumber | undefined {
    return this.#reading?.number
  }

  get isConfirmed(): boolean {
    return this.number !== undefined && this.#confirmed === this.number.e164
  }

  set isConfirmed(is: boolean) {
    this.#confirmed = is ? (this.number?.e164 ?? '') : ''
  }

  /** Why it cannot be called; undefined too while the plans are not loaded: main has the last word. */
  get problem(): NumberProblem | undefined {
    if (this.#reading === undefined) return this.text.trim() === '' ? 'missing' : undefined
    const { allow, takesExtension } = this.#options
    return numberProblem(this.#reading, {
      allow: allow(),
      isConfirmed: this.isConfirmed,
      takesExtension,
    })
  }

  /** The customer is asked whether it is right: no plan knows it. */
  get isDoubtful(): boolean {
    return this.number?.isCertain === false && (this.isConfirmed || this.problem === 'unsure')
  }

  /** `Germany`: of the number, or the chosen one; empty for a number that has none. */
  get countryName(): string {
    const { number } = this
    const code = number === undefined ? this.country : number.country
    return this.countries.find((country) => country.code === code)?.name ?? code ?? ''
  }

  /** The text begins with a calling code: it is no number of the chosen country. */
  get isAbroad(): boolean {
    return /^[\s(]*(?:\+|00)/u.test(this.text)
  }

  /** For main: as it was typed where it could not be read. */
  get given(): GivenNumber {
    const { number, country, text, isConfirmed } = this
    return {
      number: number === undefined ? text.trim() : lineOf(number),
      country: number?.country ?? country,
      isNumberConfirmed: isConfirmed,
    }
  }

  async prepare(): Promise<void> {
    this.#phone ??= await (this.#options.load ?? loadPhone)()
  }

  /**
   * Takes what is in the field. Blanks are set only while the customer types at its end: in the
   * middle the caret would jump. A leading plus chooses the country.
   */
  type(text: string, isAtEnd: boolean): void {
    const grows = text.length > this.text.length
    this.text = isAtEnd && grows ? this.#spaced(text) : text
    this.#followCountry()
  }

  /**
   * Takes what is pasted in place of all that was there: wherever the caret stood, it reads the same. A number out of
   * a longer text is shown alone.
   */
  paste(text: string): void {
    const number = this.#phone?.read(text, this.country).number
    const isPlain = /^[\d\s()+./-]*$/u.test(text.trim()) && !/[\n\r]/u.test(text.trim())
    if (number !== undefined && !isPlain) {
      const { written, extension } = number
      this.text = extension === '' ? written : `${written} ext. ${extension}`
    } else this.text = this.#spaced(text.trim().replaceAll(/\s*[\n\r]+\s*/gu, ' / '))
    this.#followCountry()
  }

  #spaced(text: string): string {
    return this.#phone?.format(text, this.country) ?? text
  }

  #followCountry(): void {
    const { number } = this
    if (number?.country !== undefined && this.isAbroad) this.country = number.country
  }
}
