interface Bar {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The mark of resources/icons/callpoint.svg: four bars of light, on a field of 40. */
const BARS: readonly Bar[] = [
  { left: 3, top: 15, width: 7, height: 19 },
  { left: 12.5, top: 5, width: 7, height: 24 },
  { left: 22, top: 10, width: 7, height: 26 },
  { left: 31.5, top: 4, width: 6, height: 17 },
]
const FIELD = 40
/** Points looked at in each pixel, along each side. */
const FINE = 4

type Colour = readonly [red: number, green: number, blue: number]
const LIGHT: Colour = [62, 200, 154]
const BLACK: Colour = [0, 0, 0]
const RED: Colour = [214, 40, 40]

interface Options {
  /** Width and height in pixels. */
  readonly size: number
  /** A dot in the corner. */
  readonly unread: boolean
  /** macOS draws it in the colour of its bar: only the shape counts. */
  readonly template: boolean
}

/** The tray's picture, drawn here so that every size is sharp: BGRA, row by row, premultiplied. */
export function trayPicture({ size, unread, template }: Options): Buffer {
  const pixels = Buffer.alloc(size * size * 4)
  const colour = template ? BLACK : LIGHT
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let bar = 0
      let dot = 0
      for (let point = 0; point < FINE * FINE; point += 1) {
        const x = ((column + ((point % FINE) + 0.5) / FINE) / size) * FIELD
        const y = ((row + (Math.floor(point / FINE) + 0.5) / FINE) / size) * FIELD
        if (unread && Math.hypot(x - 30, y - 30) <= 9.5) dot += 1
        else if (unread && Math.hypot(x - 30, y - 30) <= 12) continue
        else if (BARS.some((each) => isInside(each, x, y))) bar += 1
      }
      const [red, green, blue] = mix(colour, bar, template ? BLACK : RED, dot)
      const full = FINE * FINE
      pixels.set(
        [blue / full, green / full, red / full, (255 * (bar + dot)) / full],
        (row * size + column) * 4,
      )
    }
  }
  return pixels
}

function mix(one: Colour, often: number, other: Colour, times: number): Colour {
  return [
    one[0] * often + other[0] * times,
    one[1] * often + other[1] * times,
    one[2] * often + other[2] * times,
  ]
}

/** A bar with round ends. */
function isInside({ left, top, width, height }: Bar, x: number, y: number): boolean {
  const round = width / 2
  const middle = left + round
  const near = Math.min(Math.max(y, top + round), top + height - round)
  return Math.hypot(x - middle, y - near) <= round
}
