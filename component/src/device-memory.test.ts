import { afterEach, expect, it, vi } from 'vitest'
import { keepDevices, recallDevices } from './device-memory.ts'

afterEach(() => {
  localStorage.clear()
  vi.restoreAllMocks()
})

it('devices that were chosen are known to the next page', () => {
  expect(recallDevices()).toEqual({})
  keepDevices({ audioInput: 'Headset', pickedOutput: 'o1' })
  expect(recallDevices()).toEqual({ audioInput: 'Headset', pickedOutput: 'o1' })
})

it.each(['', 'null', '[1]', '"text"', '{"audioInput":1,"else":"x"}'])(
  'what is not ours is left alone: %s',
  (kept) => {
    localStorage.setItem('oscc-click-to-dial.devices', kept)
    expect(recallDevices()).toEqual({})
  },
)

it('a page that may keep nothing begins anew', () => {
  const refuse = (): never => {
    throw new DOMException('', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse)
  keepDevices({ audioInput: 'Headset' })
  expect(recallDevices()).toEqual({})
})
