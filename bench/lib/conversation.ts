import { seededRandom } from '../../simulator/support/random.ts'

/** One thing that happens in a chat, so many milliseconds after it has begun. */
export type Turn =
  | { readonly at: number; readonly kind: 'accept' }
  /** The agent's editor reports a key; it counts for four seconds (R44). */
  | { readonly at: number; readonly kind: 'agent-types' }
  | { readonly at: number; readonly kind: 'agent-says'; readonly text: string }
  | { readonly at: number; readonly kind: 'customer-types'; readonly text: string }
  | { readonly at: number; readonly kind: 'customer-says'; readonly text: string }

const PULSE_MS = 3000

/**
 * A conversation as people have them, fixed by its seed: the customer reads, thinks, types and asks;
 * the agent reads, types and answers, now and then in several messages or with one out of a drawer.
 * It lasts `forMs` at least.
 */
export function makeConversation(seed: number, forMs: number): readonly Turn[] {
  const random = seededRandom(seed)
  const turns: Turn[] = []
  let at = random.int(8000, 20_000)
  let number = 0
  turns.push({ at, kind: 'accept' })

  function agentSays(characters: number, isTyped: boolean): void {
    if (isTyped) {
      // Some 35 words a minute and better, as agents type who do nothing else.
      const until = at + Math.min(15_000, characters * 90)
      for (; at < until; at += Math.min(PULSE_MS, until - at))
        turns.push({ at, kind: 'agent-types' })
    }
    number += 1
    turns.push({ at, kind: 'agent-says', text: `answer ${number}.` })
  }

  agentSays(random.int(20, 60), random.next() < 0.5)
  while (at < forMs) {
    at += random.int(2000, 9000)
    const question = `question ${turns.length}, and some words more`
    const typing = random.int(3000, 12_000)
    for (let share = 0.25; share < 1; share += 0.25) {
      const text = question.slice(0, Math.ceil(question.length * share))
      turns.push({ at: at + typing * share, kind: 'customer-types', text })
    }
    at += typing
    turns.push({ at, kind: 'customer-says', text: question })
    at += random.int(1500, 6000)
    agentSays(random.int(20, 140), random.next() < 0.9)
    while (random.next() < 0.4) {
      at += random.int(500, 2500)
      agentSays(random.int(20, 80), random.next() < 0.9)
    }
  }
  return turns
}
