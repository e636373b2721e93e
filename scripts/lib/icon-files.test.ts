import { expect, it } from 'vitest'
import { icnsOf, icoOf } from './icon-files.ts'

const pictures = new Map([16, 24, 256, 512].map((size) => [size, Buffer.alloc(size, size % 251)]))

it('Windows icon contains images of up to 256 pixels', () => {
  const icon = icoOf(pictures)
  expect(icon.readUInt16LE(4)).toBe(3)
  for (const [place, size] of [16, 24, 256].entries()) {
    const at = 6 + 16 * place
    expect(icon.readUInt8(at)).toBe(size % 256)
    const [length, offset] = [icon.readUInt32LE(at + 8), icon.readUInt32LE(at + 12)]
    expect(icon.subarray(offset, offset + length).equals(pictures.get(size) ?? icon)).toBe(true)
  }
})

it('macOS icon contains the sizes that macOS supports', () => {
  const icon = icnsOf(pictures)
  expect(icon.toString('latin1', 0, 4)).toBe('icns')
  expect(icon.readUInt32BE(4)).toBe(icon.length)
  const kinds: string[] = []
  for (let at = 8; at < icon.length; at += icon.readUInt32BE(at + 4)) {
    kinds.push(icon.toString('latin1', at, at + 4))
  }
  expect(kinds).toEqual(['icp4', 'ic08', 'ic09'])
})
