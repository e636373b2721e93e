import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../support/random.ts'
import { createToneDetector } from './tones.ts'

const rate = 48_000
const pairs: Record<string, readonly [number, number]> = {
  '1': [697, 1209],
  '5': [770, 1336],
  '9': [852, 1477],
  '#': [941, 1477],
  '0': [941, 1336],
  D: [941, 1633],
}

const sound = (ms: number, of: (seconds: number) => number): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1000 }, (_, i) => Math.round(0x7fff * of(i / rate)))

const tone = (key: string, ms: number): Int16Array => {
  const [low, high] = pairs[key]!
  const sine = (hz: number, t: number): number => 0.2 * Math.sin(2 * Math.PI * hz * t)
  return sound(ms, (t) => sine(low, t) + sine(high, t))
}

describe('the tone detector', () => {
  it('hears keys, a repeated one as two', () => {
    const detector = createToneDetector()
    for (const key of '1559#0D') {
      detector.feed(tone(key, 160), rate)
      detector.feed(
        sound(70, () => 0),
        rate,
      )
    }
    expect(detector.heard()).toBe('1559#0D')
  })

  it('hears none in a single tone, in noise, or in silence', () => {
    const random = seededRandom(3)
    const detector = createToneDetector()
    detector.feed(
      sound(400, (t) => 0.3 * Math.sin(2 * Math.PI * 440 * t)),
      rate,
    )
    detector.feed(
      sound(400, (t) => 0.3 * Math.sin(2 * Math.PI * 770 * t)),
      rate,
    )
    detector.feed(
      sound(400, () => random.next() * 0.6 - 0.3),
      rate,
    )
    detector.feed(
      sound(400, () => 0),
      rate,
    )
    expect(detector.heard()).toBe('')
  })

  it('does not care how the sound is cut', () => {
    const detector = createToneDetector()
    const all = [...tone('5', 100), ...sound(60, () => 0), ...tone('9', 100)]
    for (let i = 0; i < all.length; i += 333) {
      detector.feed(Int16Array.from(all.slice(i, i + 333)), rate)
    }
    expect(detector.heard()).toBe('59')
  })
})
