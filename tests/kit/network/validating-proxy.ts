import { Agent, createServer, request as send, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { readDocument } from '../centre/openapi-document.ts'
import { listen } from './ports.ts'

/** Something that went over the wire and is not what docs/web-interaction.openapi.yaml describes. */
export interface Violation {
  readonly side: 'request' | 'response'
  readonly operation: string
  readonly status?: number
  readonly reason: string
}

export interface ValidatingProxy {
  /** Stands in for the REST base address of the server behind it. */
  readonly rest: string
  readonly violations: readonly Violation[]
  /** Requests that passed, by operation. */
  readonly seen: ReadonlyMap<string, number>
  close(): Promise<void>
}

/**
 * A proxy that judges every request and every answer by the OpenAPI document, with a validator that
 * neither the app nor the simulator had a hand in. A request that the server refuses may be wrong on purpose:
 * only those that it accepts are held against the document; so are answers while `isFaulty` says that the server
 * was told to answer wrongly. What comes slowly or breaks off goes through as it comes. `rest` may name another server
 * of the same path later on.
 */
export async function startValidatingProxy(
  rest: string | (() => string),
  isFaulty: () => boolean = () => false,
): Promise<ValidatingProxy> {
  const baseNow = (): URL => new URL(typeof rest === 'string' ? rest : rest())
  const { pathname } = baseNow()
  const document = await readDocument()
  const violations: Violation[] = []
  const seen = new Map<string, number>()
  const agent = new Agent({ keepAlive: true })

  const server = createServer((incoming, outgoing) => {
    const wasFaulty = isFaulty()
    const base = baseNow()
    const forward = send(new URL(incoming.url ?? '/', base.origin), {
      method: incoming.method,
      headers: { ...incoming.headers, host: base.host },
      agent,
    })
    const body = copyOf(incoming)
    forward.on('response', (answer) => {
      const text = copyOf(answer)
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      outgoing.flushHeaders()
      answer.on('end', () => {
        judge(incoming, body(), answer, wasFaulty || isFaulty() ? undefined : text())
      })
      pipeline(answer, outgoing, () => undefined)
    })
    forward.on('error', () => incoming.socket.destroy())
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) forward.destroy()
    })
    pipeline(incoming, forward, () => undefined)
  })

  function judge(
    incoming: IncomingMessage,
    body: string,
    answer: IncomingMessage,
    text: string | undefined,
  ): void {
    const status = answer.statusCode ?? 0
    const method = incoming.method ?? 'GET'
    const path = (incoming.url ?? '/').slice(pathname.length)
    const operation = document.find(method, path)
    const name = operation?.id ?? `${method} ${path}`
    seen.set(name, (seen.get(name) ?? 0) + 1)
    if (!operation) {
      violations.push({ side: 'request', operation: name, reason: 'is not in the document' })
      return
    }
    if (status < 300) {
      const input = body === '' ? undefined : isForm(incoming) ? formOf(body) : jsonOf(body)
      for (const reason of operation.judgeRequest(input)) {
        violations.push({ side: 'request', operation: name, reason })
      }
    }
    if (text === undefined) return
    for (const reason of operation.judgeAnswer(status, text === '' ? undefined : jsonOf(text))) {
      violations.push({ side: 'response', operation: name, status, reason })
    }
  }

  const port = await listen(server)
  return {
    rest: `http://127.0.0.1:${String(port)}${pathname}`,
    violations,
    seen,
    close: () =>
      new Promise((resolve) => {
        agent.destroy()
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** Reads along; answers what has come so far. */
function copyOf(stream: IncomingMessage): () => string {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}

function isForm(message: IncomingMessage): boolean {
  return message.headers['content-type']?.includes('form-urlencoded') === true
}

function formOf(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
