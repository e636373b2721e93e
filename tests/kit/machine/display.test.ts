import { describe, expect, it } from 'vitest'
import { authorityEntry } from './display.ts'

describe('authorityEntry', () => {
  it('has the layout that libXau reads: family, address, number, name, data, with lengths', () => {
    const entry = authorityEntry(Uint8Array.of(1, 2, 3))
    const name = 'MIT-MAGIC-COOKIE-1'
    const expected = [
      Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, name.length]),
      Buffer.from(name),
      Buffer.from([0, 3, 1, 2, 3]),
    ]
    expect(entry.equals(Buffer.concat(expected))).toBe(true)
  })
})
