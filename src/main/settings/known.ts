import { baseOf } from '../../contract/language-tag.ts'
import { SPOKEN, type Sentence } from '../platform/words.ts'
import { isCountry, COUNTRIES } from '../platform/phone-number.ts'
import { nearest, plainWord } from './nearest.ts'
import { withMeant } from './reasons.ts'

/** Why a language cannot be offered, and which one may be meant; undefined where it can. */
export function languageProblem(tag: string): Sentence | undefined {
  if (SPOKEN.includes(tag.split('-', 1)[0] ?? '')) return undefined
  const list = [...SPOKEN].sort().join(', ')
  const underscored = tag.replaceAll('_', '-')
  const canonical = canonicalOf(underscored)
  const spoken =
    canonical === undefined ? undefined : SPOKEN.find((each) => each === baseOf(canonical))
  if (canonical !== undefined && spoken !== undefined) {
    return { key: 'reason.languageMeant', values: { meant: canonical, list } }
  }
  const meant = byName(tag, SPOKEN, 'language')
  if (meant !== undefined) return { key: 'reason.languageMeant', values: { meant, list } }
  return canonical === undefined || nameOf(canonical, 'language', 'en') === undefined
    ? { key: 'reason.noLanguage', values: { list } }
    : { key: 'reason.silentLanguage', values: { name: { language: canonical }, list } }
}

/** Why a country cannot be taken, and which one may be meant; undefined where it can. */
export function countryProblem(code: string): Sentence | undefined {
  if (isCountry(code)) return undefined
  const upper = code.trim().toUpperCase()
  const meant =
    OTHER_CODES[upper] ??
    (isCountry(upper) ? upper : undefined) ??
    byName(code, COUNTRIES, 'region')
  return withMeant({ key: 'reason.country' }, meant)
}

/** Why a time zone cannot be taken, and which one may be meant; undefined where it can. */
export function zoneProblem(zone: string): Sentence | undefined {
  if (zone !== 'Etc/Unknown' && isZone(zone)) return undefined
  const meant = zoneMeant(zone)
  const values = { data: process.versions['tz'] ?? '\u2013' }
  return meant === undefined
    ? { key: 'reason.zoneSuchAs', values }
    : withMeant({ key: 'reason.zone', values }, meant)
}

/** The zone of this machine; undefined where the system names none that counts. */
export function machineZone(): string | undefined {
  const { timeZone }: { readonly timeZone?: string } = Intl.DateTimeFormat().resolvedOptions()
  return countingZone(timeZone)
}

/** The zone of whoever stands here; the centre's where the system names none. */
export function ownZone({ zone }: { readonly zone: string }): string {
  return machineZone() ?? zone
}

/**
 * The machine's zone as the runtime reports it, if it is usable: a typing error in TZ gives undefined or
 * `Etc/Unknown`, and `TZ=GMT+5` gives an offset with the opposite sign of what POSIX means.
 */
export function countingZone(zone: string | undefined): string | undefined {
  return zone === undefined || zone === 'Etc/Unknown' || /^[+-]/u.test(zone) ? undefined : zone
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The zone that was probably meant; undefined where none is near. */
export function zoneMeant(zone: string): string | undefined {
  const text = zone.trim()
  const windows = WINDOWS_ZONES[plainWord(text)]
  if (windows !== undefined) return windows
  const offset = /^(?:GMT|UTC)([+-])0?(\d{1,2})(?::?00)?$/iu.exec(text)
  // Zones in Etc have the opposite sign (POSIX).
  const fixed = offset && `Etc/GMT${offset[1] === '+' ? '-' : '+'}${String(Number(offset[2]))}`
  if (fixed !== null && isZone(fixed)) return fixed
  const all = Intl.supportedValuesOf('timeZone')
  const city = all.find((each) => plainWord(each.split('/').at(-1) ?? '') === plainWord(text))
  return city ?? nearest(text, all) ?? nearestCity(text, all)
}

function nearestCity(text: string, zones: readonly string[]): string | undefined {
  const last = (zone: string): string => zone.split('/').at(-1) ?? ''
  const city = nearest(last(text), zones.map(last))
  return zones.find((zone) => last(zone) === city)
}

/** Finds `German`, `Deutsch` or `Germany` by the names that the runtime knows. */
function byName(
  text: string,
  codes: readonly string[],
  type: 'language' | 'region',
): string | undefined {
  const wanted = plainWord(text)
  if (wanted.length < 3) return type === 'language' ? nearest(text, codes) : undefined
  for (const code of codes) {
    const names = ['en', 'de', 'fi', type === 'language' ? code : 'en'].map((language) =>
      nameOf(code, type, language),
    )
    if (names.some((name) => name !== undefined && plainWord(name) === wanted)) return code
  }
  return type === 'language' && wanted.length === 3 ? ISO_639[wanted] : undefined
}

function nameOf(code: string, type: 'language' | 'region', language: string): string | undefined {
  try {
    return new Intl.DisplayNames([language], { type, fallback: 'none' }).of(code)
  } catch {
    return undefined
  }
}

function canonicalOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

const ISO_639: Readonly<Record<string, string>> = {
  ara: 'ar',
  deu: 'de',
  eng: 'en',
  fin: 'fi',
  ger: 'de',
}

/** What people write for a country that ISO 3166 writes otherwise. */
const OTHER_CODES: Readonly<Record<string, string>> = {
  AUT: 'AT',
  CHE: 'CH',
  DEU: 'DE',
  FIN: 'FI',
  GBR: 'GB',
  GER: 'DE',
  SUI: 'CH',
  UK: 'GB',
  USA: 'US',
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
