import { expect, test } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createLogLimit } from './log-limit.ts'

function setUp() {
  const clock = createManualClock()
  const lines: unknown[] = []
  const limit = createLogLimit({
    clock,
    aMinute: 3,
    inAll: 5,
    summary: (leftOut, isLast) => lines.push({ leftOut, isLast }),
  })
  const write = (count: number): void => {
    for (let at = 0; at < count; at += 1) limit.take(() => lines.push('line'))
  }
  return { clock, lines, write }
}

test('limits lines per minute, then logs how many were left out', async () => {
  const { clock, lines, write } = setUp()
  write(10)
  expect(lines).toEqual(['line', 'line', 'line'])
  await clock.advance(60_000)
  expect(lines.at(-1)).toEqual({ leftOut: 7, isLast: false })
  expect(clock.pending).toBe(0)
})

test('limits lines in total, then logs a last one', async () => {
  const { clock, lines, write } = setUp()
  write(3)
  await clock.advance(60_000)
  write(1000)
  await clock.advance(60_000)
  write(1000)
  await clock.advance(3_600_000)
  expect(lines).toEqual([...Array<string>(5).fill('line'), { leftOut: 1, isLast: true }])
})
