import type { CallPhase } from '../../contract/call.ts'
import type { ChatPhase } from '../../contract/chat.ts'
import type { Engagement } from './visit.ts'

interface Conversation {
  readonly chat: { readonly phase: ChatPhase; readonly agentTyping: boolean }
  readonly call: CallPhase
}

/** How the conversations under way bear on idleness: see `Engagement`. */
export function engagementOf({ chat, call }: Conversation): Engagement {
  if (call === 'ringing' || call === 'talking') return 'engaged'
  if (chat.phase === 'talking' && chat.agentTyping) return 'engaged'
  // In a chat, reading and thinking take their time too.
  if (chat.phase === 'starting' || chat.phase === 'waiting' || chat.phase === 'talking') {
    return 'waiting'
  }
  return 'none'
}
