import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { sandboxArguments, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { busConfiguration } from './bus-configuration.ts'
import { asUser, electronEnvironment, handOver, privateFolder } from './unprivileged.ts'
import { removeHome } from '../app/callpoint.ts'

/** How a kiosk may find the secret service. */
export type KeyringState =
  /** It runs, as after a login that unlocked nothing, and there is no keyring yet. */
  | 'no collection'
  /** There is one with a password, which nobody has typed. */
  | 'locked'
  /** It is unlocked, and has stopped answering. */
  | 'silent'
  /** It is started by whoever asks for it, and its keyring has no password. */
  | 'activatable'

/** A real gnome-keyring in one of these states, on a bus that could start the prompter on this display. */
export interface SecretService {
  readonly environment: Readonly<Record<string, string>>
  /** Whether the prompter has come up, which is a program of its own. */
  readonly hasPrompter: () => Promise<boolean>
  /** Touches safeStorage as a program would that has not asked first: what must bring the prompter up. */
  readonly touch: () => void
  readonly close: () => void
}

const SERVICE = 'org.freedesktop.secrets'
const PROMPTER = 'org.gnome.keyring.SystemPrompter'

export async function startSecretService(
  launch: ElectronLaunch,
  display: Readonly<Record<string, string>>,
  state: KeyringState,
): Promise<SecretService> {
  const { user } = launch
  const folder = privateFolder(user, 'secrets')
  const [run, data, services] = ['run', 'data', 'services'].map((name) => join(folder, name))
  const keyrings = join(data ?? '', 'keyrings')
  for (const place of [run, data, keyrings, services]) mkdirSync(place ?? '', { mode: 0o700 })
  const service = (name: string, command: string) =>
    writeFileSync(
      join(services ?? '', `${name}.service`),
      `[D-BUS Service]\nName=${name}\nExec=${command}\n`,
    )
  service(PROMPTER, '/usr/libexec/gcr-prompter')
  const daemon = ['/usr/bin/gnome-keyring-daemon', '--foreground', '--components=secrets']
  if (state === 'activatable') {
    service(SERVICE, daemon.join(' '))
    const text = 'display-name=Kiosk\nlock-on-idle=false\nlock-after=false\n'
    writeFileSync(join(keyrings, 'kiosk.keyring'), `[keyring]\n${text}`)
    writeFileSync(join(keyrings, 'default'), 'kiosk')
  }
  const config = join(folder, 'bus.conf')
  writeFileSync(config, busConfiguration(run ?? '', false, services))
  handOver(user, folder)
  const environment = {
    ...display,
    XDG_RUNTIME_DIR: run ?? '',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(run ?? '', 'bus')}`,
  }
  const env = electronEnvironment(user, process.env, { ...environment, XDG_DATA_HOME: data ?? '' })
  const started: ChildProcess[] = []
  const start = (words: readonly string[]): ChildProcess => {
    const [command = '', ...args] = [...(user === undefined ? [] : asUser(user)), ...words]
    const child = spawn(command, args, { cwd: '/', env, stdio: ['pipe', 'pipe', 'ignore'] })
    started.push(child)
    return child
  }
  const say = async (...words: readonly string[]): Promise<string> => {
    const child = start(['dbus-send', '--session', '--print-reply', ...words])
    let text = ''
    child.stdout?.on('data', (chunk) => (text += String(chunk)))
    await new Promise<void>((resolve) => child.once('close', () => resolve()))
    return text
  }
  const onBus = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  const has = async (name: string): Promise<boolean> =>
    (await say(...onBus, `string:${name}`)).includes('boolean true')
  const bus = start(['dbus-daemon', `--config-file=${config}`, '--nofork', '--print-address=1'])
  await new Promise<void>((resolve) => bus.stdout?.once('data', () => resolve()))
  const open = async (password: string | undefined): Promise<ChildProcess> => {
    const child = start([...daemon, ...(password === undefined ? [] : ['--unlock'])])
    child.stdin?.end(password ?? '')
    await expect.poll(() => has(SERVICE)).toBe(true)
    return child
  }
  if (state === 'no collection') await open(undefined)
  if (state === 'silent') (await open('word')).kill('SIGSTOP')
  if (state === 'locked') {
    const first = await open('word')
    const gone = new Promise<void>((resolve) => first.once('exit', () => resolve()))
    first.kill('SIGTERM')
    await gone
    await open(undefined)
  }
  return {
    environment,
    hasPrompter: () => has(PROMPTER),
    touch() {
      const app = join(folder, 'app')
      mkdirSync(app)
      writeFileSync(join(app, 'package.json'), '{ "name": "touch", "main": "main.js" }')
      writeFileSync(
        join(app, 'main.js'),
        `const { app, safeStorage } = require('electron')
         app.whenReady().then(() => safeStorage.encryptString('x'))`,
      )
      handOver(user, app)
      const args = [...sandboxArguments(launch.sandbox), `--user-data-dir=${join(folder, 'touch')}`]
      const command = [...args, '--password-store=gnome-libsecret', app]
      const options = { cwd: launch.workingDirectory, env, stdio: 'ignore' } as const
      started.push(spawn(launch.command, command, options))
    },
    close() {
      for (const child of started.toReversed()) child.kill('SIGKILL')
      removeHome(folder)
    },
  }
}
