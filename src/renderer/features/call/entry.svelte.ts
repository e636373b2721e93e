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
    if (this.asksNumber && !/\d\D*\d/u.test(this.number)) return 'number-missing'
    return this.destination === undefined ? 'destination-missing' : undefined
  }

  /** The call that is asked for; undefined where there is no destination. */
  get ask(): AskCall | undefined {
    const destinationKey = this.destination
    if (destinationKey === undefined) return undefined
    return {
      destinationKey,
      customerNumber: this.#options.preset().customerNumber || this.number.trim(),
    }
  }
}
