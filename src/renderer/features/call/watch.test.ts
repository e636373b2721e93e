import { describe, expect, it } from 'vitest'
import type { QualitySample } from './quality.ts'
import { Watch } from './watch.ts'

function sample(at: number, audioBytes: number, frames = 0): QualitySample {
  return {
    at,
    audioBytes,
    frames,
    videoBytes: 0,
    roundTrip: 10,
    jitter: 1,
    packets: 0,
    lost: 0,
    played: 0,
    concealed: 0,
  }
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

  it('says that sound arrives but is not played, after 3 s of it', () => {
    const watch = new Watch()
    const heard = (at: number, packets: number, played: number, isExcused = false): boolean =>
      watch.see({ ...sample(at, packets), packets, played }, isExcused).isUnheard
    expect(heard(0, 10, 0)).toBe(false)
    expect(heard(2000, 110, 0)).toBe(false)
    expect(heard(4000, 210, 0)).toBe(true)
    expect(heard(5000, 260, 48_000)).toBe(false)
    // Nothing arrives: that is another sentence.
    expect(heard(9000, 260, 48_000)).toBe(false)
    expect(heard(10_000, 310, 48_000, true)).toBe(false)
    expect(heard(12_000, 410, 48_000)).toBe(false)
    expect(heard(13_500, 480, 48_000)).toBe(true)
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
