import type { Sentence } from '../platform/words.ts'
import { zones } from '../platform/zones.ts'
import { nearest, plainWord } from './nearest.ts'
import { withMeant } from './reasons.ts'

/** Why a time zone cannot be taken, and which one may be meant; undefined where it can. */
export function zoneProblem(zone: string): Sentence | undefined {
  if (isZone(zone)) return undefined
  const meant = zoneMeant(zone)
  const values = { data: zones().version }
  return meant === undefined
    ? { key: 'reason.zoneSuchAs', values }
    : withMeant({ key: 'reason.zone', values }, meant)
}

/** Why the time zone of this machine does not count, and which one does until then; `named` is its TZ. */
export function machineZoneProblem(named: string | undefined, instead: string): Sentence {
  const meant = named === undefined ? undefined : (posixMeant(named) ?? zoneMeant(named))
  const values = { data: zones().version, instead }
  return meant === undefined
    ? { key: 'reason.machineZone', values }
    : { key: 'reason.machineZoneMeant', values: { ...values, meant } }
}

function isZone(zone: string): boolean {
  return zones().find(zone) !== undefined
}

/** `GMT+5` in TZ is POSIX and lies west of Greenwich, as the names in Etc have it. */
function posixMeant(named: string): string | undefined {
  const offset = /^(?:GMT|UTC)([+-])0?(\d{1,2})(?::?00)?$/iu.exec(named)
  const fixed = offset && `Etc/GMT${offset[1] ?? ''}${String(Number(offset[2]))}`
  return fixed !== null && isZone(fixed) ? fixed : undefined
}

/** The zone that was probably meant; undefined where none is near. */
function zoneMeant(zone: string): string | undefined {
  const text = zone.trim()
  const windows = WINDOWS_ZONES[plainWord(text)]
  if (windows !== undefined) return windows
  const offset = /^(?:GMT|UTC)([+-])0?(\d{1,2})(?::?00)?$/iu.exec(text)
  // Zones in Etc have the opposite sign (POSIX).
  const fixed = offset && `Etc/GMT${offset[1] === '+' ? '-' : '+'}${String(Number(offset[2]))}`
  if (fixed !== null && isZone(fixed)) return fixed
  const all = zones().names
  const city = all.find((each) => plainWord(each.split('/').at(-1) ?? '') === plainWord(text))
  return city ?? nearest(text, all) ?? nearestCity(text, all)
}

function nearestCity(text: string, zones: readonly string[]): string | undefined {
  const last = (zone: string): string => zone.split('/').at(-1) ?? ''
  const city = nearest(last(text), zones.map(last))
  return zones.find((zone) => last(zone) === city)
}

/** Windows' names, as plain words, for the zones of the languages that are spoken here. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  weuropestandardtime: 'Europe/Berlin',
  centraleuropestandardtime: 'Europe/Budapest',
  centraleuropeanstandardtime: 'Europe/Warsaw',
  romancestandardtime: 'Europe/Paris',
  gmtstandardtime: 'Europe/London',
  flestandardtime: 'Europe/Helsinki',
  easterneuropestandardtime: 'Europe/Bucharest',
  arabianstandardtime: 'Asia/Dubai',
  arabstandardtime: 'Asia/Riyadh',
  egyptstandardtime: 'Africa/Cairo',
  easternstandardtime: 'America/New_York',
  centralstandardtime: 'America/Chicago',
  mountainstandardtime: 'America/Denver',
  pacificstandardtime: 'America/Los_Angeles',
}
