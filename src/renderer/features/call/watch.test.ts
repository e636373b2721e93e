import { describe, expect, it } from 'vitest'
import type { QualitySample } from './quality.ts'
import { Watch } from './watch.ts'

function sample(at: number, audioBytes: number, frames = 0): QualitySample {
  return { at, audioBytes, frames, videoBytes: 0, roundTrip: 10, jitter: 1, packets: 0, lost: 0 }
}

describe('the watch over a silent peer', () => {
  it('speaks after 5 s without a byte, and asks each 10 s', () => {
    const watch = new Watch()
    watch.see(sample(0, 100), false)
    expect(watch.see(sample(4000, 100), false)).toMatchObject({ isSilent: false })
    expect(watch.see(sample(11_000, 100), false)).toMatchObject({
      isSilent: true,
      shouldProbe: true,
    })
    expect(watch.see(sample(12_000, 100), false).shouldProbe).toBe(false)
    expect(watch.see(sample(21_500, 100), false).shouldProbe).toBe(true)
    expect(watch.see(sample(22_000, 160), false).isSilent).toBe(false)
  })

  it('does not mind the silence of a hold', () => {
    const watch = new Watch()
    watch.see(sample(0, 100), false)
    expect(watch.see(sample(60_000, 100), true).isSilent).toBe(false)
    expect(watch.see(sample(62_000, 100), false).isSilent).toBe(false)
  })

  it('detects video by its frames, not by its track', () => {
    const watch = new Watch()
    expect(watch.see(sample(0, 1, 0), false).hasPicture).toBe(false)
    expect(watch.see(sample(1000, 2, 20), false).hasPicture).toBe(true)
    expect(watch.see(sample(2000, 3, 20), false).hasPicture).toBe(true)
    expect(watch.see(sample(5000, 4, 20), false).hasPicture).toBe(false)
    expect(watch.see(sample(6000, 5, 40), false).hasPicture).toBe(true)
  })
})
