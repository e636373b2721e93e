import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { freePort, mediaAddress } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'

/** A relay for sound and picture that nobody here wrote. */
export interface Coturn {
  readonly program: Program
  /** What its short-lived credentials are derived from. */
  readonly secret: string
  /** Its address for a policy or a page. */
  readonly urls: string
  /** The same over TLS, where it was given a certificate. */
  readonly secureUrls: string
}

/** Files, in PEM. */
interface KeyPair {
  readonly key: string
  readonly cert: string
}

/** Starts coturn with its files in `folder`, by its shared-secret scheme. */
export async function startCoturn(folder: string, tls?: KeyPair): Promise<Coturn> {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const secret = 'relay-secret'
  const address = mediaAddress()
  mkdirSync(folder, { recursive: true })
  const program = await startProgram(
    which('turnserver') ?? 'turnserver',
    [
      ...['-n', '--no-cli', '--no-dtls', '--verbose', '--log-file=stdout'],
      ...(tls === undefined
        ? ['--no-tls']
        : [`--tls-listening-port=${tlsPort}`, `--cert=${tls.cert}`, `--pkey=${tls.key}`]),
      ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=peers.callpoint.test'],
      ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`],
      ...['--min-port=42000', '--max-port=42200', '--allow-loopback-peers'],
      ...[`--userdb=${join(folder, 'turndb')}`, `--pidfile=${join(folder, 'turn.pid')}`],
    ],
    { ready: /IPv4\. UDP listener opened/u, cwd: folder },
  )
  return {
    program,
    secret,
    urls: `turn:${address}:${port}?transport=udp`,
    secureUrls: `turns:${address}:${tlsPort}?transport=tcp`,
  }
}
