import { readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'

/** A window of anybody's that can be seen on the display. */
export interface XWindow {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What a hand can do at a display, whatever program is in front: through the X server itself. */
export interface XDisplay {
  /** Top-level windows in sight, the front one last. */
  windows(): Promise<readonly XWindow[]>
  /** Presses the keys together and lets them go, by their X key codes. */
  chord(codes: readonly number[]): Promise<void>
  /** Presses and lets go a mouse button (1 left, 2 middle, 3 right, 4 and 5 wheel, 8 back, 9 forward). */
  click(button: number, x: number, y: number, held?: readonly number[]): Promise<void>
  drag(from: readonly [number, number], to: readonly [number, number]): Promise<void>
  /** Opens a window of one colour (0xRRGGBB) in front of the others, as another program would. */
  show(window: Omit<XWindow, 'id'> & { title: string; colour: number }): Promise<void>
  /** Asks a window to close, as a window manager does. */
  askToClose(window: number): Promise<void>
  close(): void
}

const KEY_PRESS = 2
const KEY_RELEASE = 3
const BUTTON_PRESS = 4
const BUTTON_RELEASE = 5
const MOTION = 6

/** Connects to the display in `environment` (DISPLAY and XAUTHORITY, as `startVirtualDisplay` gives them). */
export async function openXDisplay(
  environment: Readonly<Record<string, string>>,
): Promise<XDisplay> {
  const number = /:(\d+)/u.exec(environment['DISPLAY'] ?? '')?.[1]
  if (number === undefined) throw new Error('there is no X display')
  const socket = createConnection(`/tmp/.X11-unix/X${number}`)
  const wire = createWire(socket)
  // Our own authority file holds one entry, whose last sixteen bytes are the key.
  const cookie = readFileSync(environment['XAUTHORITY'] ?? '').subarray(-16)
  const root = await wire.hello(cookie)
  const xtest = await wire.extension('XTEST')

  async function fake(type: number, detail: number, x = 0, y = 0): Promise<void> {
    const body = Buffer.alloc(32)
    body.writeUInt8(type, 0)
    body.writeUInt8(detail, 1)
    body.writeUInt32LE(root, 8)
    body.writeInt16LE(x, 20)
    body.writeInt16LE(y, 22)
    wire.send(xtest, 2, body)
    await wire.sync()
  }

  async function press(codes: readonly number[]): Promise<void> {
    for (const code of codes) await fake(KEY_PRESS, code)
  }
  async function release(codes: readonly number[]): Promise<void> {
    for (const code of codes.toReversed()) await fake(KEY_RELEASE, code)
  }

  return {
    async windows() {
      const seen: XWindow[] = []
      for (const id of await wire.childrenOf(root)) {
        const place = await wire.placeOf(id)
        if (place !== undefined) seen.push({ id, ...place })
      }
      return seen
    },
    async chord(codes) {
      await press(codes)
      await release(codes)
    },
    async click(button, x, y, held = []) {
      await fake(MOTION, 0, x, y)
      await press(held)
      await fake(BUTTON_PRESS, button)
      await fake(BUTTON_RELEASE, button)
      await release(held)
    },
    async drag([fromX, fromY], [toX, toY]) {
      await fake(MOTION, 0, fromX, fromY)
      await fake(BUTTON_PRESS, 1)
      for (let step = 1; step <= 8; step += 1) {
        const share = step / 8
        const x = Math.round(fromX + (toX - fromX) * share)
        await fake(MOTION, 0, x, Math.round(fromY + (toY - fromY) * share))
      }
      await fake(BUTTON_RELEASE, 1)
    },
    async show({ x, y, width, height, title, colour }) {
      const id = wire.newId()
      const body = Buffer.alloc(32)
      body.writeUInt32LE(id, 0)
      body.writeUInt32LE(root, 4)
      body.writeInt16LE(x, 8)
      body.writeInt16LE(y, 10)
      body.writeUInt16LE(width, 12)
      body.writeUInt16LE(height, 14)
      body.writeUInt16LE(1, 18)
      // Its background, and nothing else, is what it shows.
      body.writeUInt32LE(2, 24)
      body.writeUInt32LE(colour, 28)
      wire.send(1, 0, body)
      const property = (name: number, type: number, format: number, value: Buffer): void => {
        const head = Buffer.alloc(20)
        head.writeUInt32LE(id, 0)
        head.writeUInt32LE(name, 4)
        head.writeUInt32LE(type, 8)
        head.writeUInt8(format, 12)
        head.writeUInt32LE(value.length / (format / 8), 16)
        const padding = Buffer.alloc((4 - (value.length % 4)) % 4)
        wire.send(18, 0, Buffer.concat([head, value, padding]))
      }
      property(39, 31, 8, Buffer.from(title, 'latin1'))
      // What a window manager writes on the windows that it shows: NormalState, no icon.
      const state = await wire.atom('WM_STATE')
      property(state, state, 32, Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]))
      const shown = Buffer.alloc(4)
      shown.writeUInt32LE(id, 0)
      wire.send(8, 0, shown)
      await wire.sync()
    },
    async askToClose(window) {
      const protocols = await wire.atom('WM_PROTOCOLS')
      const deleteWindow = await wire.atom('WM_DELETE_WINDOW')
      const body = Buffer.alloc(40)
      body.writeUInt32LE(window, 0)
      body.writeUInt8(33, 8)
      body.writeUInt8(32, 9)
      body.writeUInt32LE(window, 12)
      body.writeUInt32LE(protocols, 16)
      body.writeUInt32LE(deleteWindow, 20)
      wire.send(25, 0, body)
      await wire.sync()
    },
    close() {
      socket.destroy()
    },
  }
}

/** The few requests of the X11 protocol that are needed here, in little-endian order. */
function createWire(socket: Socket) {
  let buffer = Buffer.alloc(0)
  let sequence = 0
  let base = 0
  let made = 0
  let greeted: ((reply: Buffer) => void) | undefined
  let broken: ((error: Error) => void) | undefined
  const awaited = new Map<number, (reply: Buffer | undefined) => void>()

  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    while (take()) continue
  })
  socket.on('error', (error) => {
    broken?.(error)
    for (const answer of awaited.values()) answer(undefined)
    awaited.clear()
  })

  function take(): boolean {
    if (buffer.length < 8) return false
    if (greeted !== undefined) {
      const size = 8 + buffer.readUInt16LE(6) * 4
      if (buffer.length < size) return false
      greeted(buffer.subarray(0, size))
      greeted = undefined
      buffer = buffer.subarray(size)
      return true
    }
    if (buffer.length < 32) return false
    const kind = buffer.readUInt8(0)
    const size = kind === 1 ? 32 + buffer.readUInt32LE(4) * 4 : 32
    if (buffer.length < size) return false
    const packet = buffer.subarray(0, size)
    buffer = buffer.subarray(size)
    if (kind > 1) return true
    const number = packet.readUInt16LE(2)
    awaited.get(number)?.(kind === 1 ? packet : undefined)
    awaited.delete(number)
    return true
  }

  function send(opcode: number, detail: number, body: Buffer): number {
    const head = Buffer.alloc(4)
    head.writeUInt8(opcode, 0)
    head.writeUInt8(detail, 1)
    head.writeUInt16LE(1 + body.length / 4, 2)
    socket.write(Buffer.concat([head, body]))
    sequence = (sequence + 1) & 0xffff
    return sequence
  }

  /** Undefined where the server answers with an error, for instance for a window that has gone. */
  function ask(opcode: number, detail: number, body: Buffer): Promise<Buffer | undefined> {
    return new Promise((resolve) => awaited.set(send(opcode, detail, body), resolve))
  }

  function named(name: string): Buffer {
    const body = Buffer.alloc(4 + Math.ceil(name.length / 4) * 4)
    body.writeUInt16LE(name.length, 0)
    body.write(name, 4, 'latin1')
    return body
  }

  function ofWindow(id: number): Buffer {
    const body = Buffer.alloc(4)
    body.writeUInt32LE(id, 0)
    return body
  }

  return {
    send,
    /** A name for something that this client makes. */
    newId(): number {
      made += 1
      return base + made
    },
    /** Answers the root window. */
    async hello(cookie: Buffer): Promise<number> {
      const name = 'MIT-MAGIC-COOKIE-1'
      const head = Buffer.alloc(12 + 20 + 16)
      head.write('l', 0, 'latin1')
      head.writeUInt16LE(11, 2)
      head.writeUInt16LE(name.length, 6)
      head.writeUInt16LE(cookie.length, 8)
      head.write(name, 12, 'latin1')
      cookie.copy(head, 32)
      const reply = await new Promise<Buffer>((resolve, reject) => {
        greeted = resolve
        broken = reject
        socket.write(head)
      })
      if (reply.readUInt8(0) !== 1) throw new Error('the X display lets nobody in')
      base = reply.readUInt32LE(12)
      const vendor = Math.ceil(reply.readUInt16LE(24) / 4) * 4
      return reply.readUInt32LE(40 + vendor + reply.readUInt8(29) * 8)
    },
    async extension(name: string): Promise<number> {
      const reply = await ask(98, 0, named(name))
      if (reply?.readUInt8(8) !== 1) throw new Error(`the X display has no ${name}`)
      return reply.readUInt8(9)
    },
    async atom(name: string): Promise<number> {
      return (await ask(16, 0, named(name)))?.readUInt32LE(8) ?? 0
    },
    /** All that was sent before has been done. */
    async sync(): Promise<void> {
      await ask(43, 0, Buffer.alloc(0))
    },
    async childrenOf(id: number): Promise<readonly number[]> {
      const reply = await ask(15, 0, ofWindow(id))
      if (reply === undefined) return []
      const count = reply.readUInt16LE(16)
      return Array.from({ length: count }, (_, at) => reply.readUInt32LE(32 + at * 4))
    },
    /** Undefined for a window that cannot be seen. */
    async placeOf(id: number): Promise<Omit<XWindow, 'id'> | undefined> {
      const attributes = await ask(3, 0, ofWindow(id))
      const isDrawn = attributes?.readUInt16LE(12) === 1
      if (!isDrawn || attributes.readUInt8(26) !== 2) return undefined
      const reply = await ask(14, 0, ofWindow(id))
      if (reply === undefined) return undefined
      return {
        x: reply.readInt16LE(12),
        y: reply.readInt16LE(14),
        width: reply.readUInt16LE(16),
        height: reply.readUInt16LE(18),
      }
    },
  }
}

const ROWS: readonly (readonly [number, string])[] = [
  [10, '1234567890-='],
  [24, 'qwertyuiop'],
  [38, 'asdfghjkl'],
  [52, 'zxcvbnm'],
]

const NAMED: Readonly<Record<string, number>> = {
  Escape: 9,
  Backspace: 22,
  Tab: 23,
  Enter: 36,
  Ctrl: 37,
  Shift: 50,
  Alt: 64,
  Space: 65,
  F11: 95,
  F12: 96,
  PrintScreen: 107,
  Home: 110,
  Left: 113,
  Right: 114,
  Delete: 119,
  Super: 133,
  Menu: 135,
  Help: 146,
  Calculator: 148,
  Explorer: 152,
  Browser: 158,
  Mail: 163,
  Favourites: 164,
  Back: 166,
  Forward: 167,
  HomePage: 180,
  Reload: 181,
  Search: 225,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`F${at + 1}`, 67 + at])),
}

/** X key codes of `Ctrl+Shift+i`, on the usual keyboard of 105 keys. */
export function codesOf(chord: string): readonly number[] {
  return chord.split(/\+(?=.)/u).map((key) => {
    const known = NAMED[key]
    if (known !== undefined) return known
    const row = ROWS.find(([, keys]) => keys.includes(key))
    if (row === undefined) throw new Error(`there is no key ${key}`)
    return row[0] + row[1].indexOf(key)
  })
}
