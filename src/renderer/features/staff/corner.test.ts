import { expect, test } from 'vitest'
import { createCorner } from './corner.ts'

const at = (ms: number, x = 10, y = 10) => ({ x, y, at: ms })

test('five touches in the corner within four seconds, and no fewer', () => {
  const corner = createCorner()
  const found = [0, 500, 1000, 1500, 2000].map((ms) => corner(at(ms), 1080, 'ltr'))
  expect(found).toEqual([false, false, false, false, true])
  expect(corner(at(2100), 1080, 'ltr')).toBe(false)
})

test('a touch elsewhere resets it, and slow touches never complete it', () => {
  const corner = createCorner()
  for (const ms of [0, 100, 200, 300]) corner(at(ms), 1080, 'ltr')
  corner(at(400, 500), 1080, 'ltr')
  expect(corner(at(500), 1080, 'ltr')).toBe(false)
  const slow = [0, 2000, 4000, 6000, 8000, 10_000].map((ms) => corner(at(ms + 9000), 1080, 'ltr'))
  expect(slow).not.toContain(true)
})

test('in right-to-left layouts the corner is on the right', () => {
  const corner = createCorner()
  const right = [0, 1, 2, 3, 4].map((ms) => corner(at(ms, 1070), 1080, 'rtl'))
  expect(right.at(-1)).toBe(true)
  const left = [10, 11, 12, 13, 14].map((ms) => corner(at(ms), 1080, 'rtl'))
  expect(left).not.toContain(true)
})
