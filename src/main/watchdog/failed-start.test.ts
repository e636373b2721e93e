import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore, type Store } from '../platform/store.ts'
import {
  createFailedStarts,
  createRecovery,
  FIRST_PAUSE_MS,
  LEAST_PAUSE_MS,
  LONGEST_PAUSE_MS,
} from './failed-start.ts'

function setUp(options: { failed?: number; byItself?: boolean } = {}) {
  const clock = createManualClock()
  const state = { broken: true, probes: 0, restarts: 0 }
  const recovery = createRecovery({
    clock,
    log: silentLog,
    failed: options.failed ?? 1,
    byItself: options.byItself ?? true,
    probe() {
      state.probes += 1
      if (state.broken) throw new Error('the disk is full')
    },
    restart: () => (state.restarts += 1),
  })
  return { clock, state, recovery }
}

it('app retries a failed start with growing pauses up to a limit', async () => {
  const { clock, state, recovery } = setUp()
  const pauses: number[] = []
  for (let turn = 0; turn < 8; turn += 1) {
    const pause = recovery.pauseMs ?? 0
    pauses.push(pause)
    await clock.advance(pause - 1)
    expect(state.probes).toBe(turn)
    await clock.advance(1)
    expect(state.probes).toBe(turn + 1)
  }
  expect(pauses.slice(0, 3)).toEqual([FIRST_PAUSE_MS, 2 * FIRST_PAUSE_MS, 4 * FIRST_PAUSE_MS])
  expect(pauses.at(-1)).toBe(LONGEST_PAUSE_MS)
  expect(state.restarts).toBe(0)
  state.broken = false
  await clock.advance(LONGEST_PAUSE_MS)
  expect(state.restarts).toBe(1)
})

it('app begins with a longer pause after repeated failed starts', () => {
  expect(setUp({ failed: 3 }).recovery.pauseMs).toBe(4 * FIRST_PAUSE_MS)
  expect(setUp({ failed: 1000 }).recovery.pauseMs).toBe(LONGEST_PAUSE_MS)
})

it('customer retries at once by a touch, but not by repeated touches', async () => {
  const { clock, state, recovery } = setUp({ byItself: false })
  recovery.touched()
  expect(state.probes).toBe(0)
  await clock.advance(LEAST_PAUSE_MS)
  recovery.touched()
  recovery.touched()
  expect(state.probes).toBe(1)
  await clock.advance(LONGEST_PAUSE_MS)
  expect(state.probes, 'a desktop window waits for its user').toBe(1)
  state.broken = false
  recovery.touched()
  await clock.advance(LEAST_PAUSE_MS)
  recovery.touched()
  expect(state.restarts, 'it starts once').toBe(1)
})

it('app does nothing after the retries were stopped', async () => {
  const { clock, state, recovery } = setUp()
  recovery.stop()
  await clock.advance(LONGEST_PAUSE_MS)
  recovery.touched()
  expect(state.probes).toBe(0)
})

it('app counts failed starts across runs, if they can be saved', () => {
  const store = createMemoryStore()
  const starts = createFailedStarts(() => store)
  expect([starts.add(), starts.add()]).toEqual([1, 2])
  starts.forget()
  expect(store.get('failedStarts')).toBeUndefined()
  expect(starts.add()).toBe(1)
  store.set('failedStarts', 'rubbish')
  expect(starts.add()).toBe(1)
  const nowhere = createFailedStarts((): Store => {
    throw new Error('there is no disk')
  })
  expect(nowhere.add()).toBe(1)
})
