import { describe, expect, test } from 'vitest'

// Read as a file, since vitest leaves style sheets out; the renderer's types know no Node.
declare const process: {
  getBuiltinModule(name: 'node:fs'): { readFileSync(file: string, encoding: 'utf8'): string }
}
declare global {
  interface ImportMeta {
    readonly dirname: string
  }
}
const sheet = process
  .getBuiltinModule('node:fs')
  .readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8')
  .replace(/\s+/gu, ' ')
  .replaceAll('( ', '(')
  .replaceAll(' )', ')')

/** The themes as the sheet defines them: role to value. */
function theme(name: string): Map<string, string> {
  const start = sheet.indexOf(`[data-theme='${name}'] {`)
  const block = sheet.slice(start, sheet.indexOf('}', start))
  return new Map(
    [...block.matchAll(/--(color-[\w-]+):\s*([^;]+);/gu)].map(([, role, value]) => [
      role ?? '',
      value ?? '',
    ]),
  )
}

interface Brand {
  readonly hue: number
  readonly strength: number
}

/** `0.085`, `calc(0.085 * 1.35)`, `calc(168 + 4)`: no more is used. */
function figure(text: string): number {
  const [left = '', sign, right = ''] = text.replace(/calc\(|\)/gu, '').split(/ ([*+-]) /u)
  const [a, b] = [Number(left), Number(right)]
  return sign === '*' ? a * b : sign === '+' ? a + b : sign === '-' ? a - b : a
}

/** Relative luminance of WCAG 2 of an `oklch()` value; colours beyond sRGB are cut as browsers do. */
function luminance(roles: Map<string, string>, role: string, brand: Brand): number {
  let value = roles.get(role) ?? ''
  const alias = /^var\(--(color-[\w-]+)\)$/u.exec(value)?.[1]
  if (alias !== undefined) return luminance(roles, alias, brand)
  value = value
    .replaceAll('var(--accent-hue)', String(brand.hue))
    .replaceAll('var(--accent-chroma)', String(brand.strength))
    .replaceAll('var(--accent-light)', '0.415')
    .replaceAll('var(--accent-light-chroma)', '0.085')
  const parts =
    /^oklch\((calc\([^)]*\)|[\d.]+) (calc\([^)]*\)|[\d.]+) (calc\([^)]*\)|[\d.]+)\)$/u.exec(value)
  if (parts === null) throw new Error(`${role} is ${value}`)
  const [lightness = 0, chroma = 0, hue = 0] = parts.slice(1).map(figure)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const cut = (x: number): number => Math.min(1, Math.max(0, x))
  return (
    0.2126 * cut(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short) +
    0.7152 * cut(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short) +
    0.0722 * cut(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short)
  )
}

function contrast(roles: Map<string, string>, one: string, other: string, brand: Brand): number {
  const [dark = 0, light = 0] = [
    luminance(roles, `color-${one}`, brand),
    luminance(roles, `color-${other}`, brand),
  ].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = [
  ['text', 'canvas'],
  ['text', 'surface'],
  ['text', 'surface-sunken'],
  ['text-muted', 'canvas'],
  ['text-muted', 'surface'],
  ['text-muted', 'surface-sunken'],
  ['on-accent', 'accent'],
  ['on-accent-muted', 'accent'],
  ['accent-text', 'canvas'],
  ['accent-text', 'surface'],
  ['on-accent-soft', 'accent-soft'],
  ['warning', 'warning-soft'],
  ['danger', 'canvas'],
  ['danger', 'surface'],
  ['danger', 'danger-soft'],
  ['text', 'danger-soft'],
  ['on-bubble-me', 'bubble-me'],
  ['text', 'bubble-them'],
  ['on-night', 'night'],
  ['on-night-muted', 'night'],
] as const
const EDGES = [
  ['line-strong', 'canvas'],
  ['line-strong', 'surface'],
  ['focus', 'canvas'],
  ['focus', 'focus-gap'],
  ['accent', 'canvas'],
] as const

/** Our own green, and brands of every hue, pale to as loud as they get. */
const brands: Brand[] = [{ hue: 168, strength: 1 }]
for (let hue = 0; hue < 360; hue += 15) {
  for (const strength of [0, 0.6, 1.35]) brands.push({ hue, strength })
}

describe.each(['light', 'dark', 'contrast'])('the theme %s', (name) => {
  const roles = theme(name)

  test.each(TEXT)('%s on %s is 7:1 or more for every brand', (ink, ground) => {
    const worst = Math.min(...brands.map((brand) => contrast(roles, ink, ground, brand)))
    expect(worst).toBeGreaterThanOrEqual(7)
  })

  test.each(EDGES)('%s against %s is 3:1 or more for every brand', (edge, ground) => {
    const worst = Math.min(...brands.map((brand) => contrast(roles, edge, ground, brand)))
    expect(worst).toBeGreaterThanOrEqual(3)
  })
})
