import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../platform/manual-clock.ts'
import { createPageKeeper, FIRST_PAUSE_MS, PAGE_LOOP, READY_MS } from './page-keeper.ts'

function setUp({ mayRestart = true, loads = true, safe = true, held = false } = {}) {
  const clock = createManualClock()
  const done: string[] = []
  const act = async (what: string, works: boolean): Promise<void> => {
    done.push(what)
    await Promise.resolve()
    if (!works) throw new Error(`${what} fails`)
  }
  const keeper = createPageKeeper({
    clock,
    log: silentLog,
    hangMs: 6000,
    hands: {
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
    keeper.pulse.subscribe(({ revision }) => {
      keeper.answer(revision)
    })
  return { clock, keeper, taken, answer }
}

it('a page that dies is loaded anew at once, its visit untouched', () => {
  const { keeper, taken } = setUp()
  keeper.open()
  keeper.ready()
  expect([keeper.stage, taken()]).toEqual(['alive', ['load']])
  keeper.gone('crashed')
  expect([keeper.stage, keeper.faults, taken()]).toEqual(['loading', 1, ['load']])
})

it('a page that hangs is ended, and loaded anew once it has', async () => {
  const { clock, keeper, taken, answer } = setUp()
  keeper.open()
  keeper.ready()
  const off = answer()
  await clock.advance(120_000)
  expect(taken()).toEqual(['load'])
  off()
  await clock.advance(7500)
  expect(taken()).toEqual(['kill'])
  keeper.gone('killed')
  expect(taken()).toEqual(['load'])
})

it('a process that does not even end is not waited for', async () => {
  const { clock, keeper, taken } = setUp()
  keeper.open()
  keeper.ready()
  await clock.advance(9500)
  expect(taken()).toEqual(['load', 'kill', 'load'])
})

it('a page under a debugger may stand still', async () => {
  const { clock, keeper, taken } = setUp({ held: true })
  keeper.open()
  await clock.advance(READY_MS * 2)
  keeper.ready()
  await clock.advance(60_000)
  expect(taken()).toEqual(['load'])
})

it('a page that never comes up is a fault too', async () => {
  const { clock, keeper, taken } = setUp()
  keeper.open()
  await clock.advance(READY_MS)
  expect(taken()).toEqual(['load', 'kill'])
})

it('after a loop the safe screen stays, longer each time, and the page is tried again', async () => {
  const { clock, keeper, taken } = setUp()
  keeper.open()
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) keeper.gone('crashed')
  expect(keeper.stage).toBe('safe')
  expect(taken()).toEqual([...Array<string>(PAGE_LOOP.limit).fill('load'), 'safe'])
  await clock.advance(FIRST_PAUSE_MS)
  expect([keeper.stage, taken()]).toEqual(['loading', ['load']])
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) keeper.gone('crashed')
  taken()
  await clock.advance(FIRST_PAUSE_MS)
  expect(keeper.stage).toBe('safe')
  await clock.advance(FIRST_PAUSE_MS)
  expect(keeper.stage).toBe('loading')
})

it('a page that cannot be loaded leads to the safe screen by itself', async () => {
  const { clock, keeper, taken } = setUp({ loads: false })
  keeper.open()
  await clock.advance(1000)
  expect(keeper.stage).toBe('safe')
  expect(taken().filter((what) => what === 'load')).toHaveLength(PAGE_LOOP.limit)
})

it('where the safe screen fails too the app starts again, or waits where it may not', async () => {
  for (const mayRestart of [true, false]) {
    const { clock, keeper, taken } = setUp({ loads: false, safe: false, mayRestart })
    keeper.open()
    await clock.advance(1000)
    expect(taken().slice(-2)).toEqual(['safe', 'restart'])
    keeper.gone('crashed')
    expect(taken()).toEqual(['restart'])
    await clock.advance(FIRST_PAUSE_MS)
    expect(taken()).toContain('load')
  }
})

it('the customer can ask for the page from the safe screen', () => {
  const { keeper } = setUp()
  keeper.open()
  for (let fault = 0; fault < PAGE_LOOP.limit; fault += 1) keeper.gone('crashed')
  keeper.retried()
  expect(keeper.stage).toBe('loading')
  keeper.ready()
  expect(keeper.stage).toBe('alive')
})

it('a page that is renewed is no fault', () => {
  const { keeper, taken } = setUp()
  keeper.open()
  keeper.ready()
  keeper.renew()
  keeper.gone('killed')
  expect([keeper.faults, taken()]).toEqual([0, ['load', 'kill', 'load']])
})

it('nothing is kept once the window is closed', async () => {
  const { clock, keeper, taken } = setUp()
  keeper.open()
  keeper.ready()
  keeper.close()
  keeper.gone('killed')
  await clock.advance(600_000)
  expect([taken(), clock.pending]).toEqual([['load'], 0])
})
