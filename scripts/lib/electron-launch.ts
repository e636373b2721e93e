import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { capture, which } from './command.ts'
import { binaryWithin } from './electron-download.ts'
import { resolveElectron } from './electron-runtime.ts'
import { cacheDirectory, isRoot, repositoryRoot } from './paths.ts'
import { stageApp, stageRuntime } from './staging.ts'
import {
  asUser,
  unprivilegedUser,
  type UnprivilegedUser,
} from '../../tests/kit/machine/unprivileged.ts'

/** How Chromium's sandbox can work here: by user namespaces, by its setuid helper, or not at all. */
export type Sandbox = 'namespaces' | 'setuid' | 'none'

/** Everything that is needed to start the app; plain data, so that it can be handed to another process. */
export interface ElectronLaunch {
  /** What to execute in place of the Electron binary: as root, a wrapper that keeps the process id. */
  readonly command: string
  /** The folder to start the app from, to be given as an argument. */
  readonly app: string
  readonly workingDirectory: string
  readonly version: string
  readonly sandbox: Sandbox
  /** Whom it runs as; absent when that is the caller. */
  readonly user?: UnprivilegedUser
}

/** An Electron that can be started, without an app. */
export type ElectronRuntimeLaunch = Omit<ElectronLaunch, 'app'>

/**
 * Makes the app ready to be started: Electron itself, and as root the user to run it as and copies of what that
 * user cannot read. The app must have been built.
 * @throws ScriptFailure with the way out when something cannot be had.
 */
export async function prepareElectron(root: string = repositoryRoot): Promise<ElectronLaunch> {
  const runtime = await prepareRuntime()
  return { ...runtime, app: stageApp(runtime.user, root) }
}

/**
 * The same for Electron alone.
 * @throws ScriptFailure with the way out when something cannot be had.
 */
export async function prepareRuntime(): Promise<ElectronRuntimeLaunch> {
  const runtime = await resolveElectron()
  const user = unprivilegedUser()
  const dist = stageRuntime(user, runtime.dist)
  const sandbox = chooseSandbox(user, dist)
  const binary = binaryWithin(dist)
  return {
    command: user === undefined ? binary : writeWrapper(user, binary),
    workingDirectory: user === undefined ? process.cwd() : user.home,
    version: runtime.version,
    sandbox,
    ...(user === undefined ? {} : { user }),
  }
}

/** What to add to Electron's arguments, given how the sandbox can work. */
export function sandboxArguments(sandbox: Sandbox): readonly string[] {
  return sandbox === 'none' ? ['--no-sandbox'] : []
}

function chooseSandbox(user: UnprivilegedUser | undefined, dist: string): Sandbox {
  if (process.platform !== 'linux') return 'namespaces'
  if (process.env['CALLPOINT_NO_SANDBOX'] === '1') return 'none'
  const [command = '', ...args] = [
    ...(user === undefined ? [] : asUser(user)),
    ...['unshare', '--user', '--map-root-user', 'true'],
  ]
  if (capture(command, args, { cwd: '/' }).code === 0) return 'namespaces'
  if (hasSetuidHelper(join(dist, 'chrome-sandbox'))) return 'setuid'
  process.stderr.write(
    "Warning: this system lets no unprivileged process make a namespace, so Chromium's sandbox is off in what " +
      'follows; to have it, allow them (on Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0)\n',
  )
  return 'none'
}

/** Ubuntu keeps namespaces from programs without a profile; there Chromium's setuid helper does the work. */
function hasSetuidHelper(helper: string): boolean {
  if (!existsSync(helper)) return false
  const isSet = () => statSync(helper).uid === 0 && (statSync(helper).mode & 0o4755) === 0o4755
  const switchFile = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  const isRestricted = existsSync(switchFile) && readFileSync(switchFile, 'utf8').trim() === '1'
  if (isRoot() && isRestricted && !isSet()) {
    chownSync(helper, 0, 0)
    chmodSync(helper, 0o4755)
  }
  return isSet()
}

/** The text of a program that runs `binary` as this user, in this very process, and ends with its parent. */
export function wrapperText(setpriv: string, user: UnprivilegedUser, binary: string): string {
  const [, ...identity] = asUser(user)
  const words = [setpriv, '--pdeathsig', 'KILL', ...identity, binary].map(quoted).join(' ')
  return `#!/bin/sh
# Electron as an unprivileged user, since Chromium's sandbox refuses to work for root.
export HOME=${quoted(user.home)} USER=${quoted(user.name)} LOGNAME=${quoted(user.name)}
exec ${words} "$@"
`
}

function quoted(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function writeWrapper(user: UnprivilegedUser, binary: string): string {
  const text = wrapperText(which('setpriv') ?? 'setpriv', user, binary)
  const folder = join(cacheDirectory(), 'run')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const path = join(folder, `electron-${name}`)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text)
  chmodSync(draft, 0o755)
  renameSync(draft, path)
  return path
}
