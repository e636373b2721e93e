import type { Sentence } from '../platform/words.ts'
import { withMeant } from './reasons.ts'

/** OKLCH: lightness 0 to 1, chroma, hue in radians. */
interface Tone {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

/** Least contrast of words on the colour (WCAG 2.2, 1.4.6). */
const LEAST = 7
/** The faintest words that stand on it in the light theme: `--color-on-accent-muted` of the renderer's tokens. */
const INK = { lightness: 0.95, chroma: 0.035 }
const OWN_CHROMA = 0.085
const MOST_STRENGTH = 1.35
/** How much of OKLCH's lightness a colour may lose and still count as the brand's. */
const MOST_DARKER = 0.2

/** What becomes of a brand's colour `#rrggbb`. */
export interface Brand {
  /** The colour itself, or one dark enough for the words on it. */
  readonly shown: string
  readonly isCarried: boolean
}

/** The nearest colour of the same hue on which all text is readable, and whether it is still the brand's. */
export function brandOf(colour: string): Brand {
  const tone = toneOf(colour)
  if (isReadable(colour)) return { shown: colour, isCarried: true }
  // Contrast grows as the colour gets darker: find the lightest one that has enough.
  let low = 0
  let high = tone.lightness
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2
    if (isReadable(within(tone, middle))) low = middle
    else high = middle
  }
  return { shown: within(tone, low), isCarried: tone.lightness - low <= MOST_DARKER }
}

/** Why an accent is refused, and what would pass; undefined if it is accepted. */
export function accentProblem(accent: string): Sentence | undefined {
  if (!/^#[0-9a-f]{6}$/iu.test(accent)) {
    return withMeant({ key: 'reason.accent' }, hexMeant(accent))
  }
  const { shown, isCarried } = brandOf(accent)
  if (isCarried) return undefined
  const reached = Math.max(1, contrastOf(accent)).toFixed(1)
  return { key: 'reason.accentLight', values: { reached, least: LEAST, shown } }
}

/** Whether the words that stand on `#rrggbb` reach 7:1. */
export function isReadable(colour: string): boolean {
  return contrastOf(colour) >= LEAST
}

function contrastOf(colour: string): number {
  const { chroma, hue } = toneOf(colour)
  const strength = Math.min(MOST_STRENGTH, chroma / OWN_CHROMA)
  const ink = luminanceOf(linearOf({ ...INK, chroma: INK.chroma * strength, hue }))
  return (ink + 0.05) / (luminanceOf(linearIn(colour)) + 0.05)
}

function hexMeant(text: string): string | undefined {
  const plain = text.trim().replace(/^#|^0x/u, '')
  if (/^[0-9a-f]{6}$/iu.test(plain)) return `#${plain.toLowerCase()}`
  if (/^[0-9a-f]{8}$/iu.test(plain)) return `#${plain.slice(0, 6).toLowerCase()}`
  if (/^[0-9a-f]{3}$/iu.test(plain)) return `#${plain.replace(/./gu, '$&$&').toLowerCase()}`
  const parts = /^rgba?\(\s*(\d{1,3})[,\s]+(\d{1,3})[,\s]+(\d{1,3})/iu.exec(plain)?.slice(1, 4)
  const bytes = parts?.map(Number)
  if (!bytes || bytes.some((byte) => byte > 255)) return undefined
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

type Channels = readonly [number, number, number]

function linearIn(colour: string): Channels {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function luminanceOf([red, green, blue]: Channels): number {
  const cut = (value: number): number => Math.min(1, Math.max(0, value))
  return 0.2126 * cut(red) + 0.7152 * cut(green) + 0.0722 * cut(blue)
}

/** Ottosson's Oklab. */
function toneOf(colour: string): Tone {
  const [red, green, blue] = linearIn(colour)
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  }
}

function linearOf({ lightness, chroma, hue }: Tone): Channels {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

/** The colour of this lightness as `#rrggbb`, as strong as a screen can show it. */
function within({ chroma, hue }: Tone, lightness: number): string {
  const isShown = (wanted: number): boolean =>
    linearOf({ lightness, chroma: wanted, hue }).every((value) => value >= -1e-4 && value <= 1.0001)
  let low = 0
  let high = chroma
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2
    if (isShown(middle)) low = middle
    else high = middle
  }
  const most = isShown(chroma) ? chroma : low
  return `#${linearOf({ lightness, chroma: most, hue }).map(byteOf).join('')}`
}

function byteOf(value: number): string {
  const light = Math.min(1, Math.max(0, value))
  const shown = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
  return Math.round(shown * 255)
    .toString(16)
    .padStart(2, '0')
}
