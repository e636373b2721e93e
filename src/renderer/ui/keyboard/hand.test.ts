import { expect, test } from 'vitest'
import { watchInput, type InputMethod } from './hand.ts'

/** The inputs that are seen while a pointer does this. */
function seen(...events: readonly [type: string, pointerType: string, moves?: number][]) {
  const inputs: InputMethod[] = []
  const stop = watchInput(document, (input) => inputs.push(input))
  for (const [type, pointerType, movementX = 0] of events) {
    const event = new Event(type)
    Object.assign(event, { pointerType, movementX, movementY: 0 })
    document.dispatchEvent(event)
  }
  stop()
  return inputs
}

test('a finger is seen as soon as it touches', () => {
  expect(seen(['pointerdown', 'touch'])).toEqual(['none', 'touch'])
  expect(seen(['pointerdown', 'pen'])).toEqual(['none', 'touch'])
})

test('a mouse is seen when it moves, or when its button is let go', () => {
  expect(seen(['pointermove', 'mouse'])).toEqual(['none'])
  expect(seen(['pointermove', 'mouse', 3])).toEqual(['none', 'mouse'])
  // What shows for it then cannot move away what is being pressed.
  expect(seen(['pointerdown', 'mouse'])).toEqual(['none'])
  expect(seen(['pointerdown', 'mouse'], ['pointerup', 'mouse'])).toEqual(['none', 'mouse'])
})
