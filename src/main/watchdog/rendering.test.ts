import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createRendering, GPU_LOOP, SOFTWARE_MS } from './rendering.ts'

function setUp() {
  const clock = createManualClock()
  const store = createMemoryStore()
  const start = (version = '1', wanted: 'auto' | 'hardware' | 'software' = 'auto') =>
    createRendering({ store, clock, version, wanted })
  return { clock, store, start }
}

it('app renders in software for a week after three GPU failures in ten minutes', async () => {
  const { clock, start } = setUp()
  const first = start()
  expect([first.mode, first.failed(), first.failed(), first.failed()]).toEqual([
    'hardware',
    false,
    false,
    true,
  ])
  expect(first.failed()).toBe(false)
  const second = start()
  expect(second.state()).toMatchObject({
    mode: 'software',
    reason: 'crashes',
    againAt: clock.now() + SOFTWARE_MS,
  })
  expect(second.failed()).toBe(false)
  await clock.advance(SOFTWARE_MS - 1)
  expect(start().mode).toBe('software')
  await clock.advance(1)
  expect(start().state()).toEqual({ mode: 'hardware', reason: 'standard', failures: 0 })
})

it('app counts GPU failures of a run that Chromium ended', () => {
  const { start } = setUp()
  start().failed()
  start().failed()
  const third = start()
  expect(third.mode).toBe('hardware')
  expect(third.failed()).toBe(true)
})

it('app ignores occasional GPU failures', async () => {
  const { clock, start } = setUp()
  const rendering = start()
  for (let day = 0; day < 5; day += 1) {
    expect([rendering.failed(), rendering.failed()]).toEqual([false, false])
    await clock.advance(GPU_LOOP.withinMs)
  }
  expect(start().mode).toBe('hardware')
})

it('app tries the GPU again after an update', () => {
  const { start } = setUp()
  const rendering = start('1')
  for (let fault = 0; fault < 3; fault += 1) rendering.failed()
  expect([start('1').mode, start('2').mode]).toEqual(['software', 'hardware'])
})

it('app follows the policy in any case', () => {
  const { start } = setUp()
  const fixed = start('1', 'hardware')
  expect([fixed.failed(), fixed.failed(), fixed.failed()]).toEqual([false, false, false])
  expect(start('1', 'hardware').state()).toMatchObject({ mode: 'hardware', reason: 'policy' })
  expect(start('1', 'software').mode).toBe('software')
})

it('app ignores invalid saved failures', () => {
  const { store, start } = setUp()
  for (const odd of ['x', { failures: 'many' }, { version: '1', failures: [Infinity] }]) {
    store.set('rendering', odd)
    expect(start().mode).toBe('hardware')
  }
  store.set('rendering', { version: '1', failures: [9e15, 9e15, 9e15], softwareSince: 9e15 })
  expect(start().mode).toBe('hardware')
})
