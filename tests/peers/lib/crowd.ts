import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Clients of a server that only take up room. */
export interface Crowd {
  close(): void
}

/**
 * So many connections to a port of loopback, each with this request: the kernel has taken all of them
 * when it resolves, whatever the server does.
 */
export async function gather(port: number, count: number, request: string): Promise<Crowd> {
  const sockets: Socket[] = []
  for (let at = 0; at < count; at += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    sockets.push(socket)
    await once(socket, 'connect')
    socket.write(request)
  }
  return {
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
