import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { decodeMessage, encodeCall, type BusCall } from './bus-wire.ts'

/** Calls a method over the bus; resolves with the arguments of the answer. Rejects with `BusError`, or at the limit. */
export type AskBus = (call: BusCall) => Promise<readonly unknown[]>

/** The bus or the service has answered with an error. */
export class BusError extends Error {}

export interface SessionBus {
  readonly ask: AskBus
  close(): void
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The socket of this user's session bus: as the environment says, else where systemd puts it. Undefined if
 * there is none, or none that a Unix socket reaches.
 */
export function socketOf(environment: Environment): string | undefined {
  const address = environment['DBUS_SESSION_BUS_ADDRESS'] ?? ''
  if (address === '') {
    const folder = environment['XDG_RUNTIME_DIR'] ?? ''
    return folder === '' ? undefined : join(folder, 'bus')
  }
  for (const each of address.split(';')) {
    const [, kind, value] = /^unix:(?:[^,]*,)*?(path|abstract)=([^,]+)/u.exec(each) ?? []
    if (value === undefined) continue
    const path = decoded(value)
    if (path === undefined) continue
    return kind === 'abstract' ? `\0${path}` : path
  }
  return undefined
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/**
 * Connects as this user and stays on the bus until `close` or until the signal is aborted.
 * @throws Error if the bus is not there or does not answer in time.
 */
export async function joinBus(path: string, signal: AbortSignal): Promise<SessionBus> {
  const socket = connect(path)
  const open = new Map<
    number,
    { resolve(body: readonly unknown[]): void; reject(e: Error): void }
  >()
  let serial = 0
  let failure: Error | undefined
  const fail = (error: Error): void => {
    failure ??= error
    socket.destroy()
    for (const { reject } of open.values()) reject(failure)
    open.clear()
  }
  signal.addEventListener('abort', () => {
    fail(new Error('the session bus does not answer in time'))
  })
  if (signal.aborted) fail(new Error('the session bus was not asked'))
  socket.on('error', fail)
  socket.on('close', () => {
    fail(new Error('the session bus has closed the connection'))
  })
  let bytes: Buffer
  try {
    bytes = await introduce(socket)
  } catch (error) {
    socket.destroy()
    throw error
  }
  const read = (): void => {
    try {
      for (;;) {
        const next = decodeMessage(bytes)
        if (next === undefined) return
        bytes = next.rest
        const { kind, replyTo, errorName, body } = next.message
        const asked = open.get(replyTo)
        if (kind === 'other' || asked === undefined) continue
        open.delete(replyTo)
        if (kind === 'answer') asked.resolve(body)
        else asked.reject(new BusError(errorName))
      }
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  }
  socket.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    read()
  })
  const ask: AskBus = (call) =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure)
        return
      }
      serial += 1
      open.set(serial, { resolve, reject })
      socket.write(encodeCall(call, serial))
    })
  const bus = 'org.freedesktop.DBus'
  const hello = { destination: bus, path: '/org/freedesktop/DBus', interface: bus, member: 'Hello' }
  const welcome = ask(hello)
  // Bytes that came along with the bus's first answer.
  read()
  await welcome
  return {
    ask,
    close() {
      fail(new Error('closed'))
    },
  }
}

/** Authenticates as the user whom the kernel reports for this socket. Resolves with the bytes after the bus's answer. */
async function introduce(socket: Socket): Promise<Buffer> {
  const user = Buffer.from(String(process.getuid?.() ?? '')).toString('hex')
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
  let heard = Buffer.alloc(0)
  await new Promise<void>((resolve, reject) => {
    const onData = (part: Buffer): void => {
      heard = Buffer.concat([heard, part])
      if (!heard.includes('\r\n')) return
      socket.off('data', onData)
      socket.pause()
      if (heard.toString('latin1').startsWith('OK ')) resolve()
      else reject(new Error('the session bus does not let us in'))
    }
    socket.on('data', onData)
    socket.once('close', () => {
      reject(new Error('the session bus does not let us in'))
    })
  })
  socket.write('BEGIN\r\n')
  socket.resume()
  return heard.subarray(heard.indexOf('\r\n') + 2)
}
