import { describe, expect, it } from 'vitest'
import { isMet, lineOf, median, quantile, type Figure } from './figure.ts'

const figure: Figure = { name: 'x', value: 3, floor: 2, unit: 'ms', goal: 1.5, n: 7 }

describe('figures', () => {
  it('prints the line that scripts read', () => {
    expect(lineOf(figure)).toBe('bench x ratio=1.50 goal=1.50 value=3 floor=2 unit=ms n=7')
    expect(lineOf({ ...figure, atLeast: true, value: 2.345 })).toBe(
      'bench x ratio=1.17 goal=1.50 atleast value=2.35 floor=2 unit=ms n=7',
    )
  })

  it('knows when a goal is met', () => {
    expect(isMet(figure)).toBe(true)
    expect(isMet({ ...figure, value: 3.01 })).toBe(false)
    expect(isMet({ ...figure, atLeast: true, value: 2.9 })).toBe(false)
    expect(isMet({ ...figure, ratio: 1.4, value: 99 })).toBe(true)
  })

  it('takes medians and quantiles', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(quantile([0, 10], 0.95)).toBe(9.5)
    expect(median([])).toBeNaN()
  })
})
