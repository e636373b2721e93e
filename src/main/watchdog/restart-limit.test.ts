import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createRestartLimit } from './restart-limit.ts'

it('three starts an hour, counted over the starts', async () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  const take = (): boolean => createRestartLimit(store, clock).take()
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
  await clock.advance(3_600_000)
  expect(createRestartLimit(store, clock).taken).toBe(0)
  expect(take()).toBe(true)
})

it('what makes no sense counts for nothing', () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  store.set('restarts', ['x'])
  expect(createRestartLimit(store, clock).take()).toBe(true)
  store.set('restarts', [9e15, 9e15, 9e15])
  expect(createRestartLimit(store, clock).take()).toBe(true)
})
