import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import { makeCertificate } from '../../../simulator/support/certificate.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'

/** A SIP server that nobody here wrote: registrar and proxy, over UDP, `ws` and `wss`. */
export interface Kamailio {
  readonly program: Program
  readonly domain: string
  readonly udpPort: number
  readonly wsPort: number
  readonly wssPort: number
  /** The authority that signed its certificate, in PEM. */
  readonly authority: string
}

export interface Account {
  readonly user: string
  readonly password: string
}

export const domain = 'peers.callpoint.test'
/** May call; every INVITE of it is challenged. */
export const caller: Account = { user: 'kiosk', password: 'kiosk-secret' }
/** Registers as the pilot number. */
export const callee: Account = { user: '5000', password: 'agent-secret' }
/** Other telephones: of the one that calls are answered at, and of somebody to whom they are transferred. */
export const desk: Account = { user: '5001', password: 'desk-secret' }
export const colleague: Account = { user: '5002', password: 'colleague-secret' }

interface Media {
  /** UDP port where rtpengine is told what to do. */
  readonly controlPort: number
  /** Other flags than those of kamailio.cfg. */
  readonly toTelephone?: string
  readonly toPage?: string
}

/** Starts Kamailio with its files in `folder`; digest is always on. Sound and picture go through `media`, if there is one. */
export async function startKamailio(folder: string, media?: Media): Promise<Kamailio> {
  const [udpPort, wsPort, wssPort] = [await freePort(), await freePort(), await freePort()]
  const { key, cert, ca = '' } = await makeCertificate('localhost', Date.now())
  mkdirSync(folder, { recursive: true })
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') }
  writeFileSync(files.key, key, { mode: 0o600 })
  writeFileSync(files.cert, cert)
  const accounts = [caller, callee, desk, colleague]
  const site = [
    `#!define DOMAIN "${domain}"`,
    `#!define TLS_KEY "${files.key}"`,
    `#!define TLS_CERTIFICATE "${files.cert}"`,
    ...(media === undefined ? [] : [`#!define RTPENGINE "udp:127.0.0.1:${media.controlPort}"`]),
    ...(media?.toTelephone === undefined ? [] : [`#!define TO_TELEPHONE "${media.toTelephone}"`]),
    ...(media?.toPage === undefined ? [] : [`#!define TO_PAGE "${media.toPage}"`]),
    `listen=udp:127.0.0.1:${udpPort}`,
    `listen=tcp:127.0.0.1:${wsPort}`,
    `listen=tls:127.0.0.1:${wssPort}`,
    'event_route[htable:mod-init] {',
    ...accounts.map(({ user, password }) => `  $sht(password=>${user}) = "${password}";`),
    '}',
    '',
  ]
  writeFileSync(join(folder, 'site.cfg'), site.join('\n'), { mode: 0o600 })
  const config = join(repositoryRoot, 'tests', 'peers', 'kamailio', 'kamailio.cfg')
  const program = await startProgram(
    which('kamailio') ?? 'kamailio',
    ['-DD', '-E', '-m', '64', '-f', config, '-Y', folder, '-w', folder],
    { ready: /callpoint peers: listening/u, cwd: folder },
  )
  return { program, domain, udpPort, wsPort, wssPort, authority: ca }
}
