import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'

export interface Loudspeakers {
  /** For a program that shall play there. */
  readonly env: Readonly<Record<string, string>>
  /** The root mean square of a second that this loudspeaker plays now, 0 to 1. */
  readonly heardOn: (name: string) => Promise<number>
  readonly makeDefault: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

const RATE = 8000

/**
 * A PulseAudio of its own, with one loudspeaker for each name; the last is the system's. Each is a device of its own, as
 * one on USB is: no browser takes it for a part of the microphone's.
 */
export async function startLoudspeakers(names: readonly string[]): Promise<Loudspeakers> {
  const folder = mkdtempSync(join(tmpdir(), 'loudspeakers-'))
  const socket = join(folder, 'native')
  const script = join(folder, 'script.pa')
  writeFileSync(
    script,
    [
      ...names.map(
        (name) =>
          `load-module module-null-sink sink_name=${name} sink_properties="device.description=${name} sysfs.path=/devices/${name}"`,
      ),
      `set-default-sink ${names.at(-1) ?? ''}`,
      // Last: who can connect finds all of them.
      `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ].join('\n'),
  )
  const env = { PULSE_SERVER: `unix:${socket}` }
  const own = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder }
  const options = ['-n', '-F', script, '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1']
  const server = spawn(programOf('pulseaudio'), options, { env: own, stdio: 'ignore' })
  const ended = once(server, 'exit')
  const watcher = watch(folder)
  while (!existsSync(socket) && server.exitCode === null)
    await Promise.race([once(watcher, 'change'), ended])
  watcher.close()
  return {
    env,
    async heardOn(name) {
      const format = ['--raw', '--format=s16le', `--rate=${String(RATE)}`, '--channels=1']
      const recorder = spawn(programOf('parec'), [`--device=${name}.monitor`, ...format], {
        env: { ...own, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const parts: Buffer[] = []
      for await (const part of recorder.stdout as AsyncIterable<Buffer>) {
        parts.push(part)
        if (Buffer.concat(parts).length >= RATE * 2) break
      }
      recorder.kill()
      const bytes = Buffer.concat(parts)
      const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
      const sum = samples.reduce((total, sample) => total + (sample / 32768) ** 2, 0)
      return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
    },
    async makeDefault(name) {
      const control = spawn(programOf('pactl'), ['set-default-sink', name], {
        env: { ...own, ...env },
        stdio: 'ignore',
      })
      await once(control, 'exit')
    },
    async close() {
      server.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function programOf(name: string): string {
  const path = which(name)
  if (path === undefined) throw new Error(`there is no ${name}`)
  return path
}
