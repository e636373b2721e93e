import { loadPhone, type Country, type Phone, type ReadNumber } from './phone.ts'

interface Options {
  readonly language: () => string
  /** Loads the numbering plans. */
  readonly load?: (() => Promise<Phone>) | undefined
}

/** The question for a phone number: country, digits, and how the number is read back. */
export class PhoneEntry {
  text = $state('')
  /** ISO 3166 code; empty until the policy's is known. */
  country = $state('')
  #phone = $state.raw<Phone>()
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

  /** The number as far as it is one. */
  number: ReadNumber | undefined = $derived.by(() => this.#phone?.read(this.text, this.country))

  /** `Germany`. */
  get countryName(): string {
    const code = this.number?.country ?? this.country
    return this.countries.find((country) => country.code === code)?.name ?? code
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
    this.text = isAtEnd && grows ? (this.#phone?.format(text, this.country) ?? text) : text
    const named = text.trimStart().startsWith('+') ? this.number?.country : undefined
    if (named !== undefined) this.country = named
  }
}
