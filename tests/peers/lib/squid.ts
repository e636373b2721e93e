import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, which } from '../../../scripts/lib/command.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram } from '../../kit/machine/program.ts'

/** A proxy that nobody here wrote. */
export interface Squid {
  /** `127.0.0.1:port`, for `--proxy-server`. */
  readonly address: string
  /** What the app's command line needs to go through it, loopback included. */
  readonly args: readonly string[]
  /** From now on it asks everybody for a sign-in, or nobody. */
  ask(wanted: boolean): void
  /** Its access log: one line for each request. */
  log(): string
  stop(): Promise<void>
}

export const proxyUser = { user: 'kiosk', password: 'proxy-secret' } as const

/** Starts squid with its files in `folder`; it asks for a sign-in until it is told not to. */
export async function startSquid(folder: string, scheme: 'basic' | 'digest'): Promise<Squid> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  const flag = at('open')
  const { user, password } = proxyUser
  const hash = capture('openssl', ['passwd', '-apr1', password]).stdout.trim()
  writeFileSync(at('basic'), `${user}:${hash}\n`)
  writeFileSync(at('digest'), `${user}:${password}\n`)
  // Asked anew for each request, since nothing of it is remembered (ttl=0).
  writeFileSync(
    at('is-open'),
    `#!/bin/sh\nwhile read -r line; do [ -e ${flag} ] && echo OK || echo ERR; done\n`,
    { mode: 0o755 },
  )
  const helper = scheme === 'basic' ? 'basic_ncsa_auth' : 'digest_file_auth'
  writeFileSync(
    at('squid.conf'),
    [
      `http_port 127.0.0.1:${port}`,
      `auth_param ${scheme} program /usr/lib/squid/${helper} ${at(scheme)}`,
      `auth_param ${scheme} realm house`,
      `external_acl_type look ttl=0 negative_ttl=0 cache=0 children-max=1 %SRC ${at('is-open')}`,
      'acl open external look',
      'acl signed proxy_auth REQUIRED',
      ...['http_access allow open', 'http_access allow signed', 'http_access deny all'],
      ...['cache deny all', `access_log stdio:${at('access.log')}`, `cache_log ${at('cache.log')}`],
      ...[`pid_filename ${at('squid.pid')}`, `coredump_dir ${folder}`, 'buffered_logs off'],
      ...['shutdown_lifetime 0 seconds', 'pinger_enable off', ''],
    ].join('\n'),
  )
  // Started by root it works as a user of its own.
  for (const path of [folder, at('basic'), at('digest')]) chmodSync(path, 0o777)
  const program = await startProgram(
    which('squid') ?? 'squid',
    ['-N', '-d', '1', '-f', at('squid.conf')],
    { ready: /Accepting HTTP Socket connections/u, cwd: folder },
  )
  const address = `127.0.0.1:${port}`
  return {
    address,
    args: [`--proxy-server=${address}`, '--proxy-bypass-list=<-loopback>'],
    ask(wanted) {
      if (wanted) rmSync(flag, { force: true })
      else writeFileSync(flag, '')
    },
    log: () => (existsSync(at('access.log')) ? readFileSync(at('access.log'), 'utf8') : ''),
    stop: program.stop,
  }
}
