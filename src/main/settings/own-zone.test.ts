import { expect, test } from 'vitest'
import { unknownZone } from './own-zone.ts'

test('an unknown zone of the machine is reported before that of the centre', () => {
  expect(unknownZone({ isKnown: false }, true)).toBe('device')
  expect(unknownZone({ isKnown: false }, false)).toBe('device')
  expect(unknownZone({ isKnown: true }, true)).toBe('centre')
  expect(unknownZone({ isKnown: true }, false)).toBeUndefined()
})
