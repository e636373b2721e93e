import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zxing from '@zxing/library'
import jsQR from 'jsqr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { capture, which } from '../../../scripts/lib/command.ts'
import type { QrCode } from '../../../src/qr/qr-code.ts'

/** What a camera sees: four bytes a pixel, red, green, blue and opacity. */
export interface Picture {
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** Answers the text of the code in a picture; undefined where it finds none. */
type Reader = (picture: Picture) => Promise<string | undefined> | string | undefined

/** Other people's readers of QR codes: of two phone apps' engines, of the web, and, where Debian's `zbar-tools` is installed, of desktops. */
export const qrReaders: Readonly<Record<string, Reader>> = {
  jsQR: ({ pixels, width, height }) => jsQR(pixels, width, height)?.data,
  ZXing: readByZxing,
  'ZXing-C++': readByZxingCpp,
  ...(which('zbarimg') === undefined ? {} : { zbar: readByZbar }),
}

/** A code drawn with so many pixels a module, as on a screen. */
export function drawn({ size, path }: QrCode, scale: number): Picture {
  const side = size * scale
  const pixels = new Uint8ClampedArray(side ** 2 * 4).fill(255)
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let at = Number(x) * scale; at < (Number(x) + Number(width)) * scale; at += 1) {
        pixels.fill(0, (row * side + at) * 4, (row * side + at) * 4 + 3)
      }
    }
  }
  return { pixels, width: side, height: side }
}

function grey({ pixels, width, height }: Picture): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: width * height }, (_, at) => pixels[at * 4] ?? 0)
}

/** As a picture of a code alone: its port to JavaScript misses one flawless code in ten otherwise (`findings/zxing-flawless-codes.sh`). */
function readByZxing(picture: Picture): string | undefined {
  const source = new zxing.RGBLuminanceSource(grey(picture), picture.width, picture.height)
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(source))
  const hints = new Map([[zxing.DecodeHintType.PURE_BARCODE, true]])
  try {
    return new zxing.QRCodeReader().decode(bitmap, hints).getText()
  } catch (error) {
    if (error instanceof zxing.Exception) return undefined
    throw error
  }
}

let isPrepared = false

async function readByZxingCpp({ pixels, width, height }: Picture): Promise<string | undefined> {
  if (!isPrepared) {
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    await prepareZXingModule({
      overrides: { wasmBinary: Uint8Array.from(readFileSync(file)).buffer },
      fireImmediately: true,
    })
    isPrepared = true
  }
  const data = { data: pixels, width, height, colorSpace: 'srgb' } as ImageData
  return (await readBarcodes(data, { formats: ['QRCode'] }))[0]?.text
}

function readByZbar(picture: Picture): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'callpoint-zbar-'))
  try {
    const file = join(folder, 'code.pgm')
    const head = Buffer.from(`P5 ${picture.width} ${picture.height} 255\n`)
    writeFileSync(file, Buffer.concat([head, Buffer.from(grey(picture))]))
    const args = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file]
    const { code, stdout } = capture('zbarimg', args, {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    // It ends what it has read with a line feed.
    return code === 0 ? stdout.replace(/\n$/u, '') : undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}
