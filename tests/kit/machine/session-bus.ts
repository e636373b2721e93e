import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { busConfiguration } from './bus-configuration.ts'
import { asUser, electronEnvironment, handOver, privateFolder } from './unprivileged.ts'
import { removeHome } from '../app/callpoint.ts'

/** A session bus of this test's own, with a real notification daemon (dunst) on it. */
export interface SessionBus {
  /** What a program must find in its environment to be on it. */
  readonly environment: Readonly<Record<string, string>>
  /** Titles and bodies of what the daemon was asked to show so far, as one text. */
  readonly notified: () => string
  /** How many are shown now. */
  readonly displayed: () => Promise<number>
  /** A click on the newest. */
  readonly click: () => Promise<void>
  /** Starts a program of the desktop on it, which ends with the bus. */
  readonly start: (words: readonly string[], environment?: Readonly<Record<string, string>>) => void
  /** What a program on it writes on its standard output. */
  readonly answer: (...words: readonly string[]) => Promise<string>
  /** A folder for the files of such programs, which only their user may enter. */
  readonly folder: string
  readonly close: () => void
}

/** Starts them for the app's user on this display. */
export async function startSessionBus(
  { user }: ElectronLaunch,
  display: Readonly<Record<string, string>>,
): Promise<SessionBus> {
  const folder = privateFolder(user, 'bus')
  const run = join(folder, 'run')
  mkdirSync(run, { mode: 0o700 })
  const file = join(folder, 'bus.conf')
  writeFileSync(file, busConfiguration(run, true), { mode: 0o600 })
  // Like a system that keeps notifications: one goes only when somebody takes it away.
  const daemon = join(folder, 'dunstrc')
  writeFileSync(daemon, '[urgency_normal]\ntimeout = 0\n', { mode: 0o600 })
  for (const path of [run, file, daemon]) handOver(user, path)
  const environment = {
    ...display,
    XDG_RUNTIME_DIR: run,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(run, 'bus')}`,
  }
  const env = electronEnvironment(user, process.env, environment)
  const started: ChildProcess[] = []
  const start = (words: readonly string[], more = {}): ChildProcess => {
    const [command = '', ...args] = [...(user === undefined ? [] : asUser(user)), ...words]
    const child = spawn(command, args, {
      cwd: '/',
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    started.push(child)
    return child
  }
  const answer = async (...words: readonly string[]): Promise<string> => {
    const child = start(words)
    let text = ''
    child.stdout?.on('data', (chunk) => (text += String(chunk)))
    await new Promise<void>((resolve) => child.once('close', () => resolve()))
    return text
  }
  const bus = start(['dbus-daemon', `--config-file=${file}`, '--nofork', '--print-address=1'])
  await new Promise<void>((resolve) => bus.stdout?.once('data', () => resolve()))
  let heard = ''
  const monitor = start(['dbus-monitor', '--session', "member='Notify'"])
  monitor.stdout?.on('data', (chunk) => (heard += String(chunk)))
  start(['dunst', '-conf', daemon])
  await expect
    .poll(() => answer('dunstctl', 'count', 'displayed'), { timeout: 15_000 })
    .toMatch(/^0/u)
  return {
    environment,
    folder,
    answer,
    start(words, more) {
      start(words, more).stdout?.resume()
    },
    notified: () => heard,
    displayed: async () => Number(await answer('dunstctl', 'count', 'displayed')),
    click: async () => {
      await answer('dunstctl', 'action')
    },
    close() {
      for (const child of started.toReversed()) child.kill('SIGTERM')
      removeHome(folder)
    },
  }
}

/** Starts the app a second time on the same data; answers its exit code. */
export async function startAgain(
  launch: ElectronLaunch,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string; readonly stdout: string }> {
  const child = spawn(launch.command, [...args], {
    cwd: launch.workingDirectory,
    env: electronEnvironment(launch.user, process.env, environment),
  })
  let output = ''
  let stdout = ''
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk) => (output += String(chunk)))
  }
  child.stdin.end()
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output, stdout }
}
