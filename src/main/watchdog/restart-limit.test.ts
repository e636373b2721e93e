import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createRestartLimit } from './restart-limit.ts'

it('app restarts three times an hour at most, counted across restarts', async () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  const take = (): boolean => createRestartLimit(store, clock).take()
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
  await clock.advance(3_600_000)
  expect(createRestartLimit(store, clock).taken).toBe(0)
  expect(take()).toBe(true)
})

it('app ignores invalid saved restarts', () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  store.set('restarts', ['x'])
  expect(createRestartLimit(store, clock).take()).toBe(true)
  store.set('restarts', [9e15, 9e15, 9e15])
  expect(createRestartLimit(store, clock).take()).toBe(true)
})
