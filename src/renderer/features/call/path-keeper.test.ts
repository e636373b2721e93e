import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeper, type Keeper } from './path-keeper.ts'
import type { Negotiated } from './line.ts'
import { createManualClock } from '../../../../tests/kit/clock/manual-clock.ts'

const clock = { current: createManualClock() }
let isLinked = true
let answers: Negotiated[] = []
const negotiate = vi.fn((_restart: boolean) => Promise.resolve(answers.shift() ?? 'agreed'))
const onPath = vi.fn()
const onLost = vi.fn()

function keeper(): Keeper {
  return createKeeper({
    clock: clock.current,
    random: () => 0.5,
    isLinked: () => isLinked,
    negotiate,
    onPath,
    onLost,
  })
}

beforeEach(() => {
  clock.current = createManualClock()
  isLinked = true
  answers = []
  vi.clearAllMocks()
})

describe('the keeper of a call', () => {
  it('lets a path heal by itself before it looks for a new one', async () => {
    const kept = keeper()
    kept.begin()
    kept.path('disconnected')
    await clock.current.advance(1500)
    kept.path('connected')
    await clock.current.advance(60_000)
    expect(negotiate).not.toHaveBeenCalled()
    expect(onPath.mock.calls).toEqual([[false], [true]])
    expect(onLost).not.toHaveBeenCalled()
    expect(clock.current.pending).toBe(0)
  })

  it('looks for new ways, again and again, and survives 30 s', async () => {
    const kept = keeper()
    kept.begin()
    kept.path('disconnected')
    await clock.current.advance(30_000)
    expect(negotiate.mock.calls.length).toBeGreaterThan(5)
    expect(negotiate.mock.calls.every(([restart]) => restart)).toBe(true)
    kept.path('connected')
    await clock.current.advance(60_000)
    expect(onLost).not.toHaveBeenCalled()
  })

  it('gives up after 45 s, once', async () => {
    const kept = keeper()
    kept.begin()
    kept.path('failed')
    kept.path('failed')
    await clock.current.advance(44_000)
    expect(onLost).not.toHaveBeenCalled()
    await clock.current.advance(2000)
    expect(onLost).toHaveBeenCalledOnce()
  })

  it('asks nothing while the server cannot be reached, and at once when it is back', async () => {
    const kept = keeper()
    kept.begin()
    isLinked = false
    kept.path('disconnected')
    await clock.current.advance(10_000)
    expect(negotiate).not.toHaveBeenCalled()
    isLinked = true
    kept.renew()
    await clock.current.advance(1)
    expect(negotiate).toHaveBeenCalledWith(true)
  })

  it('renegotiates without ICE restart if only signalling was lost', async () => {
    const kept = keeper()
    kept.begin()
    kept.renew()
    await clock.current.advance(1)
    expect(negotiate.mock.calls).toEqual([[false]])
  })

  it('waits a while where both asked at once (491)', async () => {
    answers = ['busy', 'agreed']
    const kept = keeper()
    kept.begin()
    kept.renew()
    await clock.current.advance(500)
    expect(negotiate).toHaveBeenCalledTimes(1)
    await clock.current.advance(2000)
    expect(negotiate).toHaveBeenCalledTimes(2)
  })

  it('does not insist where the other side refuses to negotiate (488) and all is well', async () => {
    answers = ['refused']
    const kept = keeper()
    kept.begin()
    kept.renew()
    await clock.current.advance(60_000)
    expect(negotiate).toHaveBeenCalledTimes(1)
    expect(onLost).not.toHaveBeenCalled()
  })

  it('ends a call that the other side knows nothing of (481)', async () => {
    answers = ['gone']
    const kept = keeper()
    kept.begin()
    kept.renew()
    await clock.current.advance(1)
    expect(onLost).toHaveBeenCalledOnce()
  })

  it('negotiates nothing before the answer, nor after the end', async () => {
    const early = keeper()
    early.renew()
    await clock.current.advance(5000)
    const late = keeper()
    late.begin()
    late.stop()
    late.renew()
    late.path('failed')
    await clock.current.advance(60_000)
    expect(negotiate).not.toHaveBeenCalled()
    expect(onLost).not.toHaveBeenCalled()
  })
})
