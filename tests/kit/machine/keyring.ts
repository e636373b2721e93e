import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../../../scripts/lib/at-exit.ts'
import { which } from '../../../scripts/lib/command.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'
import { startBus, type Bus } from './bus.ts'
import { handOver, type UnprivilegedUser } from './unprivileged.ts'
import { privateFolder } from './folders.ts'

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
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  handOver(user, data)
  let bus: Bus | undefined
  const end = (): void => {
    bus?.end()
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = atExit(end)
  const close = (): void => {
    forget()
    end()
  }
  try {
    // Its files are found by the daemon; the app shall keep its own home.
    bus = await startBus(user, folder, { environment: { XDG_DATA_HOME: data } })
    const daemon = ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets']
    const keyring = bus.start(daemon)
    // The password comes in without a line's end, and what it opens is made at its first use.
    keyring.stdin?.end(randomBytes(16).toString('hex'))
    // It speaks before it can be called.
    await bus.until('org.freedesktop.secrets')
    return {
      environment: bus.environment,
      args: ['--password-store=gnome-libsecret'],
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
