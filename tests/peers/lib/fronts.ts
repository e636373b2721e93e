import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram } from '../../kit/machine/program.ts'

/** A reverse proxy that nobody here wrote, before the contact centre. */
export interface Front {
  readonly port: number
  readonly origin: string
  stop(): Promise<void>
}

/** nginx on a free port of loopback, with these directives in its `server`. */
export async function startNginx(
  folder: string,
  server: readonly string[],
  http: readonly string[] = [],
): Promise<Front> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const lines = [
    ...['daemon off;', 'worker_processes 1;', 'error_log stderr notice;', `pid ${at('pid')};`],
    ...['events { worker_connections 256; }', 'http {', 'access_log off;'],
    ...temporary.map((name) => `${name}_temp_path ${at(name)};`),
    ...http,
    ...['server {', `listen 127.0.0.1:${port};`, ...server, '}', '}', ''],
  ]
  writeFileSync(at('nginx.conf'), lines.join('\n'))
  const program = await startProgram(
    which('nginx') ?? '/usr/sbin/nginx',
    ['-p', folder, '-c', at('nginx.conf'), '-e', 'stderr'],
    { ready: /start worker process \d/u, cwd: folder },
  )
  return { port, origin: `http://127.0.0.1:${port}`, stop: program.stop }
}

/** haproxy before these nodes (ports of loopback), one after the other where one does not answer. */
export async function startHaproxy(folder: string, nodes: readonly number[]): Promise<Front> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'haproxy.cfg')
  const lines = [
    ...['global', '  log stdout format raw local0 info', 'defaults', '  mode http', '  log global'],
    ...['  timeout connect 2s', '  timeout client 30s', '  timeout server 30s', '  retries 1'],
    ...['  option redispatch', 'frontend front', `  bind 127.0.0.1:${port}`],
    ...['  default_backend nodes', 'backend nodes', '  balance first'],
    ...nodes.map((node, place) => `  server n${place} 127.0.0.1:${node} check inter 200ms`),
    '',
  ]
  writeFileSync(file, lines.join('\n'))
  const program = await startProgram(which('haproxy') ?? 'haproxy', ['-W', '-db', '-f', file], {
    ready: /Loading success/u,
    cwd: folder,
  })
  return { port, origin: `http://127.0.0.1:${port}`, stop: program.stop }
}
