import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { capture, gather, which } from '../../../scripts/lib/command.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'

/** Programs that the tests need, and the Debian packages that bring them. */
const programs: Readonly<Record<string, readonly string[]>> = {
  kamailio: ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules'],
  baresip: ['baresip-core'],
  turnserver: ['coturn'],
  certutil: ['libnss3-tools'],
  squid: ['squid'],
  nginx: ['nginx-light'],
  haproxy: ['haproxy'],
  'firefox-esr': ['firefox-esr'],
  pulseaudio: ['pulseaudio'],
  parec: ['pulseaudio-utils'],
}
/** What a release may lack: then only its own tests are skipped. Files of each package, or programs. */
const optional = {
  tomcat: {
    name: 'Tomcat',
    files: {
      '/usr/share/tomcat10-root/default_root/index.html': 'tomcat10',
      '/usr/share/tomcat10/bin/bootstrap.jar': 'tomcat10-common',
      '/usr/share/java/jackson-core.jar': 'libjackson2-core-java',
      '/usr/share/java/jackson-databind.jar': 'libjackson2-databind-java',
    },
    programs: { javac: 'default-jdk-headless' },
  },
  rtpengine: { name: 'rtpengine', files: {}, programs: { rtpengine: 'rtpengine-daemon' } },
  linphone: { name: 'linphone', files: {}, programs: { linphonec: 'linphone-cli' } },
} as const satisfies Readonly<Record<string, Part>>

interface Part {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly programs: Readonly<Record<string, string>>
}

type PartName = keyof typeof optional
const partNames: readonly PartName[] = ['tomcat', 'rtpengine', 'linphone']

/** Asked by Debian's packages whether they may start their services: these shall not. */
const doorkeeper = '/usr/sbin/policy-rc.d'

/**
 * Installs what is missing, on Debian and its kin as root. Answers undefined when everything is there, else one
 * sentence that says what is missing.
 */
export async function ensurePeers(): Promise<string | undefined> {
  const missing = [...missingPackages(), ...partNames.flatMap(missingOf)]
  if (missing.length === 0) return undefined
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.platform !== 'linux' || which('apt-get') === undefined || !isRoot()) {
    return missingPackages().length === 0 ? undefined : `real parts are missing; on Debian: ${line}`
  }
  process.stderr.write(`Installing the real parts: ${missing.join(' ')}\n`)
  const output = await withoutServices(() => install(missing))
  return missingPackages().length === 0
    ? undefined
    : `real parts could not be installed (${line}): ${output.trim().split('\n').at(-1) ?? ''}`
}

/** One sentence that names the packages that this part is missing, if any. */
export function missingPart(part: PartName): string | undefined {
  const { name } = optional[part]
  if (process.platform !== 'linux') return `${name} is run on Linux only`
  const missing = missingOf(part)
  return missing.length === 0
    ? undefined
    : `${name} is missing; on Debian: apt-get install -y --no-install-recommends ${missing.join(' ')}`
}

/** The same of all parts that a release may lack. */
export function missingParts(): readonly string[] {
  return partNames.flatMap((part) => missingPart(part) ?? [])
}

function missingOf(part: PartName): readonly string[] {
  const { files, programs: needed } = optional[part]
  return [
    ...Object.entries(files).flatMap(([file, name]) => (existsSync(file) ? [] : [name])),
    ...Object.entries(needed).flatMap(([program, name]) =>
      which(program) === undefined ? [name] : [],
    ),
  ]
}

function missingPackages(): readonly string[] {
  const wanted = Object.entries(programs).filter(([program]) => which(program) === undefined)
  const modules = ['kamailio-websocket-modules', 'kamailio-tls-modules'].filter(
    (name) => capture('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).stdout !== 'installed',
  )
  return [...new Set([...wanted.flatMap(([, packages]) => packages), ...modules])]
}

async function install(missing: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-qq']
  await gather('apt-get', [...patience, 'update'], { env })
  const flags = ['-y', '--no-install-recommends', 'install']
  const { output } = await gather('apt-get', [...patience, ...flags, ...missing], { env })
  return output
}

async function withoutServices<T>(work: () => Promise<T>): Promise<T> {
  const isOurs = !existsSync(doorkeeper)
  if (isOurs) writeFileSync(doorkeeper, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return await work()
  } finally {
    if (isOurs) rmSync(doorkeeper, { force: true })
  }
}
