import { expect, test } from 'vitest'
import { barsLit, isSpoken, RING, secondsLeft } from './idle.ts'

test('seconds and ring run down together, and not below nothing', () => {
  const end = 30_000
  expect([0, 1, 29_999, 30_000, 40_000].map((now) => secondsLeft(end, now))).toEqual([
    30, 30, 1, 0, 0,
  ])
  expect([0, 15_000, 30_000, 40_000].map((now) => barsLit(end, 30_000, now))).toEqual([
    RING,
    30,
    0,
    0,
  ])
  expect(barsLit(end, 0, 0)).toBe(0)
  expect(barsLit(99_000, 30_000, 0)).toBe(RING)
})

test('only a few seconds are spoken', () => {
  expect([20, 10, 9, 5, 1].filter(isSpoken)).toEqual([10, 5])
})
