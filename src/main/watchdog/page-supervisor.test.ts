import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createPageSupervisor, FIRST_PAUSE_MS, PAGE_LOOP, READY_MS } from './page-supervisor.ts'

function setUp({ mayRestart = true, loads = true, safe = true, held = false } = {}) {
  const clock = createManualClock()
  const done: string[] = []
  const act = async (what: string, works: boolean): Promise<void> => {
    done.push(what)
    await Promise.resolve()
    if (!works) throw new Error(`${what} fails`)
  }
  const page = createPageSupervisor({
    clock,
    log: silentLog,
    hangMs: 6000,
    controls: {
      load: () => act('load', loads),
      showSafe: () => act('safe', safe),
      kill: () => {
        done.push('kill')
      },
      isHeld: () => held,
    },
    restart: () => {
      done.push('restart')
      return mayRestart
    },
    onStage: () => undefined,
  })
  const taken = (): readonly string[] => done.splice(0)
  const answer = (): (() => void) =>
    page.pulse.subscribe(({ revision }) => {
      page.answer(revision)
    })
  return { clock, page, taken, answer }
}

it('supervisor reloads a crashed page at once and keeps the visit', () => {
  const { page, taken } = setUp()
  page.open()
  page.ready()
  expect([page.stage, taken()]).toEqual(['alive', ['load']])
  page.gone('crashed')
  expect([page.stage, page.faults, taken()]).toEqual(['loading', 1, ['load']])
})

it('supervisor ends a hanging page, then reloads it', async () => {
  const { clock, page, taken, answer } = setUp()
  page.open()
  page.ready()
  const off = answer()
  await clock.advance(120_000)
  expect(taken()).toEqual(['load'])
  off()
  await clock.advance(7500)
  expect(taken()).toEqual(['kill'])
  page.gone('killed')
  expect(taken()).toEqual(['load'])
})

it('supervisor does not wait for a process that does not end', async () => {
  const { clock, page, taken } = setUp()
  page.open()
  page.ready()
  await clock.advance(9500)
  expect(taken()).toEqual(['load', 'kill', 'load'])
})

it('supervisor ignores a page that is paused in a debugger', async () => {
  const { clock, page, taken } = setUp({ held: true })
  page.open()
  await clock.advance(READY_MS * 2)
  page.ready()
  await clock.advance(60_000)
  expect(taken()).toEqual(['load'])
})

it('supervisor counts a page that never loads as a crash', async () => {
  const { clock, page, taken } = setUp()
  page.open()
  await clock.advance(READY_MS)
  expect(taken()).toEqual(['load', 'kill'])
})

it('supervisor shows the safe screen after a crash loop, longer each time, then retries the page', async () => {
  const { clock, page, taken } = setUp()
  page.open()
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) page.gone('crashed')
  expect(page.stage).toBe('safe')
  expect(taken()).toEqual([...Array<string>(PAGE_LOOP.limit).fill('load'), 'safe'])
  await clock.advance(FIRST_PAUSE_MS)
  expect([page.stage, taken()]).toEqual(['loading', ['load']])
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) page.gone('crashed')
  taken()
  await clock.advance(FIRST_PAUSE_MS)
  expect(page.stage).toBe('safe')
  await clock.advance(FIRST_PAUSE_MS)
  expect(page.stage).toBe('loading')
})

it('supervisor shows the safe screen if the page cannot be loaded', async () => {
  const { clock, page, taken } = setUp({ loads: false })
  page.open()
  await clock.advance(1000)
  expect(page.stage).toBe('safe')
  expect(taken().filter((what) => what === 'load')).toHaveLength(PAGE_LOOP.limit)
})

it('supervisor restarts the app if the safe screen fails too, or waits if it may not', async () => {
  for (const mayRestart of [true, false]) {
    const { clock, page, taken } = setUp({ loads: false, safe: false, mayRestart })
    page.open()
    await clock.advance(1000)
    expect(taken().slice(-2)).toEqual(['safe', 'restart'])
    page.gone('crashed')
    expect(taken()).toEqual(['restart'])
    await clock.advance(FIRST_PAUSE_MS)
    expect(taken()).toContain('load')
  }
})

it('customer can retry the page from the safe screen', () => {
  const { page } = setUp()
  page.open()
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) page.gone('crashed')
  page.retried()
  expect(page.stage).toBe('loading')
  page.ready()
  expect(page.stage).toBe('alive')
})

it('supervisor does not count an intended reload as a crash', () => {
  const { page, taken } = setUp()
  page.open()
  page.ready()
  page.renew()
  page.gone('killed')
  expect([page.faults, taken()]).toEqual([0, ['load', 'kill', 'load']])
})

it('supervisor does nothing after the window is closed', async () => {
  const { clock, page, taken } = setUp()
  page.open()
  page.ready()
  page.close()
  page.gone('killed')
  await clock.advance(600_000)
  expect([taken(), clock.pending]).toEqual([['load'], 0])
})
