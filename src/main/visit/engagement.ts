import type { CallPhase } from '../../contract/call.ts'
import type { ChatPhase } from '../../contract/chat.ts'
import type { Engagement } from './visit.ts'

export interface Conversation {
  readonly chat: { readonly phase: ChatPhase; readonly agentTyping: boolean }
  readonly call: CallPhase
}

/** How the conversations under way bear on idleness: see `Engagement`. */
export function engagementOf({ chat, call }: Conversation): Engagement {
  if (call === 'ringing' || call === 'talking') return 'engaged'
  // Also the first words of an agent whom the chat does not know yet.
  if (chat.agentTyping && (chat.phase === 'waiting' || chat.phase === 'talking')) return 'engaged'
  // In a chat, reading and thinking take their time too.
  if (chat.phase === 'starting' || chat.phase === 'waiting' || chat.phase === 'talking') {
    return 'waiting'
  }
  return 'none'
}
