import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { atExit } from '../../../scripts/lib/at-exit.ts'
import { which } from '../../../scripts/lib/command.ts'
import { tiedToParent } from './display.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'
import { busConfiguration } from './bus-configuration.ts'
import { asUser, electronEnvironment, handOver, privateFolder } from './unprivileged.ts'
import type { UnprivilegedUser } from './unprivileged.ts'

const startMs = 15_000
const programs = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'] as const

/** An unlocked system keyring on a session bus of its own. */
export interface Keyring {
  /** What a program must find in its environment to use it. */
  readonly environment: Readonly<Record<string, string>>
  /** What it must be told on its command line besides. */
  readonly args: readonly string[]
  readonly close: () => void
}

/**
 * A real gnome-keyring for this user (or the caller), unlocked, with its files in a folder of its own; it ends with
 * this process. Electron reaches it with `environment` and `args`.
 * @throws ScriptFailure when it is not installed or does not start.
 */
export async function startKeyring(user: UnprivilegedUser | undefined): Promise<Keyring> {
  for (const program of programs) {
    if (which(program) === undefined) {
      throw new ScriptFailure(
        `there is no ${program}; on Debian: apt-get install dbus gnome-keyring`,
      )
    }
  }
  const folder = privateFolder(user, 'keyring')
  const places = { XDG_RUNTIME_DIR: join(folder, 'run'), XDG_DATA_HOME: join(folder, 'data') }
  for (const place of Object.values(places)) {
    mkdirSync(place, { mode: 0o700 })
    handOver(user, place)
  }
  const env = electronEnvironment(user, process.env, places)
  const started: ChildProcess[] = []
  const end = (): void => {
    for (const child of started.toReversed()) child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = atExit(end)
  const close = (): void => {
    forget()
    end()
  }
  const start = (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
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
  try {
    const config = join(folder, 'bus.conf')
    writeFileSync(config, busConfiguration(join(folder, 'run')), { mode: 0o600 })
    handOver(user, config)
    const bus = start(['dbus-daemon', `--config-file=${config}`, '--nofork', '--print-address=1'])
    const address = await firstWords(bus, 'the session bus')
    const environment = { ...places, DBUS_SESSION_BUS_ADDRESS: address }
    const keyring = start(
      ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
      environment,
    )
    // The password comes in without a line's end, and what it opens is made at its first use.
    keyring.stdin.end(randomBytes(16).toString('hex'))
    await untilOnBus(start, environment)
    // Its files are found by the daemon; the app shall keep its own home.
    return {
      environment: {
        DBUS_SESSION_BUS_ADDRESS: address,
        XDG_RUNTIME_DIR: places.XDG_RUNTIME_DIR,
      },
      args: ['--password-store=gnome-libsecret'],
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** As another user: the system forgets whose end to follow when the user changes, so that comes last. */
function tied([setpriv = '', ...identity]: readonly string[]): readonly string[] {
  return [setpriv, '--pdeathsig', 'KILL', ...identity]
}

/** What a program says first; it need not end its line. */
async function firstWords(child: ChildProcess, what: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new ScriptFailure(`${what} did not start: ${reason}`))
    const timer = setTimeout(() => fail(`no sign of life within ${startMs / 1000} s`), startMs)
    const ended = () => {
      clearTimeout(timer)
      fail('it ended')
    }
    child.once('error', (error) => fail(error.message))
    child.once('exit', ended)
    child.stdout?.setEncoding('utf8').once('data', (words: string) => {
      clearTimeout(timer)
      child.off('exit', ended)
      resolve(words.trim())
    })
  })
}

/** The keyring speaks before it can be called: asked for by its name until the bus knows it. */
async function untilOnBus(
  start: (words: readonly string[], more: Readonly<Record<string, string>>) => ChildProcess,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const bus = 'org.freedesktop.DBus'
  const question = [`${bus}.NameHasOwner`, 'string:org.freedesktop.secrets']
  const words = ['dbus-send', '--session', '--print-reply', `--dest=${bus}`, '/', ...question]
  const until = Date.now() + startMs
  while (Date.now() < until) {
    const answer = await text(start(words, environment))
    if (answer.includes('boolean true')) return
    await delay(50)
  }
  throw new ScriptFailure('the keyring did not start: the session bus does not know it')
}

async function text(child: ChildProcess): Promise<string> {
  return await new Promise((resolve) => {
    let all = ''
    child.stdout?.on('data', (chunk) => (all += String(chunk)))
    child.once('error', () => resolve(''))
    child.once('close', () => resolve(all))
  })
}
