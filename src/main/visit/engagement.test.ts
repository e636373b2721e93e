import { describe, expect, it } from 'vitest'
import { engagementOf } from './engagement.ts'

const nobody = { phase: 'idle', agentTyping: false } as const

describe('idle times during a conversation', () => {
  it('a visit is never idle while a call rings or is connected', () => {
    expect(engagementOf({ chat: nobody, call: 'ringing' })).toBe('engaged')
    expect(engagementOf({ chat: nobody, call: 'talking' })).toBe('engaged')
    expect(engagementOf({ chat: nobody, call: 'idle' })).toBe('none')
  })

  it('a visit waits for a typing agent, even one who has not written yet', () => {
    for (const phase of ['waiting', 'talking'] as const) {
      expect(engagementOf({ chat: { phase, agentTyping: true }, call: 'idle' })).toBe('engaged')
      expect(engagementOf({ chat: { phase, agentTyping: false }, call: 'idle' })).toBe('waiting')
    }
    expect(engagementOf({ chat: { phase: 'ended', agentTyping: true }, call: 'idle' })).toBe('none')
  })
})
