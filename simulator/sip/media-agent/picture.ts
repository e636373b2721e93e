import type { Cancel, Clock } from '../../support/clock.ts'
import type { Track, VideoSource, Wrtc } from './wrtc.ts'

const width = 640
const height = 480

/** Rows of five bits each, the highest bit on the left. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  A: [14, 17, 17, 31, 17, 17, 17],
  E: [31, 16, 16, 30, 16, 16, 31],
  G: [14, 17, 16, 23, 17, 17, 15],
  N: [17, 25, 21, 19, 17, 17, 17],
  T: [31, 4, 4, 4, 4, 4, 4],
}

/** A colour in video's own terms: brightness 16 to 235, and two differences around 128. */
export interface Ink {
  readonly y: number
  readonly u: number
  readonly v: number
}

const night: Ink = { y: 40, u: 134, v: 122 }
const paper: Ink = { y: 228, u: 127, v: 128 }

/** A canvas in I420. */
export const createCanvas = (): {
  readonly data: Uint8Array
  fill(left: number, top: number, wide: number, high: number, ink: Ink): void
  write(text: string, left: number, top: number, size: number, ink: Ink): void
} => {
  const data = new Uint8Array(width * height * 1.5)
  const chroma = width / 2
  const planeU = width * height
  const planeV = planeU + planeU / 4
  const fill = (left: number, top: number, wide: number, high: number, ink: Ink): void => {
    const x = Math.max(0, Math.round(left / 2) * 2)
    const right = Math.min(width, Math.round((left + wide) / 2) * 2)
    const y = Math.max(0, Math.round(top / 2) * 2)
    const bottom = Math.min(height, Math.round((top + high) / 2) * 2)
    for (let row = y; row < bottom; row += 1) data.fill(ink.y, row * width + x, row * width + right)
    for (let row = y / 2; row < bottom / 2; row += 1) {
      data.fill(ink.u, planeU + row * chroma + x / 2, planeU + row * chroma + right / 2)
      data.fill(ink.v, planeV + row * chroma + x / 2, planeV + row * chroma + right / 2)
    }
  }
  return {
    data,
    fill,
    write: (text, left, top, size, ink) => {
      Array.from(text).forEach((letter, place) => {
        glyphs[letter]?.forEach((bits, row) => {
          for (let column = 0; column < 5; column += 1) {
            if ((bits & (16 >> column)) === 0) continue
            fill(left + (place * 6 + column) * size, top + row * size, size, size, ink)
          }
        })
      })
    },
  }
}

const bars = 16

export interface Film {
  readonly track: Track
  /** Frames shown so far. */
  shown(): number
  /** Has the next frames coded as whole pictures, without those before. */
  refresh(): void
  stop(): void
}

/** The same picture without its last lines. */
const cropped = (data: Uint8Array, lines: number): Uint8Array => {
  const planes = [width, width / 2, width / 2]
  const starts = [0, width * height, (width * height * 5) / 4]
  const cut = planes.map((row, i) => {
    const start = starts[i] ?? 0
    return data.subarray(start, start + (row * lines * row) / width)
  })
  return Uint8Array.from(cut.flatMap((plane) => [...plane]))
}

/** Shows bars of light that move, the agent's name, and a counter of frames. */
export const playFilm = (
  wrtc: Wrtc,
  clock: Clock,
  agent: number,
  light: Ink,
  framesPerSecond: number,
): Film => {
  const source: VideoSource = new wrtc.nonstandard.RTCVideoSource()
  const track = source.createTrack()
  let frames = 0
  let refreshing = false
  let cancel: Cancel = () => undefined
  const canvas = createCanvas()

  const draw = (): void => {
    canvas.fill(0, 0, width, height, night)
    const step = width / bars
    for (let bar = 0; bar < bars; bar += 1) {
      const wave = Math.sin(frames / 9 + bar * 0.7) + Math.sin(frames / 23 + bar * 1.9)
      const high = 70 + 35 * wave
      canvas.fill(bar * step + step * 0.2, height - 40 - high, step * 0.6, high, light)
    }
    canvas.write(`AGENT ${agent}`, 64, 64, 8, paper)
    canvas.write(String(frames % 100_000).padStart(5, '0'), 64, 152, 16, light)
  }
  const tick = (): void => {
    draw()
    // The module does not tell its encoder to begin anew; a picture of another size does.
    const lines = height - (refreshing ? 8 : 0)
    const data = refreshing ? cropped(canvas.data, lines) : canvas.data
    source.onFrame({ width, height: lines, data })
    refreshing = false
    frames += 1
    cancel = clock.after(1000 / framesPerSecond, tick)
  }
  tick()
  return {
    track,
    shown: () => frames,
    refresh: () => {
      refreshing = true
    },
    stop: () => {
      cancel()
      track.stop()
    },
  }
}
