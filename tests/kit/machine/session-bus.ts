import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { startBus } from './bus.ts'
import { handOver } from './unprivileged.ts'
import { privateFolder, removeFolder } from './folders.ts'

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
  // Like a system that keeps notifications: one goes only when somebody takes it away.
  const daemon = join(folder, 'dunstrc')
  writeFileSync(daemon, '[urgency_normal]\ntimeout = 0\n', { mode: 0o600 })
  handOver(user, daemon)
  const bus = await startBus(user, folder, { eavesdrop: true, environment: display })
  const { answer } = bus
  let heard = ''
  const monitor = bus.start(['dbus-monitor', '--session', "member='Notify'"])
  monitor.stdout?.on('data', (chunk) => (heard += String(chunk)))
  bus.start(['dunst', '-conf', daemon])
  await expect
    .poll(() => answer('dunstctl', 'count', 'displayed'), { timeout: 15_000 })
    .toMatch(/^0/u)
  return {
    environment: { ...display, ...bus.environment },
    folder,
    answer,
    start(words, more) {
      bus.start(words, more).stdout?.resume()
    },
    notified: () => heard,
    displayed: async () => Number(await answer('dunstctl', 'count', 'displayed')),
    click: async () => {
      await answer('dunstctl', 'action')
    },
    close() {
      bus.end()
      removeFolder(folder)
    },
  }
}
