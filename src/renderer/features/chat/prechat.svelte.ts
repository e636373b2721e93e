import type { StartChat } from '../../../contract/chat.ts'
import type { Failure } from '../../../contract/outcome.ts'
import type { SettingsView } from '../../../contract/settings.ts'
import { openAfter } from '../../ui/enter.ts'
import { characters } from './text.ts'

export type Question = 'name' | 'topic' | 'message' | 'consent'

export type Flaw = 'missing' | 'tooLong' | 'refused'

/** Longest name, in characters. */
export const NAME_CHARACTERS = 60

type Limits = Pick<SettingsView['chat'], 'topics' | 'messageCharacters' | 'askConsent'>

/** What a kiosk asks on one screen: who and about what, then the message and consent to it. */
const PAGES: readonly (readonly Question[])[] = [
  ['name', 'topic'],
  ['message', 'consent'],
]

/** The questions before a chat: what was answered, what is wrong with it, which ones are on screen. */
export class PreChat {
  name = $state('')
  topic = $state('')
  message = $state('')
  consent = $state(false)
  step = $state(0)
  flaws = $state<Partial<Record<Question, Flaw>>>({})
  readonly #limits: () => Limits

  constructor(limits: () => Limits) {
    this.#limits = limits
  }

  /** The questions: no topic if there is only one, no consent if the policy requires none. */
  get questions(): readonly Question[] {
    const { topics, askConsent } = this.#limits()
    const asked: Question[] = ['name']
    if (topics.length > 1) asked.push('topic')
    asked.push('message')
    if (askConsent) asked.push('consent')
    return asked
  }

  /** The questions, screen by screen. */
  get pages(): readonly (readonly Question[])[] {
    const asked = this.questions
    return PAGES.map((page) => page.filter((question) => asked.includes(question)))
  }

  /** The questions on the screen. */
  get page(): readonly Question[] {
    return this.pages[this.step] ?? []
  }

  get isLast(): boolean {
    return this.step >= this.pages.length - 1
  }

  /** The first question of the screen that has no good answer yet. */
  get open(): Question | undefined {
    return this.page.find((question) => this.#flawOf(question) !== undefined)
  }

  /** Characters left for the message; negative when there are too many. */
  get left(): number {
    return this.#limits().messageCharacters - characters(this.message.trim())
  }

  /** On to the next screen if this one is answered well; tells whether it is. */
  next(): boolean {
    if (!this.#check(this.page)) return false
    if (!this.isLast) this.step += 1
    return true
  }

  /**
   * Where Enter leads from a question: nowhere while its own answer is not good, which is then said; else to the next
   * of `asked` that is still open. Undefined where all of them are answered.
   */
  onward(from: Question, asked: readonly Question[]): Question | undefined {
    const flaw = this.#flawOf(from)
    if (flaw !== undefined) {
      this.flaws = { ...this.flaws, [from]: flaw }
      return from
    }
    return openAfter(asked, from, (question) => this.#flawOf(question) !== undefined)
  }

  /** The customer went on to something else: a wrong answer is said to be so; a missing one may still come. */
  leave(question: Question): void {
    const flaw = this.#flawOf(question)
    if (flaw !== undefined && flaw !== 'missing') {
      this.flaws = { ...this.flaws, [question]: flaw }
    }
  }

  /** Back to the screen before; tells whether there is one. */
  back(): boolean {
    if (this.step === 0) return false
    this.step -= 1
    return true
  }

  /** All answers, or nothing: then `flaws` says why, and the first question at fault is shown. */
  complete(): StartChat | undefined {
    if (!this.#check(this.questions)) {
      this.#show(this.questions.find((question) => this.flaws[question] !== undefined))
      return undefined
    }
    const only = this.#limits().topics
    const topic = only.length === 1 ? only[0]?.key : this.topic || undefined
    return {
      name: this.name.trim(),
      ...(topic === undefined ? {} : { topic }),
      message: this.message.trim(),
      consent: this.consent,
    }
  }

  /** Main did not take an answer: shown at its question. Tells whether it belongs to one. */
  refuse(failure: Failure): boolean {
    const field = this.questions.find((question) => question === failure.field)
    if (failure.code !== 'invalid-input' || field === undefined) return false
    this.flaws = { [field]: 'refused' }
    this.#show(field)
    return true
  }

  /** The customer is changing an answer: what was said about it no longer holds. */
  touched(question: Question): void {
    if (this.flaws[question] === undefined) return
    this.flaws = Object.fromEntries(
      Object.entries(this.flaws).filter(([field]) => field !== question),
    )
  }

  /** For another chat in the same visit: keeps the name, clears the rest. */
  renew(): void {
    this.topic = ''
    this.message = ''
    this.step = 0
    this.flaws = {}
  }

  #show(question: Question | undefined): void {
    const step = this.pages.findIndex((page) => page.some((asked) => asked === question))
    if (step >= 0) this.step = step
  }

  #check(questions: readonly Question[]): boolean {
    const flaws: Partial<Record<Question, Flaw>> = {}
    for (const question of questions) {
      const flaw = this.#flawOf(question)
      if (flaw !== undefined) flaws[question] = flaw
    }
    this.flaws = flaws
    return Object.keys(flaws).length === 0
  }

  #flawOf(question: Question): Flaw | undefined {
    switch (question) {
      case 'name':
        if (this.name.trim() === '') return 'missing'
        return characters(this.name.trim()) > NAME_CHARACTERS ? 'tooLong' : undefined
      case 'topic':
        return this.#limits().topics.some(({ key }) => key === this.topic) ? undefined : 'missing'
      case 'message':
        if (this.message.trim() === '') return 'missing'
        return this.left < 0 ? 'tooLong' : undefined
      case 'consent':
        return this.consent ? undefined : 'missing'
    }
  }
}
