import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'
import { comesTrue } from '../../kit/waits.ts'
import { domain, type Account, type Kamailio } from './kamailio.ts'
import { loudnessFromNow, writeTone } from './wav.ts'

/** An agent's telephone that nobody here wrote, without encryption or ICE: rings until it is told to answer. */
export interface Linphone {
  readonly program: Program
  /** One of its commands: `answer`, `terminate`, `pause`, `resume`, `transfer NUMBER`. */
  tell(command: string): void
  /** The same; resolves once it has said what is expected, with the match. */
  does(command: string, expected: RegExp): Promise<RegExpExecArray>
  /** Resolves at the next call that it has not told of yet, with the number by which its commands call it. */
  rings(): Promise<string>
  /** From now on: tells how loud it was, root mean square, 0 to 1. */
  listen(): () => number
  stop(): Promise<void>
}

/** Hertz of the tone that it plays. */
export const LINPHONE_HZ = 600

export interface LinphoneOptions {
  /** Plays its tone, and shows its picture, to whoever calls until it answers: 183 with a description. */
  readonly announces?: boolean
}

/** Starts linphonec with its files in `folder`, and waits until Kamailio knows it. */
export async function startLinphone(
  folder: string,
  server: Kamailio,
  { user, password }: Account,
  { announces = false }: LinphoneOptions = {},
): Promise<Linphone> {
  // Its databases are there, and it does not make the folder.
  mkdirSync(join(folder, '.local', 'share', 'linphone'), { recursive: true })
  const at = (name: string): string => join(folder, name)
  const [config, tone, record] = [at('linphonerc'), at('tone.wav'), at('heard.wav')]
  const proxy = `sip:127.0.0.1:${server.udpPort}`
  const [sipPort, audioPort, videoPort] = [await freePort(), await freePort(), await freePort()]
  const lines = [
    ...['[sip]', `sip_port=${sipPort}`, 'sip_tcp_port=-1', 'sip_tls_port=-1', 'default_proxy=0'],
    ...['use_ipv6=0', 'bind_address=127.0.0.1'],
    ...(announces ? ['incoming_calls_early_media=1'] : []),
    ...['[rtp]', `audio_rtp_port=${audioPort}`, `video_rtp_port=${videoPort}`],
    ...['[net]', 'firewall_policy=0'],
    ...['[video]', 'enabled=1', 'device=StaticImage: Static picture', 'size=qvga'],
    ...['automatically_initiate=1', 'automatically_accept=1'],
    // Without a route it looks up the domain, which no name server knows.
    ...['[proxy_0]', `reg_proxy=<${proxy}>`, `reg_route=<${proxy};lr>`],
    ...[`reg_identity=<sip:${user}@${domain}>`, 'reg_expires=600', 'reg_sendregister=1'],
    ...['[auth_info_0]', `username=${user}`, `passwd=${password}`, `realm=${domain}`],
    '',
  ]
  writeFileSync(config, lines.join('\n'), { mode: 0o600 })
  writeTone(tone, LINPHONE_HZ, 60)
  // It keeps what it says to itself until much of it has come together, unless it is told to speak line by line; and it
  // ends when its standard input does. `-C`: it sends a picture, and looks for no display to show one.
  const program = await startProgram(
    'stdbuf',
    ['-oL', which('linphonec') ?? 'linphonec', '-C', '-c', config],
    { ready: /linphonec>/u, cwd: folder, env: { HOME: folder } },
  )
  program.tell('soundcard use files')
  program.tell(`play ${tone}`)
  program.tell(`record ${record}`)
  const isKnown = await comesTrue(() => {
    program.tell('status register')
    return program.output().includes('registered, identity')
  }, 15_000)
  if (!isKnown) {
    await program.stop()
    throw new Error(`linphonec has not registered; it said:\n${program.output()}`)
  }
  let toldUntil = 0
  return {
    program,
    tell: program.tell,
    does(command, expected) {
      const from = program.output().length
      program.tell(command)
      return program.said(expected, from)
    },
    async rings() {
      const told = /Receiving new incoming call from .*, assigned id (\d+)/u
      const { index, 1: id = '' } = await program.said(told, toldUntil)
      toldUntil += index + 1
      return id
    },
    listen: () => loudnessFromNow(() => record),
    async stop() {
      program.tell('quit')
      await program.stop()
    },
  }
}
