import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createManualClock } from '../../../../tests/kit/clock/manual-clock.ts'
import { createPictureWish } from './picture-wish.ts'

const clock = { current: createManualClock() }
const picture = { frames: 0, packets: 0 }
const ask = vi.fn(() => Promise.resolve(true))

function begin(): ReturnType<typeof createPictureWish> {
  const peer = { picture: () => Promise.resolve({ ...picture }) }
  const wish = createPictureWish({ peer, clock: clock.current, ask })
  wish.begin()
  return wish
}

async function pass(seconds: number, each: { frames: number; packets: number }): Promise<void> {
  for (let half = 0; half < seconds * 2; half += 1) {
    picture.frames += each.frames
    picture.packets += each.packets
    await clock.current.advance(500)
  }
}

const blind = { frames: 0, packets: 40 }
const seen = { frames: 8, packets: 40 }

beforeEach(() => {
  clock.current = createManualClock()
  Object.assign(picture, { frames: 0, packets: 0 })
  ask.mockReset().mockResolvedValue(true)
})

describe('the request for a whole picture', () => {
  it('leaves one second after the answer, then twice more with growing gaps', async () => {
    begin()
    await pass(0.5, blind)
    expect(ask).not.toHaveBeenCalled()
    await pass(0.5, blind)
    expect(ask).toHaveBeenCalledTimes(1)
    await pass(1.5, blind)
    expect(ask).toHaveBeenCalledTimes(1)
    await pass(0.5, blind)
    expect(ask).toHaveBeenCalledTimes(2)
    await pass(60, blind)
    expect(ask).toHaveBeenCalledTimes(3)
  })

  it('is made again where the picture freezes later', async () => {
    begin()
    await pass(5, seen)
    expect(ask).not.toHaveBeenCalled()
    await pass(2, blind)
    expect(ask).toHaveBeenCalledTimes(1)
    await pass(5, seen)
    await pass(60, blind)
    expect(ask).toHaveBeenCalledTimes(4)
  })

  it('is not made where nothing is sent at all', async () => {
    begin()
    await pass(30, { frames: 0, packets: 0 })
    expect(ask).not.toHaveBeenCalled()
    // A camera that is switched on gets its second for the first frame.
    await pass(0.5, blind)
    await pass(5, seen)
    expect(ask).not.toHaveBeenCalled()
  })

  it('is never made again once it was refused', async () => {
    ask.mockResolvedValue(false)
    begin()
    await pass(60, blind)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('ends with the call', async () => {
    const wish = begin()
    wish.stop()
    await pass(60, blind)
    expect(ask).not.toHaveBeenCalled()
  })
})
