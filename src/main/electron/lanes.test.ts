import { expect, it } from 'vitest'
import { createLanes, orAbort } from './lanes.ts'

const never = (): AbortSignal => new AbortController().signal

it('lends each lane to one at a time, in the order of asking', async () => {
  const lanes = createLanes(2, (number) => number)
  expect([await lanes.take(never()), await lanes.take(never())]).toEqual([1, 2])
  const third = lanes.take(never())
  const fourth = lanes.take(never())
  lanes.give(2)
  lanes.give(1)
  expect([await third, await fourth]).toEqual([2, 1])
})

it('whoever is aborted while waiting leaves at once, and loses nobody a lane', async () => {
  const lanes = createLanes(1, (number) => number)
  await lanes.take(never())
  const gone = new AbortController()
  const first = lanes.take(gone.signal)
  const second = lanes.take(never())
  gone.abort()
  // In the same turn, before anybody has heard of the abort.
  lanes.give(1)
  expect(await first).toBeUndefined()
  expect(await second).toBe(1)
  expect(await lanes.take(AbortSignal.abort())).toBeUndefined()
})

it('a lane that cannot be opened is tried again', async () => {
  let fails = true
  const lanes = createLanes(1, (number) => {
    if (fails) throw new Error('cannot be opened')
    return number
  })
  await expect(lanes.take(never())).rejects.toThrow('cannot be opened')
  fails = false
  expect(await lanes.take(never())).toBe(1)
})

it('work that hangs ends with the signal', async () => {
  const stop = new AbortController()
  const hanging = orAbort(new Promise<string>(() => undefined), stop.signal, 'aborted')
  stop.abort()
  expect(await hanging).toBe('aborted')
  expect(await orAbort(Promise.resolve('done'), never(), 'aborted')).toBe('done')
  await expect(orAbort(Promise.reject(new Error('failed')), never(), '')).rejects.toThrow('failed')
})
