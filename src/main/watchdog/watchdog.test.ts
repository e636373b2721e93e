import { expect, it } from 'vitest'
import type { VisitView } from '../../contract/visit.ts'
import { policySchema } from '../settings/policy.ts'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createSource } from '../platform/source.ts'
import { createMemoryStore } from '../platform/store.ts'
import { PLAIN } from '../visit/visit.ts'
import { createRendering } from './rendering.ts'
import { createServiceManager } from './service-manager.ts'
import { createWatchdog } from './watchdog.ts'

function setUp(given: object = { mode: 'kiosk' }) {
  const policy = policySchema.parse(given)
  const clock = createManualClock()
  const store = createMemoryStore()
  const said: string[] = []
  const done: string[] = []
  const visit = createSource<VisitView>({
    stage: 'absent',
    number: 0,
    language: 'en',
    comfort: PLAIN,
  })
  const machine = { megabytes: 100 }
  const watchdog = createWatchdog({
    policy,
    clock,
    log: silentLog,
    store,
    rendering: createRendering({ store, clock, version: '1', wanted: policy.watchdog.rendering }),
    serviceManager: createServiceManager({
      clock,
      watchdogMicroseconds: undefined,
      notify: (words) => {
        said.push(...words)
        return Promise.resolve()
      },
    }),
    visit,
  })
  const page = watchdog.begin({
    page: {
      load: () => Promise.resolve(),
      showSafe: () => Promise.resolve(),
      kill: () => {
        done.push('kill')
        page.gone('killed')
      },
      isHeld: () => false,
    },
    measure: () => machine.megabytes,
    startAgain: (isManaged) => {
      done.push(isManaged ? 'start again, managed' : 'start again')
    },
  })
  watchdog.pulse.subscribe(({ revision }) => {
    watchdog.answer(revision)
  })
  page.open()
  watchdog.ready()
  return { clock, store, watchdog, page, visit, machine, said, done }
}

it('app restarts after the visit if the GPU process keeps failing', async () => {
  const { clock, watchdog, visit, done } = setUp()
  visit.publish({ stage: 'present', number: 1 })
  for (let fault = 0; fault < 3; fault += 1) watchdog.gpuFailed()
  await clock.advance(60_000)
  expect(done).toEqual([])
  visit.publish({ stage: 'absent' })
  // The next one was quicker.
  visit.publish({ stage: 'present', number: 2 })
  await clock.advance(60_000)
  expect(done).toEqual([])
  visit.publish({ stage: 'absent' })
  await clock.advance(60_000)
  expect(done).toEqual(['start again, managed'])
})

it('app never frees memory during a visit, and reloads the page first', async () => {
  const { clock, visit, watchdog, machine, done } = setUp()
  visit.publish({ stage: 'present', number: 1 })
  machine.megabytes = 9999
  await clock.advance(600_000)
  expect([done, watchdog.state().memory]).toEqual([[], { megabytes: 9999, budget: 1500 }])
  visit.publish({ stage: 'absent' })
  await clock.advance(5000)
  expect(done).toEqual(['kill'])
  watchdog.ready()
  await clock.advance(5000)
  expect(done).toEqual(['kill', 'start again, managed'])
  expect(watchdog.state()).toMatchObject({ restarts: 1, page: { faults: 0 } })
})

it('nightly restart follows opening hours', async () => {
  const day = ['00:00-24:00']
  const open = { tuesday: day, wednesday: day, thursday: day, friday: day }
  const { clock, watchdog, done } = setUp({ mode: 'kiosk', hours: open, zone: 'UTC' })
  // Thursday 9:00, due on Friday at 3:30, done when Saturday begins.
  expect(watchdog.state().recycleAt).toBe(clock.now() + 18.5 * 3_600_000)
  await clock.advance(38 * 3_600_000)
  expect(done).toEqual([])
  await clock.advance(2 * 3_600_000)
  expect(done).toEqual(['start again, managed'])
})

it('desktop app does not restart by itself', async () => {
  const { clock, watchdog, machine, done } = setUp({ mode: 'desktop' })
  machine.megabytes = 9999
  await clock.advance(48 * 3_600_000)
  expect(done).toEqual([])
  expect(watchdog.state()).not.toHaveProperty('memory')
})

it('service manager receives the state, and nothing about the customer', async () => {
  const { clock, watchdog, page, visit, said } = setUp()
  visit.publish({ stage: 'present', number: 1 })
  for (let fault = 0; fault < 5; fault += 1) page.gone('crashed')
  await watchdog.stop()
  expect(said).toEqual([
    'STATUS=starting',
    'STATUS=nobody is there',
    'READY=1',
    'STATUS=with a customer',
    'STATUS=starting',
    'STATUS=safe screen',
    'STATUS=no window',
    'STOPPING=1',
  ])
  expect(clock.pending).toBe(0)
})

it('app restarts if a visit could not be wiped, then shows the safe screen if that did not help', async () => {
  const first = setUp()
  first.watchdog.wipeFailed()
  expect(first.done).toEqual(['start again, managed'])
  const { watchdog, done, store } = setUp()
  const now = first.clock.now()
  store.set('restarts', [now, now, now])
  watchdog.wipeFailed()
  expect(done).toEqual([])
  expect(watchdog.state().page.stage).toBe('safe')
  await watchdog.stop()
})
