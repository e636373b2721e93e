import { expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { chosenArea } from './display-choice.ts'

/** A counter's own screen, and the customer's beside it, in portrait. */
const counter = { bounds: { x: 0, y: 0, width: 1920, height: 1080 } }
const customer = { bounds: { x: 1920, y: 0, width: 1080, height: 1920 } }

function setUp(...all: readonly (typeof counter)[]) {
  const warned: unknown[] = []
  const log = { ...silentLog, warn: (_message: string, fields?: object) => warned.push(fields) }
  const screens = { getAllDisplays: () => all, getPrimaryDisplay: () => counter }
  return { warned, choose: (display: number | 'primary') => chosenArea(display, screens, log) }
}

it('kiosk uses the configured screen without a warning', () => {
  const { choose, warned } = setUp(counter, customer)
  expect(choose('primary')).toEqual(counter.bounds)
  expect(choose(0)).toEqual(counter.bounds)
  expect(choose(1)).toEqual(customer.bounds)
  expect(warned).toEqual([])
})

it('kiosk uses the primary screen with a warning if the configured one is missing', () => {
  const { choose, warned } = setUp(counter)
  expect(choose(1)).toEqual(counter.bounds)
  expect(warned).toEqual([{ display: 1 }])
})
