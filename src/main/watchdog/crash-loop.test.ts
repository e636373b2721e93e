import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createCrashLoop } from './crash-loop.ts'

it('crash loop is distinguished from occasional crashes', async () => {
  const clock = createManualClock()
  const isLoop = createCrashLoop({ clock, limit: 3, withinMs: 60_000 })
  expect([isLoop(), isLoop()]).toEqual([false, false])
  await clock.advance(60_000)
  expect([isLoop(), isLoop(), isLoop()]).toEqual([false, false, true])
  expect(isLoop()).toBe(false)
})
