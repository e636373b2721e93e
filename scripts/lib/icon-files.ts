/** Square pictures by their width in pixels, as PNG. */
export type Pictures = ReadonlyMap<number, Buffer>

/** A Windows icon that holds these pictures as they are (256 pixels at most). */
export function icoOf(pictures: Pictures): Buffer {
  const chosen = [...pictures].filter(([size]) => size <= 256)
  const head = Buffer.alloc(6 + 16 * chosen.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(chosen.length, 4)
  let offset = head.length
  for (const [place, [size, png]] of chosen.entries()) {
    const at = 6 + 16 * place
    // 0 stands for 256.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...chosen.map(([, png]) => png)])
}

/** Apple's four letters for each size that may be a PNG. */
const kinds = new Map([
  [16, 'icp4'],
  [32, 'icp5'],
  [64, 'icp6'],
  [128, 'ic07'],
  [256, 'ic08'],
  [512, 'ic09'],
])

/** A macOS icon that holds those of the pictures whose size it knows. */
export function icnsOf(pictures: Pictures): Buffer {
  const parts = [...pictures].flatMap(([size, png]) => {
    const kind = kinds.get(size)
    return kind === undefined ? [] : [chunk(kind, png)]
  })
  return chunk('icns', Buffer.concat(parts))
}

function chunk(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
