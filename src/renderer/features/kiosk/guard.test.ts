import { expect, test } from 'vitest'
import { guardPage } from './guard.ts'

test.each(['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick'])(
  'refuses %s, and no more once ended',
  (name) => {
    const stop = guardPage(document)
    const send = (): boolean =>
      document.body.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))
    expect(send()).toBe(false)
    stop()
    expect(send()).toBe(true)
  },
)

test('a wheel scrolls, but does not zoom', () => {
  const stop = guardPage(document)
  const roll = (ctrlKey: boolean): boolean =>
    document.body.dispatchEvent(
      new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey }),
    )
  expect(roll(false)).toBe(true)
  expect(roll(true)).toBe(false)
  stop()
})
