import { existsSync } from 'node:fs'
import { capture, run, which } from '../../../scripts/lib/command.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'

/** What Electron needs of Debian, by the names of Debian 12. */
const forElectron = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libnotify4',
  'libsecret-1-0',
] as const

export interface Needs {
  /** A virtual display is wanted, since there is none. */
  readonly display: boolean
  /** A Chromium is wanted, for the tests, and a system keyring that they can start. */
  readonly chromium: boolean
}

/** What the tests bring of a desktop: keyring, notifications, a panel with a tray, a mouse, a second screen, a printer. */
const forSession = [
  ...['dbus', 'gnome-keyring', 'dunst', 'xfce4-panel', 'xdotool'],
  ...['xserver-xorg-core', 'xserver-xorg-video-dummy', 'x11-xserver-utils'],
  ...['cups-daemon', 'cups-client'],
] as const

/** Other people's readers, to whom our codes and calendar entries are given. */
const forReaders = ['zbar-tools', 'khal', 'libical3'] as const

/** The Debian 12 names of everything that is needed. */
export function neededPackages({ display, chromium }: Needs): readonly string[] {
  return [
    ...forElectron,
    ...(display ? ['xvfb', 'xauth'] : []),
    ...(chromium && findChromium() === undefined ? ['chromium'] : []),
    ...(chromium ? [...forSession, ...forReaders] : []),
  ]
}

/** Newer Debian and Ubuntu renamed libraries when their time became 64 bits wide. */
function namesOf(name: string): readonly string[] {
  return [name, `${name}t64`]
}

/** Those of `needed` of which no variant is in `installed`. */
export function missingPackages(
  needed: readonly string[],
  installed: ReadonlySet<string>,
): readonly string[] {
  return needed.filter((name) => !namesOf(name).some((variant) => installed.has(variant)))
}

/** The variant of each missing package that this release offers; the plain name when it offers none. */
export function offeredNames(
  missing: readonly string[],
  offered: ReadonlySet<string>,
): readonly string[] {
  return missing.map((name) => namesOf(name).find((variant) => offered.has(variant)) ?? name)
}

/** The packages that `dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n'` calls installed. */
export function parseInstalled(listing: string): ReadonlySet<string> {
  const names = listing.split('\n').flatMap((line) => /^.i\S*\s+(\S+)/.exec(line)?.[1] ?? [])
  return new Set(names)
}

/** The packages for which `apt-cache policy` names a candidate; a merely virtual name has none. */
export function parseOffered(policy: string): ReadonlySet<string> {
  const offered = new Set<string>()
  let name = ''
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line)?.[1]
    if (heading !== undefined) name = heading
    const candidate = /^ {2}Candidate: (.+)$/.exec(line)?.[1]
    if (candidate !== undefined && candidate !== '(none)') offered.add(name)
  }
  return offered
}

/**
 * Sees to it that this Linux has what Electron (and the tests) need: on Debian and its kin as root by installing
 * it, else by one line to copy. Elsewhere Electron brings everything itself.
 * @throws ScriptFailure naming what is missing.
 */
export async function ensureSystemPackages(needs: Needs): Promise<void> {
  if (process.platform !== 'linux') return
  if (which('dpkg-query') === undefined || which('apt-get') === undefined) {
    if (needs.display && which('Xvfb') === undefined) {
      throw new ScriptFailure('there is no display and no Xvfb; install Xvfb or set DISPLAY')
    }
    return
  }
  const missing = missingNow(needs)
  if (missing.length === 0) return
  if (!isRoot()) {
    const line = `sudo apt-get install -y ${localNames(missing).join(' ')}`
    throw new ScriptFailure(`some system packages are missing; run: ${line}`)
  }
  await install(missing)
  const left = missingNow(needs)
  if (left.length > 0) {
    throw new ScriptFailure(
      `these system packages could not be installed: ${localNames(left).join(' ')}; ` +
        'look at what apt-get says above',
    )
  }
}

async function install(missing: readonly string[]): Promise<void> {
  process.stderr.write(`Installing what is missing on this system: ${missing.join(' ')}\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // All output goes to standard error: a script's own answer may be read from standard output.
  const options = { env, stdio: ['ignore', 2, 2] satisfies ['ignore', number, number] }
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-qq']
  await run('apt-get', [...patience, 'update'], options)
  const flags = ['-y', '--no-install-recommends', 'install']
  await run('apt-get', [...patience, ...flags, ...localNames(missing)], options)
}

function missingNow(needs: Needs): readonly string[] {
  const format = '-f=${db:Status-Abbrev} ${Package}\n'
  return missingPackages(
    neededPackages(needs),
    parseInstalled(capture('dpkg-query', ['-W', format]).stdout),
  )
}

function localNames(names: readonly string[]): readonly string[] {
  const variants = names.flatMap(namesOf)
  const env = { ...process.env, LC_ALL: 'C' }
  const policy = capture('apt-cache', ['policy', ...variants], { env })
  return offeredNames(names, parseOffered(policy.stdout))
}

/** The Chromium that the tests use, if one is installed; `CALLPOINT_CHROMIUM` overrides it. */
export function findChromium(): string | undefined {
  const chosen = process.env['CALLPOINT_CHROMIUM']
  if (chosen) return chosen
  if (process.platform === 'linux') {
    const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    return names.map(which).find((path) => path !== undefined)
  }
  const usual =
    process.platform === 'darwin'
      ? ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
      : ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(
          (name) => `${process.env[name] ?? ''}\\Google\\Chrome\\Application\\chrome.exe`,
        )
  return usual.find(existsSync)
}
