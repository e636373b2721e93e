import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLanes, orAbort } from './lanes.ts'

const number = (each: number): number => each
const nobody = (): void => undefined
const never = (): AbortSignal => new AbortController().signal

it('lends each lane to one at a time, in the order of asking', async () => {
  const lanes = createLanes(2, number, nobody)
  expect([await lanes.take(never()), await lanes.take(never())]).toEqual([1, 2])
  const third = lanes.take(never())
  const fourth = lanes.take(never())
  lanes.give(2, false)
  lanes.give(1, false)
  expect([await third, await fourth]).toEqual([2, 1])
})

it('whoever is aborted while waiting leaves at once, and loses nobody a lane', async () => {
  const lanes = createLanes(1, number, nobody)
  await lanes.take(never())
  const gone = new AbortController()
  const first = lanes.take(gone.signal)
  const second = lanes.take(never())
  gone.abort()
  // In the same turn, before anybody has heard of the abort.
  lanes.give(1, false)
  expect(await first).toBeUndefined()
  expect(await second).toBe(1)
  expect(await lanes.take(AbortSignal.abort())).toBeUndefined()
})

it('what may share goes over the lane that was lent last and is good', async () => {
  const retired: number[] = []
  const lanes = createLanes(2, number, (lane) => retired.push(lane))
  const first = lanes.share()
  expect(first.lane).toBe(1)
  expect(await lanes.take(never())).toBe(2)
  lanes.give(2, true)
  const second = lanes.share()
  expect(second.lane).toBe(2)
  // Somebody is on the first one still, and on the second: neither is lent.
  expect(await lanes.take(never())).toBe(3)
  const waits = lanes.take(never())
  second.leave()
  expect(retired).toEqual([])
  first.leave()
  expect(retired).toEqual([1])
  expect(await waits).toBe(1)
  lanes.give(1, false)
  expect(lanes.share().lane).toBe(2)
})

it('a lane that nobody is on goes back as soon as another is shared', async () => {
  const lanes = createLanes(1, number, nobody)
  lanes.share().leave()
  expect(await lanes.take(never())).toBe(2)
  const waits = lanes.take(never())
  lanes.give(2, true)
  expect(await waits).toBe(1)
})

it('never lends or shares a lane that somebody else has for himself (any order)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 60 }), async (moves) => {
      const lanes = createLanes(3, number, nobody)
      const lent: number[] = []
      const sharing: { lane: number; leave(): void }[] = []
      for (const move of moves) {
        if (move < 2) {
          const stop = new AbortController()
          const asked = lanes.take(stop.signal)
          stop.abort()
          const given = await asked
          if (given !== undefined) lent.push(given)
        } else if (move === 2) sharing.push(lanes.share())
        else if (move === 3) sharing.shift()?.leave()
        else {
          const lane = lent.shift()
          if (lane !== undefined) lanes.give(lane, move === 4)
        }
        expect(new Set(lent).size).toBe(lent.length)
        for (const { lane } of sharing) expect(lent).not.toContain(lane)
      }
    }),
  )
})

it('a lane that cannot be opened is tried again', async () => {
  let fails = true
  const lanes = createLanes(
    1,
    (number) => {
      if (fails) throw new Error('cannot be opened')
      return number
    },
    nobody,
  )
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
