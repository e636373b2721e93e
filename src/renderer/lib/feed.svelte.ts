import type { FeedReader, Off, View } from '../../contract/define.ts'

/** The newest view of one feed, as a rune. */
export class Feed<V extends View> {
  #view = $state.raw<V>()
  readonly #reader: () => FeedReader<V>
  readonly #name: string

  constructor(name: string, reader: () => FeedReader<V>) {
    this.#name = name
    this.#reader = reader
  }

  /** The newest view, or undefined before the first. */
  get newest(): V | undefined {
    return this.#view
  }

  /** The newest view; throws before `start` has ended: no screen is shown then. */
  get view(): V {
    if (this.#view === undefined) throw new Error(`The feed ${this.#name} has not begun`)
    return this.#view
  }

  /**
   * Listens first, then reads, and keeps the higher revision: no push is lost and none goes back.
   * Answers the function that ends it. When restarted, it discards data of the earlier source.
   */
  async start(): Promise<Off> {
    this.#view = undefined
    const reader = this.#reader()
    const off = reader.on((view) => {
      this.#take(view)
    })
    this.#take(await reader.read())
    return off
  }

  #take(view: V): void {
    if (this.#view === undefined || view.revision > this.#view.revision) this.#view = view
  }
}
