import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createHeartbeat } from './heartbeat.ts'

function setUp() {
  const clock = createManualClock()
  let silences = 0
  const heartbeat = createHeartbeat({ clock, hangMs: 6000, onSilent: () => (silences += 1) })
  return { clock, heartbeat, silences: () => silences }
}

it('heartbeat detects a page that stops answering within the limit, and ignores others', async () => {
  const { clock, heartbeat, silences } = setUp()
  const off = heartbeat.source.subscribe(({ revision }) => {
    heartbeat.answer(revision)
  })
  heartbeat.start()
  await clock.advance(60_000)
  expect(silences()).toBe(0)
  off()
  await clock.advance(4000)
  expect(silences()).toBe(0)
  await clock.advance(3500)
  expect(silences()).toBe(1)
  await clock.advance(60_000)
  expect([silences(), clock.pending]).toEqual([1, 0])
})

it('heartbeat accepts a late answer, but not one to a beat never sent', async () => {
  const { clock, heartbeat, silences } = setUp()
  heartbeat.start()
  await clock.advance(4000)
  heartbeat.answer(heartbeat.source.view.revision - 1)
  await clock.advance(4000)
  expect(silences()).toBe(0)
  heartbeat.answer(heartbeat.source.view.revision + 1)
  await clock.advance(2000)
  expect(silences()).toBe(1)
})

it('heartbeat expects no answer once stopped', async () => {
  const { clock, heartbeat, silences } = setUp()
  heartbeat.start()
  heartbeat.stop()
  await clock.advance(60_000)
  expect([silences(), clock.pending]).toEqual([0, 0])
})
