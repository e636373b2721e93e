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

it('watchdog does nothing within the memory budget', async () => {
  const { clock, state, budget } = setUp()
  await clock.advance(3_600_000)
  expect([state.done, budget.state()]).toEqual([[], { megabytes: 100, budget: 500 }])
})

it('watchdog waits for the end of the visit, then reloads the page, then restarts the app', async () => {
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

it('watchdog does not restart the app if reloading the page was enough', async () => {
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

it('watchdog does not reload the page of a new customer', async () => {
  const { clock, state } = setUp()
  state.megabytes = 600
  await clock.advance(60_000)
  state.idle = false
  await clock.advance(600_000)
  expect(state.done).toEqual(['reload'])
})

it('watchdog does not restart every minute if the budget cannot be met', async () => {
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
