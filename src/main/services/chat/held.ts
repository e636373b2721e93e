import type { GuardQuestion } from '../../../contract/chat.ts'
import { inspect } from './guard.ts'
import type { Beginning } from './start.ts'

export interface HeldText {
  readonly question: GuardQuestion
  readonly text: string
  /** Set where it is the first message of a chat that has not begun. */
  readonly beginning: Beginning | undefined
}

/** The one text that waits for the customer's answer to the guard's question. In memory only. */
export interface Held {
  readonly question: GuardQuestion | undefined
  /** True where the text holds something that must be asked about. A newer one takes its place. */
  hold(text: string, beginning?: Beginning): boolean
  take(id: string): HeldText | undefined
  drop(): void
}

export function createHeld(): Held {
  let held: HeldText | undefined
  let count = 0

  return {
    get question() {
      return held?.question
    },
    hold(text, beginning) {
      const verdict = inspect(text)
      if (!verdict) return false
      count += 1
      held = { question: { id: `g${String(count)}`, ...verdict }, text, beginning }
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
