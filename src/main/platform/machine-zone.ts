import { readFileSync, readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Zone } from '../../contract/zone.ts'
import { listedZones, readZone } from './zone-files.ts'
import { zones } from './zones.ts'

/** What a system says of its own time zone. */
export interface ZoneSource {
  readonly platform: NodeJS.Platform
  /** The variable of this process. */
  readonly TZ: string | undefined
  /** Where a symbolic link leads, as it is written; undefined for anything else. */
  readonly link: (path: string) => string | undefined
  readonly file: (path: string) => Uint8Array | undefined
  /** The system's file of a zone. */
  readonly zoneFile: (name: string) => Uint8Array | undefined
  /** The names that the system lists. */
  readonly listed: () => ReadonlySet<string>
  /** What the runtime takes the zone for, where there is nothing to read. */
  readonly runtime: () => string | undefined
}

const LOCALTIME = '/etc/localtime'

/**
 * The zone of this machine; undefined where it names none that our data know. Read by ourselves: the runtime takes a
 * name that it does not know for UTC, POSIX rules for anything, and a copied file for the first zone that is alike.
 */
export function machineZone(system: ZoneSource = thisSystem()): Zone | undefined {
  const { TZ, platform } = system
  if (TZ !== undefined && TZ !== '') {
    const named = TZ.replace(/^:/u, '')
    if (named !== LOCALTIME && named !== 'localtime') return zones().find(nameIn(named) ?? named)
  }
  if (platform === 'win32') return zones().find(system.runtime() ?? '')
  return linkedZone(system) ?? copiedZone(system)
}

/** What of the system can be read, read anew at each call. */
export function thisSystem(): ZoneSource {
  const tried = <Value>(read: () => Value): Value | undefined => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  return {
    platform: process.platform,
    TZ: process.env['TZ'],
    link: (path) => tried(() => readlinkSync(path)),
    file: (path) => tried(() => readFileSync(path)),
    zoneFile: readZone,
    listed: listedZones,
    runtime() {
      const { timeZone }: { timeZone?: string } = Intl.DateTimeFormat().resolvedOptions()
      return timeZone
    },
  }
}

/** `/usr/share/zoneinfo/Europe/Berlin`, also below posix/ or right/, names a zone. */
function nameIn(path: string): string | undefined {
  return /(?:^|\/zoneinfo\/)(?:posix\/|right\/)?([A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*)$/u.exec(
    path,
  )?.[1]
}

function linkedZone({ link }: ZoneSource): Zone | undefined {
  let path = LOCALTIME
  for (let steps = 0; steps < 8; steps += 1) {
    const target = link(path)
    if (target === undefined) return undefined
    path = resolve(dirname(path), target)
    const name = path.includes('/zoneinfo/') ? nameIn(path) : undefined
    if (name !== undefined) return zones().find(name)
  }
  return undefined
}

/** The zone whose file was copied: the one of /etc/timezone if that fits, else the first listed one with this content. */
function copiedZone({ link, file, zoneFile, listed }: ZoneSource): Zone | undefined {
  const said = zones().find(textOf(file('/etc/timezone')).trim())
  const copy = file(LOCALTIME)
  if (copy === undefined) {
    // The clocks of a system without either show UTC; a link that leads nowhere says nothing.
    return link(LOCALTIME) === undefined ? (said ?? zones().find('UTC')) : undefined
  }
  const isCopy = (name: string): boolean => {
    const bytes = zoneFile(name)
    return bytes !== undefined && Buffer.compare(bytes, copy) === 0
  }
  if (said !== undefined && (zoneFile(said.name) === undefined || isCopy(said.name))) return said
  const names = listed()
  const rank = (name: string): number => (names.has(name) ? 0 : 1)
  const found = [...zones().names].sort((a, b) => rank(a) - rank(b)).find(isCopy)
  return found === undefined ? undefined : zones().find(found)
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString()
}
