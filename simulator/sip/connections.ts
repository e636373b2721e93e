import type { IncomingMessage } from 'node:http'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import type { UpgradeHandler } from '../attachment.ts'
import type { Clock } from '../support/clock.ts'
import type { Connection } from './reach.ts'

/** The largest message taken; the longest SDP of a browser has a fifth of it. */
const mostBytes = 65_536
const mostConnections = 500
/** A client that does not read is cut off rather than buffered without end. */
const mostBuffered = 1024 * 1024

export interface Connections {
  readonly upgrade: UpgradeHandler
  open(): number
  cutAll(): void
  /** Refuses new connections for a while. */
  down(ms: number): void
  close(): void
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const hostnameOf = (url: string): string | undefined => {
  try {
    return new URL(url).hostname
  } catch {
    return undefined
  }
}

/** Whether a web page of another site opened the connection; applications have no such origin. */
const isForeign = ({ headers }: IncomingMessage): boolean => {
  const { origin } = headers
  if (origin === undefined || !/^https?:/i.test(origin)) return false
  const from = hostnameOf(origin)
  return (
    from === undefined ||
    (from !== hostnameOf(`http://${headers.host ?? ''}`) && !loopback.has(from))
  )
}

const textOf = (data: RawData): string | undefined => {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** WebSockets of the subprotocol `sip` (RFC 7118). Text and binary frames are the same to it. */
export const createConnections = (
  clock: Clock,
  received: (connection: Connection, text: string) => void,
  gone: (connection: Connection) => void,
): Connections => {
  const sockets = new Set<WebSocket>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  })
  let serial = 0
  let downUntil = Number.NEGATIVE_INFINITY

  const take = (socket: WebSocket): void => {
    serial += 1
    const connection: Connection = {
      id: serial,
      send: (text) => {
        if (socket.bufferedAmount > mostBuffered) socket.terminate()
        else if (socket.readyState === socket.OPEN) socket.send(text)
      },
      cut: () => socket.terminate(),
    }
    sockets.add(socket)
    socket.on('message', (data) => {
      // What is not UTF-8 is garbage too, and counted as such.
      received(connection, textOf(data) ?? '')
    })
    // A frame that is too large or broken: ws closes the connection with the status that says so.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      gone(connection)
    })
  }
  return {
    upgrade: (request, socket, head) => {
      const refuse = (status: string): void => {
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      }
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
      if (isForeign(request)) refuse('403 Forbidden')
      else if (!offered.includes('sip')) refuse('400 Bad Request')
      else if (clock.now() < downUntil || sockets.size >= mostConnections) {
        refuse('503 Service Unavailable')
      } else server.handleUpgrade(request, socket, head, take)
    },
    open: () => sockets.size,
    cutAll: () => {
      for (const socket of [...sockets]) socket.terminate()
    },
    down: (ms) => {
      downUntil = Math.max(downUntil, clock.now() + ms)
    },
    close: () => {
      for (const socket of [...sockets]) socket.terminate()
      server.close()
    },
  }
}
