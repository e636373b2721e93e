import { randomInt } from 'node:crypto'

/** A stream of random values that a seed determines completely. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** One of the items; throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string
  /** An independent stream: the same label gives the same stream, however much was drawn here. */
  fork(label: string): Random
}

/** FNV-1a, widened by a final mix, so that labels which differ little give unlike streams. */
const hash = (text: string, basis: number): number => {
  let h = basis >>> 0
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 128-bit small fast counter generator. */
export const seededRandom = (seed: number | string): Random => {
  const name = String(seed)
  let a = hash(name, 0x811c9dc5)
  let b = hash(name, 0x9e3779b9)
  let c = hash(name, 0x7f4a7c15)
  let counter = 1
  const draw = (): number => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }
  for (let i = 0; i < 12; i += 1) draw()
  const next = (): number => draw() / 0x1_0000_0000
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    hex: (length) => {
      let text = ''
      while (text.length < length) text += draw().toString(16).padStart(8, '0')
      return text.slice(0, length)
    },
    fork: (label) => seededRandom(`${name}/${label}`),
  }
}

/** A seed for a run that was not given one. */
export const drawSeed = (): number => randomInt(1, 2 ** 31)
