import type { GuardQuestion } from '../../contract/chat.ts'
import { inspectAll } from './guard.ts'

/** Free texts of one request, by field. */
type Texts = Readonly<Record<string, string>>

interface HeldTexts<T extends Texts, Rest> {
  readonly question: GuardQuestion
  readonly texts: T
  /** The texts with the findings hidden. */
  readonly masked: T
  /** What they belong to. */
  readonly rest: Rest
}

/** The one request that waits for the customer's answer to the guard's question. In memory only. */
export interface Held<T extends Texts, Rest> {
  readonly now: HeldTexts<T, Rest> | undefined
  /** True where the customer must be asked about a text. A newer request replaces an older one. */
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
