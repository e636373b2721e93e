import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { listen } from './ports.ts'

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
  certificate?: { readonly key: string; readonly cert: string },
): Promise<PageServer> {
  const requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = []
  const answer: RequestListener = (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    requests.push({ method: request.method ?? '', path, headers: request.headers })
    const page = pages[path]
    const found: Answer = typeof page === 'string' ? { body: page } : (page ?? { status: 404 })
    response.writeHead(found.status ?? 200, {
      'content-type': 'text/html; charset=utf-8',
      ...found.headers,
    })
    response.end(found.body ?? '')
  }
  const server: Server =
    certificate === undefined ? createServer(answer) : createSecureServer(certificate, answer)
  const port = await listen(server)
  const host = `127.0.0.1:${String(port)}`
  return {
    origin: `${certificate === undefined ? 'http' : 'https'}://${host}`,
    host,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
