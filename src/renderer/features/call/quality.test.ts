import { describe, expect, it } from 'vitest'
import { estimateMos, gradeOf, sampleOf, type QualitySample } from './quality.ts'

const still: QualitySample = {
  at: 0,
  roundTrip: 30,
  jitter: 2,
  packets: 0,
  lost: 0,
  played: 0,
  concealed: 0,
  audioBytes: 0,
  videoBytes: 0,
  frames: 0,
}

/** One sample a second, 50 packets each. */
function samples(change: (index: number) => Partial<QualitySample>): QualitySample[] {
  return Array.from({ length: 10 }, (_, index) => ({
    ...still,
    at: index * 1000,
    packets: index * 50,
    ...change(index),
  }))
}

describe('the estimate of the E-model', () => {
  it('is best on a perfect line, 4.4, and falls to 1', () => {
    expect(estimateMos(0, 0, 0)).toBeCloseTo(4.4, 1)
    expect(estimateMos(5000, 500, 1)).toBe(1)
  })

  it('falls with delay, jitter and loss', () => {
    const base = estimateMos(100, 5, 0.01)
    expect(estimateMos(400, 5, 0.01)).toBeLessThan(base)
    expect(estimateMos(100, 50, 0.01)).toBeLessThan(base)
    expect(estimateMos(100, 5, 0.05)).toBeLessThan(base)
  })

  it('knows a satellite from a neighbour', () => {
    expect(estimateMos(20, 2, 0)).toBeGreaterThan(4.2)
    expect(estimateMos(700, 20, 0)).toBeLessThan(3.5)
  })
})

describe('the grade of a line', () => {
  it('is unknown before there are two samples', () => {
    expect(gradeOf([])).toBeUndefined()
    expect(gradeOf([still])).toBeUndefined()
  })

  it('is good on a good line', () => {
    expect(gradeOf(samples(() => ({})))?.grade).toBe('good')
  })

  it.each([
    ['a round trip of more than 400 ms', () => ({ roundTrip: 420 })],
    ['jitter above 30 ms in 3 of 5', (index: number) => ({ jitter: index >= 7 ? 31 : 2 })],
    ['more than 3 % lost', (index: number) => ({ lost: index * 2 })],
  ] as const)('is fair with %s', (_name, change) => {
    expect(gradeOf(samples(change))?.grade).toBe('fair')
  })

  it('forgives one uneven second', () => {
    expect(gradeOf(samples((index) => ({ jitter: index === 9 ? 60 : 2 })))?.grade).toBe('good')
  })

  it('is poor where words go missing', () => {
    expect(gradeOf(samples((index) => ({ lost: index * 10 })))?.grade).toBe('poor')
  })

  it('is poor where sound is made up, though every packet arrived', () => {
    const made = gradeOf(samples((index) => ({ played: index * 48_000, concealed: index * 9600 })))
    expect(made?.grade).toBe('poor')
    expect(made?.loss).toBeCloseTo(0.2)
  })

  it('forgets loss of long ago', () => {
    const healed = gradeOf(samples((index) => ({ lost: index < 2 ? index * 20 : 40 })))
    expect(healed?.grade).toBe('good')
    expect(healed?.loss).toBe(0)
  })
})

describe('the reading of statistics', () => {
  it('sums received data by kind', () => {
    const report = new Map<string, Record<string, unknown>>([
      [
        'a',
        {
          type: 'inbound-rtp',
          kind: 'audio',
          jitter: 0.004,
          packetsReceived: 100,
          packetsLost: 3,
          bytesReceived: 9000,
          totalSamplesReceived: 96_000,
          concealedSamples: 5000,
          silentConcealedSamples: 4000,
          timestamp: 5,
        },
      ],
      [
        'v',
        {
          type: 'inbound-rtp',
          kind: 'video',
          bytesReceived: 70_000,
          framesDecoded: 60,
          timestamp: 6,
        },
      ],
      ['p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.05 }],
      ['q', { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }],
    ])
    expect(sampleOf(report)).toEqual({
      at: 6,
      roundTrip: 50,
      jitter: 4,
      packets: 100,
      lost: 3,
      played: 96_000,
      concealed: 1000,
      audioBytes: 9000,
      videoBytes: 70_000,
      frames: 60,
    })
  })

  it.each([
    ['the transport names', { transport: { selectedCandidatePairId: 'b' } }],
    ['says so itself, as in Firefox', { b: { selected: true } }],
  ])('takes the round trip of the pair that %s, where two are nominated', (_name, change) => {
    const pair = { type: 'candidate-pair', nominated: true }
    const entries: Record<string, Record<string, unknown>> = {
      a: { ...pair, id: 'a', currentRoundTripTime: 9 },
      b: { ...pair, id: 'b', currentRoundTripTime: 0.05 },
      transport: { type: 'transport' },
    }
    for (const [id, more] of Object.entries(change)) entries[id] = { ...entries[id], ...more }
    expect(sampleOf(new Map(Object.entries(entries))).roundTrip).toBe(50)
  })
})
