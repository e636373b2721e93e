import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryBudget, SETTLE_MS } from './memory-budget.ts'

function setUp(mayRestart = true) {
  const clock = createManualClock()
  const state = { megabytes: 100, idle: true, done: new Array<string>() }
  const budget = createMemoryBudget({
    clock,
    log: silentLog,
    budget: 500,
    measure: () => state.megabytes,
    isIdle: () => state.idle,
    reload: () => state.done.push('reload'),
    restart: () => {
      state.done.push('restart')
      return mayRestart
    },
  })
  budget.start()
  return { clock, state, budget }
}

it('within the budget nothing happens', async () => {
  const { clock, state, budget } = setUp()
  await clock.advance(3_600_000)
  expect([state.done, budget.state()]).toEqual([[], { megabytes: 100, budget: 500 }])
})

it('over it nothing happens in a visit; after it the page, then the app starts anew', async () => {
  const { clock, state, budget } = setUp()
  Object.assign(state, { megabytes: 501, idle: false })
  await clock.advance(3_600_000)
  expect(state.done).toEqual([])
  state.idle = true
  budget.look()
  expect(state.done).toEqual(['reload'])
  await clock.advance(SETTLE_MS)
  expect(state.done).toEqual(['reload', 'restart'])
})

it('where the page was the cause, the app goes on', async () => {
  const { clock, state } = setUp()
  state.megabytes = 600
  await clock.advance(60_000)
  state.megabytes = 200
  await clock.advance(3_600_000)
  expect(state.done).toEqual(['reload'])
  state.megabytes = 600
  await clock.advance(5000)
  expect(state.done).toEqual(['reload', 'reload'])
})

it('a customer who comes in between keeps the page', async () => {
  const { clock, state } = setUp()
  state.megabytes = 600
  await clock.advance(60_000)
  state.idle = false
  await clock.advance(600_000)
  expect(state.done).toEqual(['reload'])
})

it('a budget that cannot be kept is not tried every minute', async () => {
  const { clock, state, budget } = setUp(false)
  state.megabytes = 600
  await clock.advance(60_000 + SETTLE_MS)
  expect(state.done).toEqual(['reload', 'restart'])
  budget.look()
  await clock.advance(1_800_000)
  expect(state.done).toHaveLength(2)
  await clock.advance(1_800_000 + SETTLE_MS)
  expect(state.done).toEqual(['reload', 'restart', 'reload', 'restart'])
})
