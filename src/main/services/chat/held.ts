import type { GuardQuestion } from '../../../contract/chat.ts'
import { inspectAll } from './guard.ts'

/** Free texts that leave together, by the name of their field. */
type Texts = Readonly<Record<string, string>>

interface HeldTexts<T extends Texts, Rest> {
  readonly question: GuardQuestion
  readonly texts: T
  /** As they would be sent with the findings hidden. */
  readonly masked: T
  /** What they belong to. */
  readonly rest: Rest
}

/** The one thing that waits for the customer's answer to the guard's question. In memory only. */
export interface Held<T extends Texts, Rest> {
  readonly now: HeldTexts<T, Rest> | undefined
  /** True where a text holds something that must be asked about. A newer one takes its place. */
  hold(texts: T, rest: Rest): boolean
  take(id: string): HeldTexts<T, Rest> | undefined
  drop(): void
}

export function createHeld<T extends Texts, Rest>(): Held<T, Rest> {
  let held: HeldTexts<T, Rest> | undefined
  let count = 0

  return {
    get now() {
      return held
    },
    hold(texts, rest) {
      const verdict = inspectAll(texts)
      if (!verdict) return false
      count += 1
      const { found, masked, shown } = verdict
      held = { question: { id: `g${String(count)}`, found, masked: shown }, texts, masked, rest }
      return true
    },
    take(id) {
      const taken = held?.question.id === id ? held : undefined
      if (taken) held = undefined
      return taken
    },
    drop() {
      held = undefined
    },
  }
}
