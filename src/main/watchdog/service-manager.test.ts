import { expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createServiceManager } from './service-manager.ts'

function setUp(watchdogMicroseconds?: string) {
  const clock = createManualClock()
  const said: string[] = []
  const manager = createServiceManager({
    clock,
    watchdogMicroseconds,
    notify: (assignments) => {
      said.push(...assignments)
      return Promise.resolve()
    },
  })
  return { clock, said, manager }
}

it('app reports ready once, each state once, and stopping last', async () => {
  const { clock, said, manager } = setUp()
  manager.status('starting')
  manager.status('starting')
  manager.ready()
  manager.ready()
  manager.status('two\nlines')
  await manager.stopping()
  manager.status('never heard')
  await clock.advance(600_000)
  expect(said).toEqual(['STATUS=starting', 'READY=1', 'STATUS=two lines', 'STOPPING=1'])
})

it('app sends a keep-alive at half the watchdog interval until it stops', async () => {
  const { clock, said, manager } = setUp('30000000')
  expect(manager.state).toEqual({ isThere: true, watchdogMs: 30_000 })
  await clock.advance(60_000)
  expect(said).toEqual(Array<string>(4).fill('WATCHDOG=1'))
  await manager.stopping()
  expect(clock.pending).toBe(0)
})

it('app sends no keep-alive without a valid watchdog interval', async () => {
  for (const odd of ['', '0', '-5', 'soon', '1e6']) {
    const { clock, said } = setUp(odd)
    await clock.advance(600_000)
    expect(said).toEqual([])
  }
})

it('app sends nothing without a service manager', async () => {
  const clock = createManualClock()
  const manager = createServiceManager({
    clock,
    notify: undefined,
    watchdogMicroseconds: '30000000',
  })
  manager.ready()
  await manager.stopping()
  expect([manager.state, clock.pending]).toEqual([{ isThere: false }, 0])
})
