import { isSecret, kindOf, wantsCapital, type Field } from './fields.ts'
import { columnsOf, rowsOf, type Action, type Key, type Kind, type Page } from './layouts.ts'
import { isLatin, layoutOf, lettersOf } from './letters.ts'
import { enter, erase, write } from './typist.ts'

export type Shift = 'off' | 'once' | 'locked'

/** Two touches of shift within so many milliseconds lock it. */
const DOUBLE_MS = 400

/**
 * The keyboard as it stands: which field it writes into, which page it shows.
 * ```
 *            touch            touch again soon
 *   off ------------> once --------------------> locked
 *    ^                 |                            |
 *    |  a letter, or   |                            |
 *    |  touch later    |           touch            |
 *    +-----------------+----------------------------+
 * ```
 */
export class Keyboard {
  field = $state.raw<Field>()
  page = $state<Page>('letters')
  shift = $state<Shift>('off')
  tall = $state(false)
  #languages = $state.raw<readonly string[]>(['en'])
  #place = $state(0)
  #shiftedAt = -Infinity
  readonly #now: () => number
  readonly #onhide: () => void

  constructor(onhide: () => void, now: () => number = () => performance.now()) {
    this.#onhide = onhide
    this.#now = now
  }

  /** Layouts to choose from, each once; a Latin one is always there, for addresses. */
  readonly layouts = $derived.by(() => {
    const layouts = [...new Set(this.#languages.map(layoutOf))]
    return layouts.some(isLatin) ? layouts : [...layouts, 'en']
  })
  readonly layout = $derived(this.layouts[this.#place % this.layouts.length] ?? 'en')
  readonly kind = $derived<Kind>(this.field === undefined ? 'text' : kindOf(this.field))
  readonly isSecret = $derived(this.field !== undefined && isSecret(this.field))
  readonly direction = $derived(lettersOf(this.layout).direction)
  readonly rows = $derived(
    rowsOf({
      kind: this.kind,
      page: this.page,
      layout: this.layout,
      shifted: this.shift !== 'off',
      tall: this.tall,
      canChange: this.layouts.length > 1,
    }),
  )
  readonly columns = $derived(columnsOf(this.rows))
  /** What the field calls its Enter key. */
  readonly enterHint = $derived(this.field?.enterKeyHint ?? '')

  /** The customer's language first; a choice made on the keyboard lasts until this changes. */
  speak(languages: readonly string[]): void {
    if (languages.join() === this.#languages.join()) return
    this.#languages = languages
    this.#place = 0
  }

  /** Forgets what one customer chose. */
  reset(): void {
    this.#place = 0
    this.#toLetters()
  }

  /** From now on writes into this field. */
  attach(field: Field): void {
    if (field === this.field) return
    this.field = field
    this.#toLetters()
    if (kindOf(field) === 'email' && !isLatin(this.layout)) {
      this.#place = Math.max(0, this.layouts.findIndex(isLatin))
    }
    this.#lookAtCaret()
  }

  detach(): void {
    this.field = undefined
  }

  press(key: Key): void {
    const { field } = this
    if (field === undefined) return
    if (key.kind === 'text') this.#write(field, key.text)
    else this.#act(field, key.action)
  }

  /** The caret was moved, or something was written by another keyboard. */
  lookAgain(): void {
    if (this.shift === 'off') this.#lookAtCaret()
  }

  #write(field: Field, text: string): void {
    write(field, text)
    if (this.shift === 'once') this.shift = 'off'
    this.#lookAtCaret()
  }

  #act(field: Field, action: Action): void {
    switch (action) {
      case 'shift':
        this.#pressShift()
        return
      case 'backspace':
        erase(field)
        this.#lookAtCaret()
        return
      case 'enter':
        enter(field)
        if (this.enterHint === 'send') this.#beginAnew(field)
        else this.#lookAtCaret()
        return
      case 'space':
        this.#write(field, ' ')
        if (this.page === 'symbols') this.page = 'letters'
        return
      case 'letters':
      case 'symbols':
      case 'accents':
        this.page = action
        this.shift = 'off'
        return
      case 'language':
        this.#place += 1
        this.#toLetters()
        this.#lookAtCaret()
        return
      case 'hide':
        this.#onhide()
    }
  }

  #pressShift(): void {
    const now = this.#now()
    const isSoon = now - this.#shiftedAt < DOUBLE_MS
    this.#shiftedAt = now
    if (this.shift === 'off') this.shift = isSoon ? 'locked' : 'once'
    else this.shift = this.shift === 'once' && isSoon ? 'locked' : 'off'
  }

  #lookAtCaret(): void {
    const { field } = this
    if (field === undefined || this.shift === 'locked' || this.page !== 'letters') return
    this.shift = lettersOf(this.layout).hasCase && wantsCapital(field) ? 'once' : 'off'
  }

  /** What was sent is taken out of the field only later. */
  #beginAnew(field: Field): void {
    this.#toLetters()
    if (lettersOf(this.layout).hasCase && wantsCapital(field, '')) this.shift = 'once'
  }

  #toLetters(): void {
    this.page = 'letters'
    this.shift = 'off'
    this.#shiftedAt = -Infinity
  }
}
