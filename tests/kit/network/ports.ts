import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Below the ports that the system hands out by itself, so that nobody gets the same one meanwhile. */
const [least, most] = [20_000, 31_000] as const

/** A port that is free on all addresses, for TCP and UDP alike. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(least, most)
    if ((await isFreeTcp(port)) && (await isFreeUdp(port))) return port
  }
}

function isFreeTcp(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

function isFreeUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind(port, () => {
      socket.close(() => {
        resolve(true)
      })
    })
  })
}

/** The address of this machine that its own programs offer for media: not loopback, where there is another. */
export function mediaAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const outer = all.find(({ family, internal }) => family === 'IPv4' && !internal)
  return outer?.address ?? '127.0.0.1'
}

/** The port that the system has chosen for a server, which listens from here on; on loopback unless `host` says otherwise. */
export async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return address.port
}
