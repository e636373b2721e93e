import type { ChatPhase } from '../../contract/chat.ts'
import type { Clock } from '../platform/clock.ts'
import type { ConversationState } from './pace.ts'

/** After so long without an answer, the agent is probably busy elsewhere. */
const ASKED_FOR_MS = 30_000
const IDLE_AFTER_MS = 30_000

/** Tracks what the poller needs to know of the conversation. */
export function createConversationState(clock: Clock, phase: () => ChatPhase) {
  let lastHeard = clock.steady()
  let lastAsked: number | undefined

  return {
    /** New contents of any kind. */
    heard(): void {
      lastHeard = clock.steady()
    },
    agentSpoke(): void {
      lastHeard = clock.steady()
      lastAsked = undefined
    },
    /** The customer has sent something. */
    asked(): void {
      lastAsked = clock.steady()
    },
    now(signs: {
      closing: boolean
      agentTyping: boolean
      customerTyping: boolean
    }): ConversationState {
      const now = clock.steady()
      if (signs.closing) return 'closing'
      if (signs.agentTyping) return 'agent-typing'
      if (phase() === 'waiting') return 'waiting'
      if (lastAsked !== undefined && now - lastAsked < ASKED_FOR_MS) return 'asked'
      if (signs.customerTyping) return 'customer-typing'
      return now - lastHeard > IDLE_AFTER_MS ? 'idle' : 'calm'
    },
  }
}
