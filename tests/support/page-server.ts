import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web site on loopback, for pages that are pushed. */
export interface PageServer {
  readonly origin: string
  readonly host: string
  /** Every request so far: method, path and headers. */
  readonly requests: readonly {
    readonly method: string
    readonly path: string
    readonly headers: IncomingMessage['headers']
  }[]
  close(): Promise<void>
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Answers by path; what is not in `pages` is a 404. */
export async function servePages(
  pages: Readonly<Record<string, Answer | string>>,
): Promise<PageServer> {
  const requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = []
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    requests.push({ method: request.method ?? '', path, headers: request.headers })
    const page = pages[path]
    const answer: Answer = typeof page === 'string' ? { body: page } : (page ?? { status: 404 })
    response.writeHead(answer.status ?? 200, {
      'content-type': 'text/html; charset=utf-8',
      ...answer.headers,
    })
    response.end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${String(port)}`
  return {
    origin: `http://${host}`,
    host,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
