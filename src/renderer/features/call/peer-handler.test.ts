import { describe, expect, it, vi } from 'vitest'
import { handlerOf } from './peer-handler.ts'

describe('a description handler', () => {
  const peer = {
    getDescription: vi.fn(),
    setDescription: vi.fn(),
    rollbackDescription: vi.fn(),
    sendDtmf: vi.fn(),
  }

  it.each([
    ['application/sdp', true],
    ['Application/SDP', true],
    ['application/sdp;charset=utf-8', true],
    [' application/sdp ; charset=utf-8', true],
    ['application/sdpfrag', false],
    ['multipart/mixed;boundary=application/sdp', false],
    ['', false],
  ])('takes %j for a description: %j', (type, isTaken) => {
    expect(handlerOf(peer).hasDescription(type)).toBe(isTaken)
  })
})
