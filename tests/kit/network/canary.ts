import { createServer } from 'node:http'
import { listen } from './ports.ts'

/** A server that nobody has a reason to talk to: whoever does, was made to by a payload. */
export interface Canary {
  /** `127.0.0.1:PORT` */
  readonly authority: string
  /** Connections so far, also those that asked for nothing. */
  readonly count: number
  /** What was asked for. */
  readonly asked: readonly string[]
  reset(): void
  close(): Promise<void>
}

export async function startCanary(): Promise<Canary> {
  let count = 0
  let asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end()
  })
  server.on('connection', () => {
    count += 1
  })
  const port = await listen(server)
  return {
    authority: `127.0.0.1:${port}`,
    get count() {
      return count
    },
    get asked() {
      return asked
    },
    reset() {
      count = 0
      asked = []
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
