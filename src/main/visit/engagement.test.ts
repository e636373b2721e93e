import { describe, expect, it } from 'vitest'
import { engagementOf } from './engagement.ts'

const nobody = { phase: 'idle', agentTyping: false } as const

describe('what a conversation means for idleness', () => {
  it('a call is never idle, while it rings or is talked', () => {
    expect(engagementOf({ chat: nobody, call: 'ringing' })).toBe('engaged')
    expect(engagementOf({ chat: nobody, call: 'talking' })).toBe('engaged')
    expect(engagementOf({ chat: nobody, call: 'idle' })).toBe('none')
  })

  it('an agent who types is waited for, one of whom the chat has no word yet too', () => {
    for (const phase of ['waiting', 'talking'] as const) {
      expect(engagementOf({ chat: { phase, agentTyping: true }, call: 'idle' })).toBe('engaged')
      expect(engagementOf({ chat: { phase, agentTyping: false }, call: 'idle' })).toBe('waiting')
    }
    expect(engagementOf({ chat: { phase: 'ended', agentTyping: true }, call: 'idle' })).toBe('none')
  })
})
