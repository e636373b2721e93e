import { expect, test } from 'vitest'
import { unknownZone } from './own-zone.ts'

test('zone of the machine is told to be unknown first, then that of the centre', () => {
  expect(unknownZone({ isKnown: false }, true)).toBe('device')
  expect(unknownZone({ isKnown: false }, false)).toBe('device')
  expect(unknownZone({ isKnown: true }, true)).toBe('centre')
  expect(unknownZone({ isKnown: true }, false)).toBeUndefined()
})
