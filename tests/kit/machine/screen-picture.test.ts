import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pngOfWindowDump } from './screen-picture.ts'

/** A dump of 2 by 1 pixels, low byte first, with one colour table entry and a padded line. */
function dump(): Buffer {
  const header = Buffer.alloc(104)
  const words: readonly (readonly [number, number])[] = [
    [0, 104],
    [1, 7],
    [4, 2],
    [5, 1],
    [7, 0],
    [11, 32],
    [12, 12],
    [19, 1],
  ]
  for (const [index, value] of words) header.writeUInt32BE(value, index * 4)
  const colours = Buffer.alloc(12, 0xee)
  const pixels = Buffer.from([10, 20, 30, 0, 40, 50, 60, 0, 0xaa, 0xaa, 0xaa, 0xaa])
  return Buffer.concat([header, colours, pixels])
}

describe('pngOfWindowDump', () => {
  it('turns blue, green, red into a PNG of red, green, blue', () => {
    const png = pngOfWindowDump(dump())
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 1])
    const at = png.indexOf('IDAT')
    const length = png.readUInt32BE(at - 4)
    const lines = inflateSync(png.subarray(at + 4, at + 4 + length))
    expect([...lines]).toEqual([0, 30, 20, 10, 60, 50, 40])
  })

  it('refuses what is not a dump, or a truncated one', () => {
    expect(() => pngOfWindowDump(Buffer.alloc(200))).toThrow('not a 32-bit X window dump')
    expect(() => pngOfWindowDump(dump().subarray(0, 120))).toThrow('cut off')
  })
})
