import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { callee, domain, type Account, type Kamailio } from './kamailio.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'
import { loudnessFromNow, loudnessOf } from './wav.ts'

/** An agent's telephone that nobody here wrote: it answers by itself, with a 440 Hz tone and a moving picture. */
export interface Baresip {
  readonly program: Program
  /** Events of its control port so far, such as `CALL_ESTABLISHED`; their text with a space behind, where there is one. */
  readonly events: () => readonly string[]
  /** One of its commands: `hangup`, `hold`, `resume`, `callstat`; resolves with what it answers. */
  command(name: string): Promise<string>
  /** What it has received and decoded in the present call. */
  received(): Promise<{ readonly audioPackets: number; readonly videoFrames: number }>
  /** Loudness of what it heard in its last call: root mean square, 0 to 1. */
  heard(): number
  /** From now on in this call: tells how loud it was, likewise. */
  listen(): () => number
  stop(): Promise<void>
}

interface Options {
  readonly account?: Account
  /** `plain`: sound and picture as a telephone sends them that knows neither encryption nor ICE. */
  readonly media?: 'encrypted' | 'plain'
}

/** Starts baresip with its files in `folder` and waits until Kamailio knows it. */
export async function startBaresip(
  folder: string,
  server: Kamailio,
  { account = callee, media = 'encrypted' }: Options = {},
): Promise<Baresip> {
  const [sipPort, controlPort] = [await freePort(), await freePort()]
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config'), configuration(folder, sipPort, controlPort))
  const line = [
    `<sip:${account.user}@${domain}>`,
    `outbound="sip:127.0.0.1:${server.udpPort}"`,
    ...[`regint=60`, `auth_user=${account.user}`, `auth_pass=${account.password}`],
    ...(media === 'encrypted' ? ['mediaenc=dtls_srtp', 'medianat=ice'] : []),
    'answermode=auto',
    ...['audio_codecs=opus/48000/2', 'video_codecs=vp8'],
  ]
  writeFileSync(join(folder, 'accounts'), `${line.join(';')}\n`, { mode: 0o600 })
  const program = await startProgram(which('baresip') ?? 'baresip', ['-f', folder, '-v'], {
    ready: /All \d+ useragents? registered successfully|200 OK .*binding/u,
  })
  const control = await openControl(controlPort)
  // It begins a new one whenever its sound starts anew.
  const record = (): string => newest(globSync(join(folder, '*-dec.wav')))
  return {
    program,
    events: control.events,
    command: control.command,
    async received() {
      const audio = await control.command('audio_debug')
      const video = await control.command('video_debug')
      return {
        audioPackets: Number(/rcvd=(\d+)/u.exec(audio)?.[1] ?? 0),
        videoFrames: Number(/vidisp: .* frames=(\d+)/u.exec(video)?.[1] ?? 0),
      }
    },
    heard: () => loudnessOf(record()),
    listen: () => loudnessFromNow(record),
    async stop() {
      control.close()
      await program.stop()
    },
  }
}

function configuration(folder: string, sipPort: number, controlPort: number): string {
  const modules = ['opus', 'g711', 'vp8', 'ausine', 'aubridge', 'fakevideo', 'stun', 'ice']
  return [
    `sip_listen 127.0.0.1:${sipPort}`,
    'poll_method epoll',
    'call_local_timeout 60',
    'call_max_calls 4',
    // The sine is stereo only.
    ...['ausrc_channels 2', 'auplay_channels 2', 'ausrc_srate 48000', 'auplay_srate 48000'],
    ...['audio_source ausine,440', 'audio_player aubridge,nowhere', 'audio_alert aubridge,alert'],
    ...['video_source fakevideo,nil', 'video_display fakevideo,nil'],
    ...['video_size 640x480', 'video_bitrate 500000', 'video_fps 15', 'opus_bitrate 28000'],
    ...['rtp_ports 41000-41200', 'rtcp_mux yes', 'jitter_buffer_delay 5-10', 'rtp_stats yes'],
    // Nothing is asked of a name server.
    'dns_server 127.0.0.1:53',
    'module_path /usr/lib/baresip/modules',
    // What it hears and says is written down as it is decoded and encoded.
    `snd_path ${folder}`,
    ...[...modules, 'srtp', 'dtls_srtp', 'sndfile'].map((name) => `module ${name}.so`),
    ...['module_tmp uuid.so', 'module_tmp account.so'],
    ...['menu', 'debug_cmd', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    '',
  ].join('\n')
}

function newest(files: readonly string[]): string {
  const [first] = [...files].sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  if (first === undefined) throw new Error('baresip has written down nothing')
  return first
}

interface Control {
  readonly events: () => readonly string[]
  command(name: string): Promise<string>
  close(): void
}

/** Its control port speaks JSON in netstrings: a length, a colon, the text, a comma. */
async function openControl(port: number): Promise<Control> {
  const socket: Socket = connect(port, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  const events: string[] = []
  const waiting = new Map<string, (answer: string) => void>()
  let pending = Buffer.alloc(0)
  let count = 0

  function hear(message: unknown): void {
    const type = textOf(message, 'type')
    if (type !== '') {
      events.push(`${type} ${textOf(message, 'param')}`.trim())
      return
    }
    const token = textOf(message, 'token')
    waiting.get(token)?.(textOf(message, 'data'))
    waiting.delete(token)
  }
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const colon = pending.indexOf(':')
      const length = Number(pending.subarray(0, Math.max(0, colon)).toString())
      if (colon < 1 || pending.length < colon + 1 + length + 1) return
      const body = pending.subarray(colon + 1, colon + 1 + length).toString()
      pending = pending.subarray(colon + 1 + length + 1)
      hear(JSON.parse(body))
    }
  })
  return {
    events: () => events,
    command(name) {
      count += 1
      const token = String(count)
      const body = JSON.stringify({ command: name, token })
      return new Promise((resolve) => {
        waiting.set(token, resolve)
        socket.write(`${Buffer.byteLength(body)}:${body},`)
      })
    },
    close() {
      socket.destroy()
    },
  }
}

function textOf(value: unknown, name: string): string {
  const field: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof field === 'string' ? field : ''
}
