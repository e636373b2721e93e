/** One measured figure, as a ratio against its floor or peer of the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly floor: number
  readonly unit: string
  readonly goal: number
  /** How many measurements stand behind it. */
  readonly n: number
  /** Set where the ratio must not fall below its goal; otherwise it must not rise above it. */
  readonly atLeast?: boolean
  /** Where the ratio is not value / floor (for instance a median of paired ratios). */
  readonly ratio?: number
}

export interface Bench {
  readonly name: string
  /** One line for `--help`. */
  readonly about: string
  /** It measures this checkout beside another one: a run of all leaves it out where none is named. */
  readonly needsPeer?: true
  /** `peer`: the folder of the other checkout. */
  run(peer?: string): Promise<readonly Figure[]>
}

export function ratioOf(figure: Figure): number {
  return figure.ratio ?? figure.value / figure.floor
}

export function isMet(figure: Figure): boolean {
  const ratio = ratioOf(figure)
  return figure.atLeast === true ? ratio >= figure.goal : ratio <= figure.goal
}

/** `bench startup ratio=1.12 goal=1.50 value=... floor=... unit=ms n=7` */
export function lineOf(figure: Figure): string {
  const parts = [
    `bench ${figure.name}`,
    `ratio=${ratioOf(figure).toFixed(2)}`,
    `goal=${figure.goal.toFixed(2)}`,
    ...(figure.atLeast === true ? ['atleast'] : []),
    `value=${round(figure.value)}`,
    `floor=${round(figure.floor)}`,
    `unit=${figure.unit}`,
    `n=${String(figure.n)}`,
  ]
  return parts.join(' ')
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which the share `q` of `values` lies, interpolated. NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}
