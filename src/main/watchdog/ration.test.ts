import { expect, it } from 'vitest'
import { createManualClock } from '../platform/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createRation } from './ration.ts'

it('three starts an hour, counted over the starts', async () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  const take = (): boolean => createRation(store, clock).take()
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
  await clock.advance(3_600_000)
  expect(createRation(store, clock).taken).toBe(0)
  expect(take()).toBe(true)
})

it('what makes no sense counts for nothing', () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  store.set('restarts', ['x'])
  expect(createRation(store, clock).take()).toBe(true)
  store.set('restarts', [9e15, 9e15, 9e15])
  expect(createRation(store, clock).take()).toBe(true)
})
