import { expect, it } from 'vitest'
import { comesTrue, createNews, ifInTime, within } from './waits.ts'

const never = new Promise<string>(() => undefined)

it('timed-out wait throws its message, or returns nothing', async () => {
  await expect(within(never, 1, 'no page')).rejects.toThrow('no page within 0.001 s')
  expect(await ifInTime(never, 1)).toBeUndefined()
  expect(await ifInTime(Promise.reject<string>(new Error('gone')), 1000)).toBeUndefined()
  expect(await ifInTime(Promise.resolve('here'), 1000)).toBe('here')
})

it('polling test finds the value, or times out', async () => {
  let looks = 0
  expect(await comesTrue(() => (looks += 1) === 2, 10_000)).toBe(true)
  expect(await comesTrue(() => false, 1)).toBe(false)
})

it('waiting test is resumed by an event once the condition holds', async () => {
  const news = createNews()
  let count = 0
  const two = news.until(() => count === 2)
  const one = news.until(() => count === 1)
  count = 1
  news.tell()
  await one
  count = 2
  news.tell()
  await two
  await news.until(() => true)
})
