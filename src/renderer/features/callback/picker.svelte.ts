import type { CallbackDay, CallbackWindow } from '../../../contract/callback.ts'
import type { Zone } from '../../../contract/zone.ts'
import type { CallbackForm } from './form.svelte.ts'
import { dateOf, partOf, type PartOfDay } from './times.ts'

export type Place = 'first' | 'second'

export type OfferedWindow = CallbackDay['windows'][number]

/** Tiles in view at once: days, and one to go earlier or later if there are more. */
const TILES = 8

interface Options {
  readonly form: () => CallbackForm
  readonly days: () => readonly CallbackDay[]
  /** Of the customer. */
  readonly zone: () => Zone
  /** Epoch milliseconds, by the clock that the planning goes by. */
  readonly now: () => number
}

/** One page of days. */
export interface Page {
  readonly days: readonly CallbackDay[]
  /** Start of the previous and the next page; absent if there is none. */
  readonly earlier: string | undefined
  readonly later: string | undefined
}

/** The choice of up to two times: which of them is being chosen, and the day that is looked at. */
export class Picker {
  /** The second can be chosen once the first is. */
  place = $state<Place>('first')
  #date = $state<string>()
  #page = $state<number>()
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** The day whose windows are shown: the one looked at, else the first that can be chosen. */
  date: string | undefined = $derived.by(() => {
    const days = this.#options.days()
    const isThere = days.some(({ date }) => date === this.#date)
    return isThere ? this.#date : days.find((day) => this.isOpen(day))?.date
  })

  pages: readonly Page[] = $derived.by(() => pagesOf(this.#options.days()))

  /** The page turned to, else the one with the day looked at. */
  get page(): Page | undefined {
    const index =
      this.#page ?? this.pages.findIndex(({ days }) => days.some(({ date }) => date === this.date))
    return this.pages[index] ?? this.pages[0]
  }

  get windows(): readonly OfferedWindow[] {
    return this.#options.days().find(({ date }) => date === this.date)?.windows ?? []
  }

  /** What of the day is over, as one span: it stays in sight and says so. */
  passed: CallbackWindow | undefined = $derived.by(() => {
    const over = this.windows.filter((window) => this.#isOver(window))
    const [first] = over
    const last = over.at(-1)
    return first && last && { start: first.start, end: last.end }
  })

  /** What of the day is still to come, by part of the day, in order; for the second time, what comes after the first. */
  parts: readonly { readonly part: PartOfDay; readonly windows: readonly OfferedWindow[] }[] =
    $derived.by(() => {
      const parts = new Map<PartOfDay, OfferedWindow[]>()
      for (const window of this.windows) {
        if (this.#isOver(window) || this.#isTooEarly(window)) continue
        const part = partOf(window, this.#options.zone())
        parts.set(part, [...(parts.get(part) ?? []), window])
      }
      return [...parts].map(([part, windows]) => ({ part, windows }))
    })

  /** Whether the day holds a window that can be chosen for the place in question. */
  isOpen({ windows }: CallbackDay): boolean {
    return windows.some((window) => this.#options.form().canChoose(window, this.place))
  }

  /** It has begun, so its start can no longer be chosen. */
  #isOver({ start }: CallbackWindow): boolean {
    return start <= this.#options.now()
  }

  #isTooEarly(window: CallbackWindow): boolean {
    const { first } = this.#options.form()
    if (this.place === 'first' || first === undefined) return false
    return window.start < first.end && this.placeOf(window) === undefined
  }

  look(date: string): void {
    this.#date = date
  }

  /** To other days: the first of them that can be chosen is looked at, so that no times of a hidden day are shown. */
  turn(step: 1 | -1): void {
    const index = this.page === undefined ? 0 : this.pages.indexOf(this.page)
    this.#page = Math.max(0, Math.min(this.pages.length - 1, index + step))
    const days = this.page?.days ?? []
    this.#date = (days.find((day) => this.isOpen(day)) ?? days[0])?.date
  }

  choose(window: CallbackWindow): void {
    this.#options.form()[this.place] = window
    this.#options.form().touched(this.place)
    // A first time that moved may have come right before the second again.
    this.#options.form().touched('second')
  }

  /** Turns to one of the two times; its day comes into view. */
  go(place: Place): void {
    const form = this.#options.form()
    this.place = place === 'second' && form.first === undefined ? 'first' : place
    const chosen = form[this.place] ?? form.first
    if (chosen !== undefined) this.#date = dateOf(chosen.start, this.#options.zone())
    this.#page = undefined
    const day = this.#options.days().find(({ date }) => date === this.#date)
    // Nothing later on that day: on to the first that has something.
    if (day !== undefined && !this.isOpen(day)) this.#date = undefined
  }

  /** Without a second time. */
  drop(): void {
    this.#options.form().second = undefined
    this.#options.form().touched('second')
    this.go('first')
  }

  /** What a window is: chosen as first or second time, or not. */
  placeOf(window: CallbackWindow): Place | undefined {
    const { first, second } = this.#options.form()
    if (first?.start === window.start && first.end === window.end) return 'first'
    return second?.start === window.start && second.end === window.end ? 'second' : undefined
  }
}

function pagesOf(days: readonly CallbackDay[]): readonly Page[] {
  const parts: (readonly CallbackDay[])[] = []
  for (let at = 0; at < days.length;) {
    const hasEarlier = at > 0
    const room = TILES - (hasEarlier ? 1 : 0)
    const hasLater = days.length - at > room
    const count = hasLater ? room - 1 : room
    parts.push(days.slice(at, at + count))
    at += count
  }
  return parts.map((part, at) => ({
    days: part,
    earlier: parts[at - 1]?.[0]?.date,
    later: parts[at + 1]?.[0]?.date,
  }))
}
