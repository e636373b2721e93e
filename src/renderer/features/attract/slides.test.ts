import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Slides } from './slides.svelte.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const three = [
  { headline: { '*': 'One' }, image: 'slide-0.png' },
  { headline: { '*': 'Two' }, image: 'slide-1.jpg' },
  { headline: { '*': 'Three' } },
]

it('cycles through the slides, and stops on request', () => {
  const slides = new Slides(three, 12)
  const stop = slides.turn()
  expect(slides.pictures, 'nothing before the first but words').toEqual(['/attract/slide-0.png'])
  vi.advanceTimersByTime(12_000)
  expect(slides.current?.headline).toEqual({ '*': 'Two' })
  expect(slides.pictures).toEqual(['/attract/slide-0.png', '/attract/slide-1.jpg'])
  vi.advanceTimersByTime(12_000)
  expect(slides.pictures, 'our own light').toEqual([])
  vi.advanceTimersByTime(12_000)
  expect(slides.place).toBe(0)
  stop()
  expect(vi.getTimerCount()).toBe(0)
})

it('one slide alone runs no timer', () => {
  new Slides(three.slice(0, 1), 12).turn()
  expect(vi.getTimerCount()).toBe(0)
})

it('a picture that cannot be shown gives way to our own light', () => {
  const slides = new Slides(three, 12)
  slides.failed('/attract/slide-0.png')
  expect(slides.picture).toBeUndefined()
  expect(slides.pictures).toEqual([])
  slides.place = 1
  expect(slides.pictures).toEqual(['/attract/slide-1.jpg'])
})
