import { connect, createServer, type Socket } from 'node:net'
import { listen } from './ports.ts'

/** A wire between a page and its server that can be cut, or go dead without a word. */
export interface TcpRelay {
  readonly port: number
  /** Ends all connections and refuses new ones until `mend`. */
  cut(): void
  /** Keeps all connections and carries nothing any more, as a half-open one does, until `mend`. */
  freeze(): void
  /** Carries new connections; the frozen ones stay as dead as they are. */
  thaw(): void
  mend(): void
  close(): Promise<void>
}

/** From `port` of `host`, a free one where none is named, to the port `target` of loopback. */
export async function startTcpRelay(
  target: number,
  host = '127.0.0.1',
  port = 0,
): Promise<TcpRelay> {
  const open = new Set<Socket>()
  const nears = new Set<Socket>()
  /** Those that carry nothing any more. */
  const frozen = new Set<Socket>()
  let state: 'fine' | 'cut' | 'frozen' = 'fine'
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy()
      return
    }
    nears.add(near)
    const far = connect(target, '127.0.0.1')
    const pairs = [
      [near, far],
      [far, near],
    ] as const
    for (const [from, to] of pairs) {
      open.add(from)
      from.on('data', (chunk) => {
        if (state === 'frozen') frozen.add(near)
        if (!frozen.has(near)) to.write(chunk)
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        open.delete(from)
        nears.delete(near)
        frozen.delete(near)
        to.destroy()
      })
    }
  })
  const own = await listen(server, host, port)
  const cutAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: own,
    cut() {
      state = 'cut'
      cutAll()
    },
    freeze() {
      state = 'frozen'
      for (const near of nears) frozen.add(near)
    },
    thaw() {
      state = 'fine'
    },
    mend() {
      if (state === 'frozen') cutAll()
      state = 'fine'
    },
    async close() {
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
