import { createSubscriber } from 'svelte/reactivity'

/** The current time for screens that show it, updated every `everyMs` while visible. */
export class Ticker {
  readonly #subscribe: () => void
  readonly #clock: () => number

  constructor(everyMs: number, clock: () => number = Date.now) {
    this.#clock = clock
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, everyMs)
      return () => {
        clearInterval(timer)
      }
    })
  }

  /** Epoch milliseconds of this machine. */
  get now(): number {
    this.#subscribe()
    return this.#clock()
  }
}

export const seconds = new Ticker(1000)
export const minutes = new Ticker(20_000)
