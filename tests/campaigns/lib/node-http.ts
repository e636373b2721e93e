import { Buffer } from 'node:buffer'
import http from 'node:http'
import type { Socket } from 'node:net'
import { decodeBody } from '../../../src/main/platform/http.ts'
import type {
  Http,
  HttpFailureReason,
  HttpOutcome,
  HttpRequest,
} from '../../../src/main/platform/http.ts'

/**
 * A connection that has idled this long is closed: less than the shortest keep-alive of common
 * servers (5 s), so that a request seldom meets a connection that the server is just closing, and
 * more than the 3 s between two polls (R40).
 */
const IDLE_MS = 4000

/**
 * HTTP in plain Node, for campaigns that need thousands of customers in one process. It tests nothing of
 * the app's carrier, which lives in Electron.
 *
 * What must not be sent twice gets a connection of its own: over one that is kept, it may meet a
 * server that is just closing it, and nobody could tell whether it had been acted on.
 */
export function createNodeHttp(): Http {
  const kept = new http.Agent({ keepAlive: true, timeout: IDLE_MS })
  const own = new http.Agent()
  return {
    request: (request) =>
      exchange(request, request.idempotent && request.fresh !== true ? kept : own),
    close() {
      kept.destroy()
      own.destroy()
    },
  }
}

function exchange(request: HttpRequest, agent: http.Agent): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    let sent = false
    let done = false

    const finish = (outcome: HttpOutcome): void => {
      if (done) return
      done = true
      request.signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    }
    const fail = (reason: HttpFailureReason, code: string): void => {
      finish({ ok: false, failure: { reason, sent, code } })
      outgoing?.destroy()
    }
    const onAbort = (): void => {
      fail('aborted', 'ABORTED')
    }

    if (request.signal.aborted) {
      finish({ ok: false, failure: { reason: 'aborted', sent: false, code: 'ABORTED' } })
      return
    }
    let outgoing: http.ClientRequest | undefined
    try {
      outgoing = begin(request, agent)
    } catch (error) {
      fail('unreachable', codeOf(error))
      return
    }
    request.signal.addEventListener('abort', onAbort, { once: true })

    outgoing.on('socket', (socket) => {
      whenWritable(socket, () => {
        sent = true
        request.onLeave?.()
      })
    })
    outgoing.on('response', (incoming) => {
      sent = true
      collect(incoming, request.maxBytes, finish, fail)
    })
    outgoing.on('error', (error) => {
      const code = codeOf(error)
      fail(code.startsWith('HPE_') ? 'not-http' : 'unreachable', code)
    })
    outgoing.on('close', () => {
      fail('unreachable', 'CLOSED')
    })
    try {
      outgoing.end(request.body)
    } catch (error) {
      fail('unreachable', codeOf(error))
    }
  })
}

function begin(request: HttpRequest, agent: http.Agent): http.ClientRequest {
  const length: Record<string, string> =
    request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }
  const headers = { ...request.headers, 'accept-encoding': 'identity', ...length }
  return http.request(request.url, { method: request.method, headers, agent })
}

/** Runs `task` when bytes can leave: only a socket seen connecting is known to have carried none. */
function whenWritable(socket: Socket, task: () => void): void {
  if (socket.connecting) socket.once('connect', task)
  else task()
}

function collect(
  incoming: http.IncomingMessage,
  maxBytes: number,
  finish: (outcome: HttpOutcome) => void,
  fail: (reason: HttpFailureReason, code: string) => void,
): void {
  const parts: Buffer[] = []
  let size = 0
  incoming.on('data', (part: Buffer) => {
    size += part.length
    if (size > maxBytes) fail('too-large', 'TOO_LARGE')
    else parts.push(part)
  })
  incoming.on('error', (error) => {
    fail('cut-short', codeOf(error))
  })
  incoming.on('aborted', () => {
    fail('cut-short', 'CUT_SHORT')
  })
  incoming.on('end', () => {
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
    }
    const text = decodeBody(Buffer.concat(parts), headers['content-type'])
    finish({ ok: true, response: { status: incoming.statusCode ?? 0, headers, text } })
  })
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'UNKNOWN'
}
