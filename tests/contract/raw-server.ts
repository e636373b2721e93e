import { Buffer } from 'node:buffer'
import { createServer, ServerResponse, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { createNews } from '../kit/waits.ts'
import { listen } from '../kit/network/ports.ts'

export interface Seen {
  readonly method: string
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Which connection it came over, from 1. */
  readonly connection: number
}

/** What the server does with one request: answer, or worse. */
export type Answer = (response: ServerResponse, socket: Socket, seen: Seen) => void

export interface RawServer {
  readonly url: string
  /** How many connections there have been, with a request or without. */
  readonly connections: number
  readonly seen: readonly Seen[]
  /** Resolves when the request number `count` (from 1) has been read. */
  seenAtLeast(count: number): Promise<void>
  /** Resolves when the connection of this number (from 1) is closed. */
  closed(connection: number): Promise<void>
  close(): Promise<void>
}

/**
 * A server on loopback that asks `choose` for each request what to do with it, over TLS where there is
 * a certificate. As a proxy, it sees whole addresses as paths, and CONNECT as a method.
 */
export async function createRawServer(
  choose: (seen: Seen) => Answer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<RawServer> {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  /** Those that have a number: with TLS, those whose handshake is done. */
  const open = new Set<Socket>()
  const numbers = new WeakMap<Socket, number>()
  const news = createNews()
  let connections = 0

  function take(request: IncomingMessage, response: ServerResponse, body: string): void {
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
    const one: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers,
      body,
      connection: numbers.get(request.socket) ?? 0,
    }
    seen.push(one)
    choose(one)(response, request.socket, one)
    news.tell()
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      take(request, response, Buffer.concat(parts).toString('utf8'))
    })
  }
  const server = tls === undefined ? createServer(onRequest) : createSecureServer(tls, onRequest)
  server.on('connect', (request: IncomingMessage) => {
    const response = new ServerResponse(request)
    response.assignSocket(request.socket)
    take(request, response, '')
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      news.tell()
    })
  })
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1
    numbers.set(socket, connections)
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      open.delete(socket)
      news.tell()
    })
  })
  const port = await listen(server)

  return {
    url: `http${tls === undefined ? '' : 's'}://127.0.0.1:${String(port)}`,
    seen,
    get connections() {
      return connections
    },
    seenAtLeast: (count) => news.until(() => seen.length >= count),
    closed: (connection) =>
      news.until(() => ![...open].some((socket) => numbers.get(socket) === connection)),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An ordinary answer. An object is sent as JSON. */
export function answer(
  status: number,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const type =
      typeof body === 'string' ? {} : { 'content-type': 'application/json;charset=UTF-8' }
    response.writeHead(status, {
      ...type,
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    })
    response.end(text)
  }
}

/** These bytes and no more; `then` says what becomes of the connection. */
export function bytes(text: string, then: 'end' | 'reset' | 'stay'): Answer {
  return (_response, socket) => {
    socket.write(text, () => {
      if (then === 'end') socket.end()
      if (then === 'reset') socket.resetAndDestroy()
    })
  }
}

/** Not a byte; the connection breaks after the request has been read. */
export const reset: Answer = (_response, socket) => {
  socket.resetAndDestroy()
}

/** Not a byte, for ever. */
export const silence: Answer = () => undefined
