import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { holdAwake } from './awake.ts'

const HOUR = 3_600_000

function setUp(openState: (now: number) => { open: boolean; until?: number }) {
  const clock = createManualClock()
  const held = new Set<number>()
  let last = 0
  const stop = holdAwake({
    clock,
    openState: () => openState(clock.now()),
    blocker: {
      start() {
        last += 1
        held.add(last)
        return last
      },
      stop: (id) => held.delete(id),
    },
  })
  return { clock, held, stop }
}

it('kiosk prevents sleep during opening hours only, to the second', async () => {
  const start = createManualClock().now()
  const opens = start + 2 * HOUR
  const closes = start + 10 * HOUR
  const { clock, held } = setUp((now) => {
    if (now < opens) return { open: false, until: opens }
    return now < closes ? { open: true, until: closes } : { open: false }
  })
  expect(held.size).toBe(0)
  await clock.advance(2 * HOUR - 1)
  expect(held.size).toBe(0)
  await clock.advance(1)
  expect(held.size).toBe(1)
  await clock.advance(8 * HOUR - 1)
  expect(held.size).toBe(1)
  await clock.advance(1)
  expect(held.size).toBe(0)
})

it('kiosk allows sleep after a machine slept past closing time, and when stopped', async () => {
  let open = true
  const { clock, held, stop } = setUp(() => ({ open }))
  open = false
  await clock.advance(15 * 60_000)
  expect(held.size).toBe(0)
  open = true
  await clock.advance(15 * 60_000)
  expect(held.size).toBe(1)
  stop()
  expect(held.size).toBe(0)
  expect(clock.pending).toBe(0)
})
