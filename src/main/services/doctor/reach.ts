import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect, isIPv6 } from 'node:net'
import { rootCertificates } from 'node:tls'
import type { Clock } from '../../support/clock.ts'
import type { Reached } from './facts.ts'

/** Nobody waits longer for an answer, in milliseconds. */
const LIMIT_MS = 5000

/**
 * Runs one attempt and measures it. `attempt` tells how it ended and answers what ends it.
 */
function measured(
  clock: Clock,
  attempt: (end: (code?: string) => void) => () => void,
): Promise<Reached> {
  return new Promise((resolve) => {
    const start = clock.now()
    const state = { settled: false }
    let stop: () => void = () => undefined
    const end = (code?: string): void => {
      if (state.settled) return
      state.settled = true
      cancel()
      stop()
      const tookMs = clock.now() - start
      resolve(code === undefined ? { ok: true, tookMs } : { ok: false, tookMs, code })
    }
    const cancel = clock.after(LIMIT_MS, () => {
      end('timeout')
    })
    stop = attempt(end)
    if (state.settled) stop()
  })
}

/** Whether a SIP server takes a WebSocket (RFC 7118); `authorities` (PEM) count beside the usual ones. */
export function reachSip(
  server: string,
  authorities: readonly string[],
  clock: Clock,
): Promise<Reached> {
  return measured(clock, (end) => {
    const address = server.replace(/^ws/u, 'http')
    const isSecure = address.startsWith('https')
    const request = (isSecure ? secureRequest : plainRequest)(address, {
      ...(isSecure ? { ca: [...rootCertificates, ...authorities] } : {}),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-protocol': 'sip',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    })
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      end(response.headers['sec-websocket-protocol'] === 'sip' ? undefined : 'no-sip')
    })
    request.on('response', (response) => {
      response.resume()
      end(`HTTP ${response.statusCode ?? 0}`)
    })
    request.on('error', (error) => {
      end(codeOf(error))
    })
    request.end()
    return () => {
      request.destroy()
    }
  })
}

/** Whether a `stun:`, `turn:` or `turns:` server answers: a binding request, or a connection. */
export function reachRelay(address: string, clock: Clock): Promise<Reached> {
  const parsed = /^(stun|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/u.exec(
    address,
  )
  if (parsed === null) return Promise.resolve({ ok: false, tookMs: 0, code: 'address' })
  const [, scheme, bracketed = '', port, transport] = parsed
  const host = bracketed.replace(/^\[|\]$/gu, '')
  const at = port === undefined ? (scheme === 'turns' ? 5349 : 3478) : Number(port)
  const isStream = transport === 'tcp' || (scheme === 'turns' && transport !== 'udp')
  return measured(clock, (end) => (isStream ? dial(host, at, end) : bind(host, at, end)))
}

function dial(host: string, port: number, end: (code?: string) => void): () => void {
  const socket = connect({ host, port })
  socket.on('connect', () => {
    end()
  })
  socket.on('error', (error) => {
    end(codeOf(error))
  })
  return () => {
    socket.destroy()
  }
}

const MAGIC = 0x2112a442

/** A STUN binding request (RFC 5389), which every STUN and TURN server answers without a password. */
function bind(host: string, port: number, end: (code?: string) => void): () => void {
  const question = Buffer.alloc(20)
  question.writeUInt16BE(1, 0)
  question.writeUInt32BE(MAGIC, 4)
  randomBytes(12).copy(question, 8)
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  let isOpen = true
  socket.on('message', (answer) => {
    if (answer.length >= 20 && answer.subarray(4, 20).equals(question.subarray(4))) end()
  })
  socket.on('error', (error) => {
    end(codeOf(error))
  })
  socket.send(question, port, host, (error) => {
    if (error !== null) end(codeOf(error))
  })
  return () => {
    if (isOpen) socket.close()
    isOpen = false
  }
}

function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' ? code : error.name
}
