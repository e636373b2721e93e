import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createRecycle, nextAt } from './recycle.ts'

const HOUR = 3_600_000
/** 10:00 in Berlin, in winter. */
const MORNING = Date.UTC(2026, 0, 15, 9, 0, 0)

function setUp(at = '03:30') {
  const clock = createManualClock(MORNING)
  const state = { closed: true, idle: true, restarts: new Array<number>() }
  const recycle = createRecycle({
    clock,
    log: silentLog,
    at,
    zone: 'Europe/Berlin',
    isClosed: () => state.closed,
    isIdle: () => state.idle,
    restart: () => state.restarts.push(clock.now()),
  })
  recycle.start()
  return { clock, state, recycle }
}

it('app restarts once at the configured hour', async () => {
  const { clock, state, recycle } = setUp()
  expect(recycle.dueAt).toBe(MORNING + 17.5 * HOUR)
  await clock.advance(48 * HOUR)
  expect(state.restarts).toEqual([MORNING + 17.5 * HOUR])
})

it('app waits for closing time and for the end of the visit', async () => {
  const { clock, state } = setUp()
  state.closed = false
  await clock.advance(18 * HOUR)
  Object.assign(state, { closed: true, idle: false })
  await clock.advance(HOUR)
  expect(state.restarts).toEqual([])
  state.idle = true
  await clock.advance(60_000)
  expect(state.restarts).toHaveLength(1)
})

it('app checks after wake-up if the machine slept through the hour', async () => {
  const { clock, state, recycle } = setUp()
  await clock.advance(17 * HOUR)
  state.idle = false
  await clock.advance(HOUR)
  state.idle = true
  recycle.look()
  expect(state.restarts).toHaveLength(1)
})

it('app never restarts if configured so', async () => {
  const { clock, state, recycle } = setUp('never')
  recycle.look()
  await clock.advance(48 * HOUR)
  expect([state.restarts, recycle.dueAt, clock.pending]).toEqual([[], undefined, 0])
})

it('app restarts at the hour on days on which the clocks change', () => {
  const berlin = (now: string, time: string) =>
    new Date(nextAt(Date.parse(now), time, 'Europe/Berlin')).toISOString()
  // 29 March 2026: 02:30 is skipped. 25 October 2026: 02:30 is there twice, and the first counts.
  expect(berlin('2026-03-28T22:00:00Z', '02:30')).toBe('2026-03-29T01:30:00.000Z')
  expect(berlin('2026-10-24T20:00:00Z', '02:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(berlin('2026-10-25T00:30:00Z', '02:30')).toBe('2026-10-26T01:30:00.000Z')
})
