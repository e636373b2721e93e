import { expect, test, vi } from 'vitest'
import { TOUCH_EVERY_MS, watchActivity } from './activity.ts'

/** Hands on the events a person would cause: those of scripts are not trusted. */
function stage() {
  const listeners = new Map<string, (event: Event) => void>()
  const target = {
    addEventListener: (name: string, listener: (event: Event) => void) =>
      void listeners.set(name, listener),
    removeEventListener: (name: string) => void listeners.delete(name),
  }
  const person = (name: string, isTrusted = true): void => {
    listeners.get(name)?.({ isTrusted } as Event)
  }
  // The watcher uses no more of a target than these two.
  return { target: target as unknown as EventTarget, person, listeners }
}

test('reports at once, then at most once a second', () => {
  const { target, person } = stage()
  const touch = vi.fn()
  let now = 0
  watchActivity(target, touch, () => now)
  person('pointerdown')
  person('keydown')
  expect(touch).toHaveBeenCalledTimes(1)
  now = TOUCH_EVERY_MS - 1
  person('pointermove')
  expect(touch).toHaveBeenCalledTimes(1)
  now = TOUCH_EVERY_MS
  person('wheel')
  expect(touch).toHaveBeenCalledTimes(2)
})

test('synthetic events are ignored, and nothing is reported after the end', () => {
  const { target, person, listeners } = stage()
  const touch = vi.fn()
  const off = watchActivity(target, touch, () => 0)
  person('pointerdown', false)
  expect(touch).not.toHaveBeenCalled()
  off()
  expect(listeners.size).toBe(0)
})
