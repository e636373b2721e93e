import type { CallbackHandover, CallbackView, PaperSlip } from '../../../contract/callback.ts'
import type { Bridge } from '../../../contract/contract.ts'
import type { FailureCode, Outcome } from '../../../contract/outcome.ts'
import type { Allow } from '../../../phone/kinds.ts'
import type { Phone } from '../../lib/phone.ts'
import { CallbackForm, type Field } from './form.svelte.ts'

export type CallbackCalls = Pick<
  Bridge['callback'],
  'open' | 'request' | 'guard' | 'leave' | 'saveCalendar' | 'printSlip'
>

export interface CallbackOptions {
  readonly calls: CallbackCalls
  readonly language: () => string
  /** Epoch milliseconds of this machine, as it passes. */
  readonly clock: () => number
  /** Which numbers are called, by the policy. */
  readonly allow?: () => Allow | undefined
  readonly loadPhone?: () => Promise<Phone>
}

/**
 * What the screen shows.
 * ```
 * checking --availability--> form --request--> (sending) --> done
 *     |                       ^  \                 \-------> unclear --again--> (sending)
 *     v                       |   \--refused: at its field, nothing typed is lost
 * unavailable ---try again----+
 * ```
 */
export type Stage = 'checking' | 'unavailable' | 'form' | 'unclear' | 'done'

/** A callback, from the first question to the slip. */
export class Callback {
  view = $state.raw<CallbackView>()
  /** Why a request was not taken, where no field is at fault. */
  problem = $state<FailureCode>()
  /** The same number and time were asked for before: is it meant? */
  isAsking = $state(false)
  /** A request is under way. */
  isSending = $state(false)
  readonly form: CallbackForm
  readonly #options: CallbackOptions
  #isOpen = $state(false)
  /** The outcome of a request is unknown; true until another one is confirmed. */
  #isUncertain = $state(false)
  /** Back at the questions although the outcome is uncertain: an answer must be changed first. */
  #isMending = $state(false)
  /** How far main's clock is ahead of this machine's, in milliseconds. */
  #ahead = $state(0)

  constructor(options: CallbackOptions) {
    this.#options = options
    this.form = new CallbackForm({
      view: () => this.view,
      language: options.language,
      now: () => this.now,
      allow: options.allow,
      loadPhone: options.loadPhone,
    })
  }

  /** Epoch milliseconds, by the clock that the planning goes by. */
  get now(): number {
    return this.#options.clock() + this.#ahead
  }

  get stage(): Stage {
    const { view } = this
    if (view === undefined || !this.#isOpen) return 'checking'
    if (view.phase === 'done' && view.slip !== undefined) return 'done'
    if ((this.#isUncertain || view.phase === 'unclear') && !this.#isMending) return 'unclear'
    switch (view.availability) {
      case 'open':
        return 'form'
      case 'unknown':
      case 'checking':
        // Checked again while the form is in use: keep showing the form.
        return view.topics.length > 0 ? 'form' : 'checking'
      case 'disabled':
      case 'empty':
      case 'not-licensed':
      case 'unreachable':
      case 'trouble':
        return 'unavailable'
    }
  }

  take(view: CallbackView): void {
    if (view.now !== this.view?.now) this.#ahead = view.now - this.#options.clock()
    this.view = view
    if (view.phase === 'unclear') this.#isUncertain = true
    if (view.phase === 'done') this.#isUncertain = false
  }

  /** Asks main for topics and days; what was typed elsewhere comes along. */
  async open(handover: CallbackHandover): Promise<void> {
    await this.#options.calls.open(handover)
    // Main says what it has taken over: what another screen left, or an earlier visit of this one.
    this.form.prefill({ ...handover, ...this.view?.handover }, this.view?.country ?? '')
    this.#isOpen = true
    await this.form.phone.prepare()
  }

  /** Asks for the topics again, after trouble. */
  async reopen(): Promise<void> {
    await this.#options.calls.open({})
  }

  /**
   * Sends the request, at most once however often it is pressed (C49); answers the field at fault,
   * if one is. `knowingly`: although such a request may be there already.
   */
  async request(knowingly = false): Promise<Field | undefined> {
    if (this.isSending) return undefined
    this.problem = undefined
    this.isAsking = false
    const input = this.form.complete(knowingly)
    if (input === undefined) return this.#mend()
    this.isSending = true
    const outcome = await this.#options.calls.request(input)
    this.isSending = false
    return this.#settle(outcome)
  }

  /** Answers the sensitive-data guard; what it hides is hidden in the form as well. */
  async answerGuard(choice: 'send' | 'mask' | 'edit'): Promise<Field | undefined> {
    const guard = this.view?.guard
    if (guard === undefined || this.isSending) return undefined
    if (choice === 'edit') {
      this.form.show('comment')
      this.#isMending = this.#isUncertain
    } else if (choice === 'mask') {
      this.form.name = guard.name
      this.form.comment = guard.comment
    }
    this.isSending = choice !== 'edit'
    const outcome = await this.#options.calls.guard({ id: guard.id, choice })
    this.isSending = false
    return this.#settle(outcome)
  }

  #settle(outcome: Outcome<void>): Field | undefined {
    if (outcome.ok) return undefined
    const { error } = outcome
    if (error.code === 'repeated') {
      this.isAsking = true
      return undefined
    }
    // An unknown outcome has its own screen. Where something of main's broke, nothing
    // has left.
    if (error.code === 'unknown-outcome') {
      this.#isUncertain = true
      this.#isMending = false
      return undefined
    }
    if (this.form.refuse(error)) return this.#mend()
    this.problem = error.code
    return undefined
  }

  #mend(): Field | undefined {
    this.#isMending = this.#isUncertain
    return this.form.firstFlaw
  }

  async leave(): Promise<void> {
    await this.#options.calls.leave()
  }

  /** Offers the slip's calendar entry as a file; tells whether main did. */
  async saveCalendar(): Promise<boolean> {
    return (await this.#options.calls.saveCalendar()).ok
  }

  /** Puts the slip on paper; tells whether it came out. */
  async print(paper: PaperSlip): Promise<boolean> {
    return (await this.#options.calls.printSlip(paper)).ok
  }
}
