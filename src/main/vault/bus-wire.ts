/**
 * The part of D-Bus' wire format that a few calls need: strings, paths and lists of paths go out; answers may hold
 * any type but dictionaries and structures. Sends little endian, reads both.
 */

/** A call of a method: arguments by the letters of `signature` (`s`, `o`, `ao`). */
export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: '' | 's' | 'ss' | 'ao'
  readonly body?: readonly (string | readonly string[])[]
}

/** An answer, an error, or an unsolicited signal. */
export interface BusMessage {
  readonly kind: 'answer' | 'error' | 'other'
  /** The serial of the call that this answers. */
  readonly replyTo: number
  /** `org.freedesktop.DBus.Error.ServiceUnknown`, for an error. */
  readonly errorName: string
  readonly body: readonly unknown[]
}

const METHOD_CALL = 1
const FIELD = { path: 1, interface: 2, member: 3, error: 4, reply: 5, destination: 6, signature: 8 }
/** The specification's limit of a message, in bytes. */
const LONGEST = 134_217_728
const FIXED_HEADER = 16

/** A message of this serial, ready to be sent. */
export function encodeCall(call: BusCall, serial: number): Buffer {
  const { signature = '', body = [] } = call
  const content = new Writer()
  for (const value of body) {
    if (typeof value === 'string') content.text(value)
    else content.texts(value)
  }
  const fields = new Writer()
  const field = (code: number, type: 'o' | 's' | 'g', value: string): void => {
    fields.align(8)
    fields.byte(code)
    fields.signature(type)
    if (type === 'g') fields.signature(value)
    else fields.text(value)
  }
  field(FIELD.path, 'o', call.path)
  field(FIELD.interface, 's', call.interface)
  field(FIELD.member, 's', call.member)
  field(FIELD.destination, 's', call.destination)
  if (signature !== '') field(FIELD.signature, 'g', signature)
  const header = new Writer()
  for (const value of ['l'.charCodeAt(0), METHOD_CALL, 0, 1]) header.byte(value)
  header.number(content.length)
  header.number(serial)
  header.number(fields.length)
  header.append(fields.bytes())
  header.align(8)
  return Buffer.concat([header.bytes(), content.bytes()])
}

/**
 * The first whole message of these bytes and what follows it; undefined while there is none.
 * @throws Error where they are no message.
 */
export function decodeMessage(
  bytes: Buffer,
): { readonly message: BusMessage; readonly rest: Buffer } | undefined {
  if (bytes.length < FIXED_HEADER) return undefined
  const isLittle = bytes[0] === 'l'.charCodeAt(0)
  if (!isLittle && bytes[0] !== 'B'.charCodeAt(0)) throw new Error('no message of D-Bus')
  const header = new Reader(bytes, isLittle, 4)
  const bodyLength = header.number()
  header.number()
  const fieldsLength = header.number()
  const bodyStart = aligned(FIXED_HEADER + fieldsLength, 8)
  const end = bodyStart + bodyLength
  if (end > LONGEST) throw new Error('a message of D-Bus that is too long')
  if (bytes.length < end) return undefined
  let [replyTo, errorName, signature] = [0, '', '']
  while (header.at < FIXED_HEADER + fieldsLength) {
    header.align(8)
    const code = header.byte()
    const value = header.value('v')
    if (code === FIELD.reply) replyTo = Number(value)
    else if (code === FIELD.error) errorName = String(value)
    else if (code === FIELD.signature) signature = String(value)
  }
  const kind = bytes[1] === 2 ? 'answer' : bytes[1] === 3 ? 'error' : 'other'
  // The content of signals is not needed.
  const content = new Reader(bytes.subarray(bodyStart, end), isLittle, 0)
  const body = kind === 'other' ? [] : typesOf(signature).map((type) => content.value(type))
  return { message: { kind, replyTo, errorName, body }, rest: bytes.subarray(end) }
}

/** `aoo` is `ao` and `o`. */
function typesOf(signature: string): readonly string[] {
  return signature.match(/a*[a-z]/gu) ?? []
}

function aligned(at: number, to: number): number {
  return Math.ceil(at / to) * to
}

/** Collects bytes; alignment counts from their beginning, which must itself be aligned to 8. */
class Writer {
  #parts: Buffer[] = []
  length = 0

  append(part: Buffer): void {
    this.#parts.push(part)
    this.length += part.length
  }

  align(to: number): void {
    this.append(Buffer.alloc(aligned(this.length, to) - this.length))
  }

  byte(value: number): void {
    this.append(Buffer.of(value))
  }

  number(value: number): void {
    this.align(4)
    const part = Buffer.alloc(4)
    part.writeUInt32LE(value)
    this.append(part)
  }

  text(value: string): void {
    this.number(Buffer.byteLength(value))
    this.append(Buffer.from(`${value}\0`))
  }

  texts(values: readonly string[]): void {
    const list = new Writer()
    for (const value of values) list.text(value)
    this.number(list.length)
    this.append(list.bytes())
  }

  signature(value: string): void {
    this.byte(value.length)
    this.append(Buffer.from(`${value}\0`))
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

class Reader {
  readonly #bytes: Buffer
  readonly #isLittle: boolean
  at: number

  constructor(bytes: Buffer, isLittle: boolean, at: number) {
    this.#bytes = bytes
    this.#isLittle = isLittle
    this.at = at
  }

  align(to: number): void {
    this.at = aligned(this.at, to)
  }

  byte(): number {
    this.at += 1
    return this.#bytes.readUInt8(this.at - 1)
  }

  number(): number {
    this.align(4)
    this.at += 4
    const [bytes, at] = [this.#bytes, this.at - 4]
    return this.#isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
  }

  text(length: number): string {
    const value = this.#bytes.toString('utf8', this.at, this.at + length)
    this.at += length + 1
    return value
  }

  value(type: string): unknown {
    if (type.startsWith('a')) return this.#list(type.slice(1))
    switch (type) {
      case 'y':
        return this.byte()
      case 'b':
        return this.number() === 1
      case 'u':
        return this.number()
      case 'i':
        return this.number() | 0
      case 's':
      case 'o':
        return this.text(this.number())
      case 'g':
        return this.text(this.byte())
      case 'v':
        return this.value(this.text(this.byte()))
      default:
        throw new Error('a type of D-Bus that is not read here')
    }
  }

  #list(type: string): readonly unknown[] {
    const length = this.number()
    const end = this.at + length
    const values: unknown[] = []
    while (this.at < end) values.push(this.value(type))
    return values
  }
}
