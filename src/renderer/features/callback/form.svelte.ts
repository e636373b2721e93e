import type {
  CallbackHandover,
  CallbackView,
  CallbackWindow,
  RequestCallback,
} from '../../../contract/callback.ts'
import type { Failure } from '../../../contract/outcome.ts'
import type { Allow } from '../../../phone/kinds.ts'
import type { Phone } from '../../lib/phone.ts'
import { PhoneEntry } from '../../lib/phone-entry.svelte.ts'
import { openAfter } from '../../ui/enter.ts'

/** What a kiosk asks, one a screen; a desktop shows all of them but the check at once. */
export type Question = 'topic' | 'when' | 'number' | 'who' | 'check'

export type Field = 'topic' | 'first' | 'second' | 'number' | 'name' | 'comment' | 'consent'

/** What is wrong with an answer: the last part of its sentence's key, but for the number: see `flawWords`. */
export type Flaw =
  | 'topicMissing'
  | 'topicGone'
  | 'firstMissing'
  | 'firstGone'
  | 'secondEarly'
  | 'secondGone'
  | 'numberMissing'
  | 'numberRefused'
  | 'nameMissing'
  | 'nameTooLong'
  | 'nameRefused'
  | 'commentTooLong'
  | 'commentRefused'
  | 'consentMissing'

/** Longest answers, in characters: the same as in main, which has the last word. */
export const NAME_CHARACTERS = 80
export const COMMENT_CHARACTERS = 500

const FIELDS: Readonly<Record<Question, readonly Field[]>> = {
  topic: ['topic'],
  when: ['first', 'second'],
  number: ['number'],
  who: ['name', 'comment'],
  check: ['consent'],
}

export function isField(name: string | undefined): name is Field {
  return name !== undefined && name in REFUSED
}

/** What main's refusal of a field means. */
const REFUSED: Readonly<Record<Field, Flaw>> = {
  topic: 'topicGone',
  first: 'firstGone',
  second: 'secondGone',
  number: 'numberRefused',
  name: 'nameRefused',
  comment: 'commentRefused',
  consent: 'consentMissing',
}

export interface FormOptions {
  readonly view: () => CallbackView | undefined
  readonly language: () => string
  /** Epoch milliseconds, by the clock that the planning goes by. */
  readonly now: () => number
  /** Which numbers are called, by the policy. */
  readonly allow?: (() => Allow | undefined) | undefined
  readonly loadPhone?: (() => Promise<Phone>) | undefined
}

/** Everything a callback needs to know: what was answered, what is wrong with it, what is asked next. */
export class CallbackForm {
  /** Key of the queue, as a choice's value; empty until chosen. */
  topic = $state('')
  first = $state.raw<CallbackWindow>()
  second = $state.raw<CallbackWindow>()
  name = $state('')
  comment = $state('')
  consent = $state(false)
  step = $state(0)
  flaws = $state.raw<Partial<Record<Field, Flaw>>>({})
  readonly phone: PhoneEntry
  readonly #options: FormOptions

  constructor(options: FormOptions) {
    this.#options = options
    this.phone = new PhoneEntry({
      language: options.language,
      allow: () => options.allow?.(),
      takesExtension: true,
      load: options.loadPhone,
    })
  }

  /** The topic is not asked for if there is only one. */
  questions: readonly Question[] = $derived.by(() => [
    ...(this.#topics.length > 1 ? (['topic'] as const) : []),
    'when',
    'number',
    'who',
    'check',
  ])

  get question(): Question {
    return this.questions[Math.min(this.step, this.questions.length - 1)] ?? 'when'
  }

  get isLast(): boolean {
    return this.step >= this.questions.length - 1
  }

  get #topics(): CallbackView['topics'] {
    return this.#options.view()?.topics ?? []
  }

  /** The chosen queue; the only one is chosen by itself. */
  get chosenTopic(): CallbackView['topics'][number] | undefined {
    if (this.#topics.length === 1) return this.#topics[0]
    return this.#topics.find(({ key }) => String(key) === this.topic)
  }

  /** A window is not offered any more once it began, whatever main said of it minutes ago. */
  canChoose(window: CallbackWindow, place: 'first' | 'second'): boolean {
    if (window.start <= this.#options.now()) return false
    if (place === 'second' && this.first !== undefined && window.start < this.first.end) {
      return false
    }
    const days = this.#options.view()?.days ?? []
    return days.some(({ windows }) =>
      windows.some(
        ({ start, end, state }) => state === 'open' && start === window.start && end === window.end,
      ),
    )
  }

  /** Takes over what was typed elsewhere; what was typed here stays. */
  prefill(handover: CallbackHandover, country: string): void {
    if (this.phone.country === '') this.phone.country = country
    if (this.name === '') this.name = handover.name ?? ''
    if (this.comment === '') this.comment = handover.comment ?? ''
    if (this.phone.text === '') this.phone.text = handover.number ?? ''
  }

  /** On to the next question if this one is answered well; tells whether it is. */
  next(): boolean {
    if (!this.#check(FIELDS[this.question])) return false
    if (!this.isLast) this.step += 1
    return true
  }

  /**
   * Where Enter leads from a field: nowhere while its own answer is not good, which is then said; else to the next of
   * these questions' fields that is still open. Undefined where all of them are answered.
   */
  onward(from: Field, asked: readonly Question[]): Field | undefined {
    const flaw = this.#flawOf(from)
    if (flaw !== undefined) {
      this.flaws = { ...this.flaws, [from]: flaw }
      return from
    }
    const fields = asked.flatMap((question) => FIELDS[question])
    return openAfter(fields, from, (field) => this.#flawOf(field) !== undefined)
  }

  /** The customer went on to something else: a wrong answer is said to be so; a missing one may still come. */
  leave(field: Field): void {
    const flaw = this.#flawOf(field)
    if (flaw !== undefined && !flaw.endsWith('Missing')) {
      this.flaws = { ...this.flaws, [field]: flaw }
    }
  }

  /** Back to the question before; tells whether there is one. */
  back(): boolean {
    if (this.step === 0) return false
    this.step -= 1
    return true
  }

  /** To the question of a field, for instance to change it on the last page. */
  show(field: Field): void {
    const step = this.questions.findIndex((question) => FIELDS[question].includes(field))
    if (step >= 0) this.step = step
  }

  /** All answers, or nothing: then `flaws` says why and the first question at fault is shown. */
  complete(knowingly: boolean): RequestCallback | undefined {
    const sound = this.#check(this.questions.flatMap((question) => FIELDS[question]))
    const topic = this.chosenTopic
    const { first, second, phone } = this
    if (!sound || topic === undefined || first === undefined) {
      const field = this.firstFlaw
      if (field !== undefined) this.show(field)
      return undefined
    }
    return {
      topic: topic.key,
      first: spanOf(first),
      ...(second === undefined ? {} : { second: spanOf(second) }),
      name: this.name.trim(),
      ...phone.given,
      comment: this.comment.trim(),
      consent: this.consent,
      knowingly,
    }
  }

  /** Main did not take an answer: shown at its question. Tells whether it belongs to one. */
  refuse({ code, field = '' }: Failure): boolean {
    const isOfField = code === 'invalid-input' || (code === 'not-found' && field === 'topic')
    const known = Object.values(FIELDS)
      .flat()
      .find((name) => name === field.split('.')[0])
    if (!isOfField || known === undefined) return false
    if (known === 'topic') this.topic = ''
    this.flaws = { [known]: REFUSED[known] }
    this.show(known)
    return true
  }

  /** The first field at fault, in the order in which they are asked. */
  get firstFlaw(): Field | undefined {
    return this.questions
      .flatMap((question) => FIELDS[question])
      .find((field) => this.flaws[field] !== undefined)
  }

  /** The customer is changing an answer: what was said about it no longer holds. */
  touched(field: Field): void {
    if (this.flaws[field] === undefined) return
    this.flaws = Object.fromEntries(Object.entries(this.flaws).filter(([name]) => name !== field))
  }

  #check(fields: readonly Field[]): boolean {
    const flaws: Partial<Record<Field, Flaw>> = {}
    for (const field of fields) {
      const flaw = this.#flawOf(field)
      if (flaw !== undefined) flaws[field] = flaw
    }
    this.flaws = flaws
    return Object.keys(flaws).length === 0
  }

  #flawOf(field: Field): Flaw | undefined {
    switch (field) {
      case 'topic':
        if (this.chosenTopic !== undefined) return undefined
        return this.topic === '' ? 'topicMissing' : 'topicGone'
      case 'first':
        if (this.first === undefined) return 'firstMissing'
        return this.canChoose(this.first, 'first') ? undefined : 'firstGone'
      case 'second':
        if (this.second === undefined || this.canChoose(this.second, 'second')) return undefined
        return this.canChoose(this.second, 'first') ? 'secondEarly' : 'secondGone'
      case 'number':
        if (this.phone.problem === undefined) return undefined
        return this.phone.problem === 'missing' ? 'numberMissing' : 'numberRefused'
      case 'name':
        if (this.name.trim() === '') return 'nameMissing'
        return characters(this.name) > NAME_CHARACTERS ? 'nameTooLong' : undefined
      case 'comment':
        return characters(this.comment) > COMMENT_CHARACTERS ? 'commentTooLong' : undefined
      case 'consent': {
        const isAsked = this.#options.view()?.askConsent === true
        return isAsked && !this.consent ? 'consentMissing' : undefined
      }
    }
  }
}

/** Without what else a day says of its window: the bridge takes no more than it knows. */
function spanOf({ start, end }: CallbackWindow): CallbackWindow {
  return { start, end }
}

function characters(text: string): number {
  return Array.from(text.trim()).length
}
