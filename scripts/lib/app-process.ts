import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { atExit } from './at-exit.ts'
import { tiedToParent } from '../../tests/kit/machine/display.ts'
import { sandboxArguments, type ElectronLaunch } from './electron-launch.ts'
import { isCode } from './lock.ts'
import { messageOf } from './failure.ts'
import { electronEnvironment } from '../../tests/kit/machine/unprivileged.ts'

/** How long the app may take to say goodbye before it is ended. */
const goodbyeMs = 5_000

export interface RunningApp {
  /** The exit code, or 128 and more when a signal ended it. */
  readonly ended: Promise<number>
  /** Asks the app to close, and ends it when it does not. */
  readonly close: () => Promise<void>
}

/**
 * Opens the app with these arguments, and Electron with these flags; its output goes to this process' own, less
 * Chromium's chatter.
 */
export function openApp(
  launch: ElectronLaunch,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): RunningApp {
  // The app's folder comes first: Electron takes the first word that is no flag for it.
  const words = [launch.command, ...sandboxArguments(launch.sandbox), ...flags, launch.app, ...args]
  const [command = '', ...rest] = launch.user === undefined ? tiedToParent(words) : words
  const hasGroups = process.platform !== 'win32'
  const child = spawn(command, rest, {
    cwd: launch.workingDirectory,
    env: electronEnvironment(launch.user, process.env, environment),
    stdio: ['ignore', 'inherit', 'pipe'],
    // A group of its own, so that whatever it has started can be ended with it.
    detached: hasGroups,
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!isChatter(line)) process.stderr.write(`${line}\n`)
  })
  const killGroup = () => {
    if (child.pid !== undefined) endGroup(hasGroups ? -child.pid : child.pid)
  }
  const forget = atExit(killGroup)
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`Electron could not be started: ${messageOf(error)}\n`)
      resolve(127)
    })
    child.once('exit', (code, signal) => {
      killGroup()
      forget()
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 143))
    })
  })
  const close = async () => {
    const timer = setTimeout(killGroup, goodbyeMs)
    child.kill('SIGTERM')
    await ended
    clearTimeout(timer)
  }
  return { ended, close }
}

function endGroup(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch (error) {
    // Nothing of it is left, which is what was wanted.
    if (!isCode(error, 'ESRCH') && !isCode(error, 'EPERM')) throw error
  }
}

/** True for messages that Chromium prints without a session bus or graphics card; they need no action. */
export function isChatter(line: string): boolean {
  const source =
    /^\[\d+:\d+\/[\d.]+:(?:ERROR|WARNING|INFO):(bus|viz_main_impl|command_buffer_proxy_impl|gpu_\w+|gl_\w+|angle_\w+|object_proxy|sandbox_linux|vaapi_wrapper)\.cc/
  return source.test(line)
}
