import { waitFor } from '@testing-library/svelte'
import { afterEach, expect, test } from 'vitest'
import type { Rect } from '../../../contract/chat.ts'
import { reportBounds } from './safe-view.ts'

afterEach(() => {
  document.body.replaceChildren()
})

function place({ x = 0, y = 0, width = 0, height = 0 }): HTMLElement {
  const element = document.createElement('div')
  const sides = { top: y, left: x, right: x + width, bottom: y + height }
  element.getBoundingClientRect = () => ({ x, y, width, height, ...sides, toJSON: () => '' })
  document.body.append(element)
  return element
}

test("reports the viewer's position, without repeats", async () => {
  const told: (Rect | null)[] = []
  const stop = reportBounds(place({ x: 10.4, y: 20, width: 300, height: 200 }), (bounds) => {
    told.push(bounds)
  })
  dispatchEvent(new Event('resize'))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  expect(told).toEqual([{ x: 10, y: 20, width: 300, height: 200 }])
  stop()
  expect(told).toEqual([{ x: 10, y: 20, width: 300, height: 200 }, null])
})

test('a dialog above it hides it, its own does not', async () => {
  const told: (Rect | null)[] = []
  const element = place({ width: 300, height: 200 })
  const own = document.createElement('dialog')
  own.setAttribute('open', '')
  document.body.append(own)
  own.append(element)
  const stop = reportBounds(element, (bounds) => told.push(bounds))
  expect(told.at(-1)).toEqual({ x: 0, y: 0, width: 300, height: 200 })
  const other = document.createElement('dialog')
  document.body.append(other)
  other.setAttribute('open', '')
  await waitFor(() => expect(told.at(-1)).toBeNull())
  other.remove()
  await waitFor(() => expect(told.at(-1)).not.toBeNull())
  stop()
})

test('no room is no view', () => {
  const told: (Rect | null)[] = []
  reportBounds(place({ width: 0, height: 0 }), (bounds) => told.push(bounds))()
  expect(told).toEqual([null])
})
