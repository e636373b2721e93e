import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'

/** Numbers of the XWD header, in 32-bit words, as X11's XWDFile.h lays them out. */
const word = {
  headerSize: 0,
  fileVersion: 1,
  pixmapWidth: 4,
  pixmapHeight: 5,
  byteOrder: 7,
  bitsPerPixel: 11,
  bytesPerLine: 12,
  colourCount: 19,
} as const
const xwdVersion = 7
const colourBytes = 12

/**
 * The picture in an X window dump of 32 bits per pixel, as a PNG file's bytes.
 * @throws ScriptFailure when it is not such a dump.
 */
export function pngOfWindowDump(dump: Buffer): Buffer {
  const read = (index: number) => dump.readUInt32BE(index * 4)
  const isPicture =
    dump.length > 100 && read(word.fileVersion) === xwdVersion && read(word.bitsPerPixel) === 32
  if (!isPicture) throw new ScriptFailure('the virtual screen is not a 32-bit X window dump')
  const [width, height] = [read(word.pixmapWidth), read(word.pixmapHeight)]
  const stride = read(word.bytesPerLine)
  const start = read(word.headerSize) + read(word.colourCount) * colourBytes
  if (dump.length < start + stride * height)
    throw new ScriptFailure('the virtual screen is cut off')
  // Bytes of a pixel from low to high address: blue, green, red, unused; or the other way round.
  const [red, green, blue] = read(word.byteOrder) === 0 ? [2, 1, 0] : [1, 2, 3]
  const line = 1 + width * 3
  const pixels = Buffer.alloc(line * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = start + y * stride + x * 4
      const to = y * line + 1 + x * 3
      pixels[to] = dump[from + red] ?? 0
      pixels[to + 1] = dump[from + green] ?? 0
      pixels[to + 2] = dump[from + blue] ?? 0
    }
  }
  return encodePng(width, height, pixels)
}

/** A PNG file of 8-bit RGB pixels, whose lines each begin with a filter byte. */
export function encodePng(width: number, height: number, lines: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const body = deflateSync(lines, { level: 3 })
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(content), 4)
  return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)])
}

/** Writes what the virtual screen shows into `target`, in one step, so that a viewer never sees half a picture. */
export function saveScreen(framebuffer: string, target: string): void {
  const draft = `${target}.${process.pid}.tmp`
  writeFileSync(draft, pngOfWindowDump(readFileSync(framebuffer)))
  renameSync(draft, target)
}
