import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createHeartbeat } from './heartbeat.ts'
import { createManualClock } from '../../../../tests/kit/clock/manual-clock.ts'

const onDead = vi.fn()
let clock = createManualClock()
let isLinked = true

function heartbeat(ask: () => Promise<unknown>) {
  const beat = createHeartbeat({ clock, isLinked: () => isLinked, ask, onDead })
  beat.start()
  return beat
}
const silence = () => new Promise<never>(() => undefined)

beforeEach(() => {
  clock = createManualClock()
  isLinked = true
  vi.clearAllMocks()
})

describe('the heartbeat of a connection', () => {
  it('is silent while the server answers, whatever the answer', async () => {
    const ask = vi.fn(() => Promise.resolve())
    const beat = heartbeat(ask)
    beat.start()
    await clock.advance(60_000)
    expect(ask.mock.calls.length).toBe(6)
    expect(onDead).not.toHaveBeenCalled()
    beat.stop()
    expect(clock.pending).toBe(0)
  })

  it('detects a dead connection within 14 s, and keeps probing', async () => {
    heartbeat(silence)
    await clock.advance(13_999)
    expect(onDead).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(onDead).toHaveBeenCalledTimes(1)
    await clock.advance(14_000)
    expect(onDead).toHaveBeenCalledTimes(2)
  })

  it('probes at once in doubt, and waits only 2 s', async () => {
    const beat = heartbeat(silence)
    await clock.advance(1000)
    beat.doubt()
    await clock.advance(1999)
    expect(onDead).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(onDead).toHaveBeenCalledTimes(1)
    beat.stop()
    beat.doubt()
    await clock.advance(60_000)
    expect(onDead).toHaveBeenCalledTimes(1)
  })

  it('does not probe a closed connection', async () => {
    isLinked = false
    const ask = vi.fn(silence)
    heartbeat(ask)
    await clock.advance(60_000)
    expect(ask).not.toHaveBeenCalled()
    expect(onDead).not.toHaveBeenCalled()
  })

  it('keeps still once it was stopped, though a question was open', async () => {
    const beat = heartbeat(silence)
    await clock.advance(11_000)
    beat.stop()
    await clock.advance(60_000)
    expect(onDead).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
  })

  it('takes a question that cannot be sent for silence', async () => {
    heartbeat(() => Promise.reject(new Error('Not connected.')))
    await clock.advance(10_000)
    expect(onDead).toHaveBeenCalledTimes(1)
  })
})
