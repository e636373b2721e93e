import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { capture, which } from '../../../scripts/lib/command.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'

/** Whom Electron runs as when these scripts run as root: Chromium's sandbox refuses to work for root. */
export interface UnprivilegedUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
}

const userName = 'callpoint'
const userHome = '/var/lib/callpoint'

/** The user of that name in the text of a passwd file. */
export function parsePasswd(text: string, name: string): UnprivilegedUser | undefined {
  const fields = text
    .split('\n')
    .map((line) => line.split(':'))
    .find(([first]) => first === name)
  const [, , uid, gid, , home] = fields ?? []
  if (uid === undefined || gid === undefined || home === undefined) return undefined
  return { name, uid: Number(uid), gid: Number(gid), home }
}

/**
 * As root: the system user that Electron runs as, made at the first call. Not as root: `undefined`, since Electron
 * then simply runs as whoever calls.
 * @throws ScriptFailure when the user cannot be made.
 */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (!isRoot()) return undefined
  const known = lookUp()
  if (known !== undefined) return known
  const useradd = which('useradd')
  if (useradd === undefined || which('setpriv') === undefined) {
    throw new ScriptFailure(
      'as root, Electron is run as an unprivileged user, for which useradd and setpriv are needed; ' +
        'run this as an ordinary user instead',
    )
  }
  const flags = ['--system', '--user-group', '--create-home', '--home-dir', userHome]
  const made = capture(useradd, [...flags, '--shell', '/usr/sbin/nologin', userName])
  const user = lookUp()
  // Two first runs at once: the slower one is told that the user exists, and that is what it wanted.
  if (user !== undefined) return user
  throw new ScriptFailure(`the system user ${userName} could not be made: ${made.stderr.trim()}`)
}

function lookUp(): UnprivilegedUser | undefined {
  const user = parsePasswd(readFileSync('/etc/passwd', 'utf8'), userName)
  if (user === undefined) return undefined
  if (user.uid === 0) throw new ScriptFailure(`the user ${userName} is root, so it is of no use`)
  if (!existsSync(user.home)) mkdirSync(user.home, { recursive: true })
  chownSync(user.home, user.uid, user.gid)
  chmodSync(user.home, 0o755)
  return user
}

/** The words that run a command as this user, keeping the process id; they end with the command's own place. */
export function asUser(user: UnprivilegedUser): readonly string[] {
  const identity = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--init-groups',
    '--inh-caps=-all',
  ]
  return ['setpriv', ...identity, '--']
}

/** True when this user (or the caller, without one) may read this file or enter and list this folder. */
export function canRead(user: UnprivilegedUser | undefined, path: string): boolean {
  if (user === undefined) return existsSync(path)
  const [command = '', ...first] = asUser(user)
  const test = lstatSync(path).isDirectory()
    ? ['test', '-x', path, '-a', '-r', path]
    : ['test', '-r', path]
  return capture(command, [...first, ...test], { cwd: '/' }).code === 0
}

/** Gives a file or a tree to this user; without one there is nothing to give. */
export function handOver(user: UnprivilegedUser | undefined, path: string): void {
  if (user === undefined) return
  // Not what a link leads to: Chromium leaves links behind that lead nowhere.
  lchownSync(path, user.uid, user.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) handOver(user, join(path, name))
}

const passedNames = new Set([
  'COLORTERM',
  'DISPLAY',
  'LANG',
  'LANGUAGE',
  'PATH',
  'TERM',
  'TZ',
  'XAUTHORITY',
  'XDG_CURRENT_DESKTOP',
  'XDG_DATA_DIRS',
  'XDG_SESSION_TYPE',
])
const passedPrefixes = ['CALLPOINT_', 'ELECTRON_', 'LC_', 'NODE_EXTRA_', 'SSL_CERT_'] as const

/**
 * The environment in which Electron starts. As another user it gets only what it needs, with that user's home;
 * root's session bus, runtime folder and tokens stay with root. `extra` always counts.
 */
export function electronEnvironment(
  user: UnprivilegedUser | undefined,
  environment: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    value === undefined || !isPassed(name, user) ? [] : [[name, value]],
  )
  const identity =
    user === undefined
      ? {}
      : { HOME: user.home, USER: user.name, LOGNAME: user.name, SHELL: '/bin/sh' }
  return { ...Object.fromEntries(own), ...identity, ...extra }
}

function isPassed(name: string, user: UnprivilegedUser | undefined): boolean {
  // With this one set, the binary would behave as plain Node.js.
  if (name === 'ELECTRON_RUN_AS_NODE' || name === 'NODE_OPTIONS') return false
  if (user === undefined) return true
  return passedNames.has(name) || passedPrefixes.some((prefix) => name.startsWith(prefix))
}
