import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createNews } from '../waits.ts'
import { openFolder, removeFolder } from './folders.ts'

/** A service manager as a program meets it: a datagram socket of the unix kind, whose messages are kept. */
export interface ServiceManager {
  /** For `NOTIFY_SOCKET`; any user may write to it. */
  readonly socket: string
  /** Assignments such as `READY=1`, in the order in which they came. */
  readonly heard: readonly string[]
  /** Resolves when `found` is true of what was heard; the caller's own time limit ends a wait in vain. */
  until(found: (heard: readonly string[]) => boolean): Promise<void>
  close(): void
}

// Node has no such sockets.
const LISTEN = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print(flush=True)
while True:
    for line in s.recv(4096).decode().split("\\n"):
        print(line, flush=True)
`

/** Whether a manager can be had here, and a program to talk to it. */
export function canHaveServiceManager(): boolean {
  return ['systemd-notify', 'python3'].every(
    (program) => spawnSync(program, ['--version']).status === 0,
  )
}

export async function startServiceManager(): Promise<ServiceManager> {
  const folder = openFolder('service-manager')
  const socket = join(folder, 'notify')
  const child = spawn('python3', ['-c', LISTEN, socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  await once(lines, 'line')
  chmodSync(socket, 0o777)
  const heard: string[] = []
  const news = createNews()
  lines.on('line', (line) => {
    // systemd-notify asks whether it was heard: its own matter.
    if (/^(READY|STATUS|WATCHDOG|STOPPING)=/u.test(line)) heard.push(line)
    news.tell()
  })
  return {
    socket,
    heard,
    until: (found) => news.until(() => found(heard)),
    close() {
      child.kill()
      removeFolder(folder)
    },
  }
}
