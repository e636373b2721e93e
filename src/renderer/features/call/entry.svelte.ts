import type { AskCall } from '../../../contract/call.ts'

export interface Destination {
  readonly key: string
  readonly label: string
}

export interface EntryOptions {
  readonly destinations: () => readonly Destination[]
  /** R237, R238: what is set beforehand is not asked for. */
  readonly preset: () => { readonly customerNumber: string; readonly destinationKey: string }
  readonly asksNumber: () => boolean
  /** Reads the number, where the app asks for it; a page of others asks as the vendor's does. */
  readonly phone?: {
    readonly problem: string | undefined
    readonly given: { readonly number: string; readonly isNumberConfirmed: boolean }
  }
}

/** Who is to be called by whom: what the customer says, and what is known without asking. */
export class Entry {
  number = $state('')
  destinationKey = $state('')
  readonly #options: EntryOptions

  constructor(options: EntryOptions) {
    this.#options = options
  }

  get asksNumber(): boolean {
    return this.#options.asksNumber() && this.#options.preset().customerNumber === ''
  }

  get asksDestination(): boolean {
    const { preset, destinations } = this.#options
    return preset().destinationKey === '' && destinations().length > 1
  }

  /** R240: with number and destination set beforehand nothing is asked. */
  get isNeeded(): boolean {
    return this.asksNumber || this.asksDestination
  }

  /** The destination to be called; undefined where there is none to call. */
  get destination(): string | undefined {
    const { preset, destinations } = this.#options
    const all = destinations()
    const chosen = preset().destinationKey || this.destinationKey
    return chosen === '' ? (all.length === 1 ? all[0]?.key : undefined) : chosen
  }

  /** What has not been said yet. */
  get missing(): 'number-missing' | 'destination-missing' | undefined {
    const { phone } = this.#options
    const isNumber = phone ? phone.problem === undefined : /\p{Nd}\P{Nd}*\p{Nd}/u.test(this.number)
    if (this.asksNumber && !isNumber) return 'number-missing'
    return this.destination === undefined ? 'destination-missing' : undefined
  }

  /** The call that is asked for; undefined where there is no destination. */
  get ask(): AskCall | undefined {
    const destinationKey = this.destination
    if (destinationKey === undefined) return undefined
    const { customerNumber } = this.#options.preset()
    const { phone } = this.#options
    if (customerNumber !== '' || !phone || !this.asksNumber) {
      return { destinationKey, customerNumber: customerNumber || this.number.trim() }
    }
    const { number, isNumberConfirmed } = phone.given
    return { destinationKey, customerNumber: number, isNumberConfirmed }
  }
}
