import { which } from '../../../scripts/lib/command.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'
import { freePort, mediaAddress } from '../../kit/network/ports.ts'

/** A media gateway that nobody here wrote: encrypted towards pages, plain RTP towards telephones. */
export interface Rtpengine {
  readonly program: Program
  /** UDP port where a SIP server tells it what to do. */
  readonly controlPort: number
}

/** Starts rtpengine without its kernel module; it has no files. */
export async function startRtpengine(): Promise<Rtpengine> {
  const controlPort = await freePort()
  const program = await startProgram(
    which('rtpengine') ?? 'rtpengine',
    [
      // Neither the system's file nor the kernel module: all is done in this process.
      ...['--config-file=none', '--table=-1', '--foreground', '--log-stderr', '--log-level=6'],
      ...[`--interface=${mediaAddress()}`, `--listen-ng=127.0.0.1:${controlPort}`],
      ...['--port-min=44000', '--port-max=44400'],
    ],
    { ready: /Startup complete/u },
  )
  return { program, controlPort }
}
