import { correction, generate, mode } from 'lean-qr'

/** A code as squares: dark modules on a light ground. */
export interface QrCode {
  /** Modules a side, the quiet zone among them. */
  readonly size: number
  /** The dark modules, for the `d` of an SVG path of `size` by `size`: each run of a row is one rectangle. */
  readonly path: string
}

/** `M` mends 15 % of damage, `L` 7 %: for long contents. Where there is room in the code, it mends more. */
export type Correction = 'L' | 'M'

/** Modules of light around a code (ISO 18004). */
const QUIET_ZONE = 4

/** What every reader reads without being told a character set. */
const PLAIN = [mode.numeric, mode.alphaNumeric, mode.ascii]

/**
 * The QR code of a text. A text beyond ASCII is UTF-8 throughout and says so (ECI 26): without the mark, zbar reads
 * umlauts as Chinese, and readers differ about Kanji and Latin-1. ASCII goes without, for scanners that know no ECI.
 * @throws Error where the text is longer than a code can hold (about 2,900 bytes).
 */
export function qrCode(text: string, least: Correction = 'M'): QrCode {
  const isPlain = /^[\0-\x7f]*$/u.test(text)
  const code = generate(isPlain ? mode.auto(text, { modes: PLAIN }) : mode.utf8(text), {
    minCorrectionLevel: correction[least],
  })
  return { size: code.size + 2 * QUIET_ZONE, path: pathOf(code) }
}

function pathOf(code: ReturnType<typeof generate>): string {
  const parts: string[] = []
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      const start = x
      while (code.get(x, y)) x += 1
      if (x === start) continue
      parts.push(`M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1h${start - x}z`)
    }
  }
  return parts.join('')
}
