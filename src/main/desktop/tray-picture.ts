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
/** The dot, and the ring around it that is left free, on the same field. */
const DOT = { x: 30, y: 30, radius: 9.5, free: 12 } as const

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
  const dotColour = template ? BLACK : RED
  const pixel = FIELD / size
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const x = (column + 0.5) * pixel
      const y = (row + 0.5) * pixel
      let bar = 0
      for (const each of BARS) bar = Math.max(bar, covered(beyondBar(each, x, y), pixel))
      let dot = 0
      if (unread) {
        const away = Math.hypot(x - DOT.x, y - DOT.y)
        dot = covered(away - DOT.radius, pixel)
        bar *= 1 - covered(away - DOT.free, pixel)
      }
      const place = (row * size + column) * 4
      for (const [channel, part] of [2, 1, 0].entries()) {
        pixels[place + channel] = (colour[part] ?? 0) * bar + (dotColour[part] ?? 0) * dot
      }
      pixels[place + 3] = 255 * (bar + dot)
    }
  }
  return pixels
}

/** How much of a pixel an edge covers that is `beyond` its middle; negative is inside. Looked at once a pixel: this runs at each start. */
function covered(beyond: number, pixel: number): number {
  return Math.min(Math.max(0.5 - beyond / pixel, 0), 1)
}

/** How far a point is outside a bar with round ends. */
function beyondBar({ left, top, width, height }: Bar, x: number, y: number): number {
  const round = width / 2
  const near = Math.min(Math.max(y, top + round), top + height - round)
  return Math.hypot(x - left - round, y - near) - round
}
