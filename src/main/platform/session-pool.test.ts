import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPool, orAbort } from './session-pool.ts'

const number = (each: number): number => each
const nobody = (): void => undefined
const never = (): AbortSignal => new AbortController().signal

it('pool lends each item to one user at a time, in order of request', async () => {
  const pool = createPool(2, number, nobody)
  expect([await pool.take(never()), await pool.take(never())]).toEqual([1, 2])
  const third = pool.take(never())
  const fourth = pool.take(never())
  pool.give(2, false)
  pool.give(1, false)
  expect([await third, await fourth]).toEqual([2, 1])
})

it('an aborted wait ends at once, and no item is lost', async () => {
  const pool = createPool(1, number, nobody)
  await pool.take(never())
  const gone = new AbortController()
  const first = pool.take(gone.signal)
  const second = pool.take(never())
  gone.abort()
  // In the same turn, before anybody has heard of the abort.
  pool.give(1, false)
  expect(await first).toBeUndefined()
  expect(await second).toBe(1)
  expect(await pool.take(AbortSignal.abort())).toBeUndefined()
})

it('shared requests use the most recently lent good item', async () => {
  const retired: number[] = []
  const pool = createPool(2, number, (item) => retired.push(item))
  const first = pool.share()
  expect(first.item).toBe(1)
  expect(await pool.take(never())).toBe(2)
  pool.give(2, true)
  const second = pool.share()
  expect(second.item).toBe(2)
  // Somebody is on the first one still, and on the second: neither is lent.
  expect(await pool.take(never())).toBe(3)
  const waits = pool.take(never())
  second.leave()
  expect(retired).toEqual([])
  first.leave()
  expect(retired).toEqual([1])
  expect(await waits).toBe(1)
  pool.give(1, false)
  expect(pool.share().item).toBe(2)
})

it('an unused shared item is returned once another is shared', async () => {
  const pool = createPool(1, number, nobody)
  pool.share().leave()
  expect(await pool.take(never())).toBe(2)
  const waits = pool.take(never())
  pool.give(2, true)
  expect(await waits).toBe(1)
})

it('pool never lends or shares an item in exclusive use (any order)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 60 }), async (moves) => {
      const pool = createPool(3, number, nobody)
      const lent: number[] = []
      const sharing: { item: number; leave(): void }[] = []
      for (const move of moves) {
        if (move < 2) {
          const stop = new AbortController()
          const asked = pool.take(stop.signal)
          stop.abort()
          const given = await asked
          if (given !== undefined) lent.push(given)
        } else if (move === 2) sharing.push(pool.share())
        else if (move === 3) sharing.shift()?.leave()
        else {
          const item = lent.shift()
          if (item !== undefined) pool.give(item, move === 4)
        }
        expect(new Set(lent).size).toBe(lent.length)
        for (const { item } of sharing) expect(lent).not.toContain(item)
      }
    }),
  )
})

it('pool retries an item that could not be opened', async () => {
  let fails = true
  const pool = createPool(
    1,
    (number) => {
      if (fails) throw new Error('cannot be opened')
      return number
    },
    nobody,
  )
  await expect(pool.take(never())).rejects.toThrow('cannot be opened')
  fails = false
  expect(await pool.take(never())).toBe(1)
})

it('hanging work ends with the abort signal', async () => {
  const stop = new AbortController()
  const hanging = orAbort(new Promise<string>(() => undefined), stop.signal, 'aborted')
  stop.abort()
  expect(await hanging).toBe('aborted')
  expect(await orAbort(Promise.resolve('done'), never(), 'aborted')).toBe('done')
  await expect(orAbort(Promise.reject(new Error('failed')), never(), '')).rejects.toThrow('failed')
})
