import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'
import { comesTrue } from '../waits.ts'
import { tiedToParent } from './display.ts'
import { signOfLife } from './sign-of-life.ts'
import { asUser, electronEnvironment, handOver, type UnprivilegedUser } from './unprivileged.ts'

/** A session bus and what was started on it, all of which ends with this process. */
export interface Bus {
  /** What a program must find in its environment to be on it. */
  readonly environment: Readonly<Record<'XDG_RUNTIME_DIR' | 'DBUS_SESSION_BUS_ADDRESS', string>>
  /** Starts a program on it. */
  start(words: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess
  /** What a program on it writes on its standard output. */
  answer(...words: readonly string[]): Promise<string>
  /** Whether somebody has this name. */
  has(name: string): Promise<boolean>
  /**
   * Waits until somebody has this name.
   * @throws ScriptFailure when nobody has within 15 s.
   */
  until(name: string): Promise<void>
  /** Ends everything, the bus last. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): void
}

interface Options {
  /** Whether a monitor may listen. */
  readonly eavesdrop?: boolean
  /** A folder of services that it starts when they are asked. */
  readonly services?: string
  /** What programs on it shall find in their environment besides. */
  readonly environment?: Readonly<Record<string, string>>
}

const startMs = 15_000

/**
 * A bus of this user's (or the caller's) own, with its files in `folder`, and without the services of the desktop,
 * which would start programs of their own.
 * @throws ScriptFailure when it does not start.
 */
export async function startBus(
  user: UnprivilegedUser | undefined,
  folder: string,
  options: Options = {},
): Promise<Bus> {
  const run = join(folder, 'run')
  const configuration = join(folder, 'bus.conf')
  mkdirSync(run, { mode: 0o700 })
  writeFileSync(configuration, textOf(run, options), { mode: 0o600 })
  for (const path of [run, configuration]) handOver(user, path)
  const environment = {
    XDG_RUNTIME_DIR: run,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(run, 'bus')}`,
  }
  const env = electronEnvironment(user, process.env, { ...options.environment, ...environment })
  const started: ChildProcess[] = []

  const start = (words: readonly string[], more = {}): ChildProcess => {
    const [command = '', ...args] =
      user === undefined ? tiedToParent(words) : [...tied(asUser(user)), ...words]
    const child = spawn(command, args, {
      cwd: '/',
      env: { ...env, ...more },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    started.push(child)
    return child
  }
  const answer = async (...words: readonly string[]): Promise<string> => {
    const child = start(words)
    let text = ''
    child.stdout?.on('data', (chunk) => (text += String(chunk)))
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve())
      child.once('close', () => resolve())
    })
    return text
  }
  const has = async (name: string): Promise<boolean> => {
    const bus = 'org.freedesktop.DBus'
    const question = [`--dest=${bus}`, '/', `${bus}.NameHasOwner`, `string:${name}`]
    const said = await answer('dbus-send', '--session', '--print-reply', ...question)
    return said.includes('boolean true')
  }
  const end = (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): void => {
    for (const child of started.toReversed()) child.kill(signal)
  }

  const bus = start([
    ...['dbus-daemon', `--config-file=${configuration}`],
    ...['--nofork', '--print-address=1'],
  ])
  try {
    await signOfLife({
      child: bus,
      what: 'the session bus',
      listen: (resolve) => bus.stdout?.once('data', resolve),
    })
  } catch (error) {
    end()
    throw error
  }
  return {
    environment,
    start,
    answer,
    has,
    async until(name) {
      if (await comesTrue(() => has(name), startMs)) return
      throw new ScriptFailure(`nobody on the session bus is called ${name}`)
    },
    end,
  }
}

/** As another user: the system forgets whose end to follow when the user changes, so that comes last. */
function tied([setpriv = '', ...identity]: readonly string[]): readonly string[] {
  return [setpriv, '--pdeathsig', 'KILL', ...identity]
}

function textOf(run: string, { eavesdrop = false, services }: Options): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(run, 'bus')}</listen>
  <auth>EXTERNAL</auth>${services === undefined ? '' : `\n  <servicedir>${services}</servicedir>`}
  <policy context="default">
    <allow send_destination="*" eavesdrop="${String(eavesdrop)}"/>
    <allow eavesdrop="${String(eavesdrop)}"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
}
