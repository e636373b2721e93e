import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxArguments, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { startBus } from './bus.ts'
import { electronEnvironment, handOver } from './unprivileged.ts'
import { privateFolder, removeFolder } from './folders.ts'

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
  const [data, services] = [join(folder, 'data'), join(folder, 'services')]
  const keyrings = join(data, 'keyrings')
  for (const place of [data, keyrings, services]) mkdirSync(place, { mode: 0o700 })
  const service = (name: string, command: string) =>
    writeFileSync(
      join(services, `${name}.service`),
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
  handOver(user, folder)
  const bus = await startBus(user, folder, {
    services,
    environment: { ...display, XDG_DATA_HOME: data },
  })
  const environment = { ...display, ...bus.environment }
  const touching: ChildProcess[] = []
  const open = async (password: string | undefined): Promise<ChildProcess> => {
    const child = bus.start([...daemon, ...(password === undefined ? [] : ['--unlock'])])
    child.stdin?.end(password ?? '')
    await bus.until(SERVICE)
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
    hasPrompter: () => bus.has(PROMPTER),
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
      const more = { ...environment, XDG_DATA_HOME: data }
      const env = electronEnvironment(user, process.env, more)
      const options = { cwd: launch.workingDirectory, env, stdio: 'ignore' } as const
      touching.push(spawn(launch.command, command, options))
    },
    close() {
      for (const child of touching) child.kill('SIGKILL')
      bus.end('SIGKILL')
      removeFolder(folder)
    },
  }
}
