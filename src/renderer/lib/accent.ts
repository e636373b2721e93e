/** A brand's colour in the terms of the tokens. */
export interface Accent {
  /** OKLCH hue in degrees. */
  readonly hue: number
  /** OKLCH lightness, 0 to 1. */
  readonly lightness: number
  /** OKLCH chroma. */
  readonly chroma: number
  /** How strong the colours are that are derived from it: 1 is our own green. */
  readonly strength: number
}

/** Chroma of our own accent; a neon brand does not get a neon house. */
const OWN_CHROMA = 0.085
const MOST = 1.35

/** Reads `#005a42`; undefined for anything else. Follows Ottosson's definition of Oklab. */
export function accentOf(hex: string): Accent | undefined {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(hex)
  if (digits === null) return undefined
  const [red = 0, green = 0, blue = 0] = digits.slice(1).map((pair) => linear(parseInt(pair, 16)))
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  const chroma = Math.hypot(a, b)
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return {
    hue: (hue + 360) % 360,
    lightness,
    chroma,
    strength: Math.min(MOST, chroma / OWN_CHROMA),
  }
}

function linear(byte: number): number {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
