import { momentTag, type Style } from '../../contract/moment.ts'
import { offsetAt, type Zone } from '../../contract/zone.ts'
import { isolated } from './format.ts'

/** `CEST`, in the customer's language; `at` in epoch milliseconds. */
export function shortZoneOf(at: number, { language, zone }: Style): string {
  return runtimeName(at, zone, language, 'short') ?? utcOffset(at, zone)
}

/** `Central European Time`, in the customer's language; `Vancouver (UTC−7)` where the runtime's name may be untrue. */
export function zoneNameOf(at: number, zone: Zone, language: string): string {
  const city = zone.name.split('/').at(-1)?.replaceAll('_', ' ') ?? ''
  return runtimeName(at, zone, language, 'longGeneric') ?? `${city} (${utcOffset(at, zone)})`
}

/**
 * What the runtime calls the zone. Its data may be older than the law: then they name a time that is not kept there, or
 * do not know the zone, and there is no name.
 */
function runtimeName(
  at: number,
  zone: Zone,
  language: string,
  timeZoneName: 'short' | 'longGeneric',
): string | undefined {
  try {
    const named = (tag: string, form: Intl.DateTimeFormatOptions['timeZoneName']) =>
      new Intl.DateTimeFormat(tag, { timeZone: zone.name, hour: 'numeric', timeZoneName: form })
        .formatToParts(at)
        .find(({ type }) => type === 'timeZoneName')?.value
    return minutesOf(named('en', 'longOffset')) === offsetAt(zone, at)
      ? named(momentTag(language), timeZoneName)
      : undefined
  } catch {
    return undefined
  }
}

/** `GMT+05:30` in minutes; `GMT` is none. */
function minutesOf(text: string | undefined): number | undefined {
  const found = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/u.exec(text ?? '')
  if (found === null) return undefined
  const [, sign, hours = '0', minutes = '0'] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) + 0
}

/** `UTC+5:30`. */
function utcOffset(at: number, zone: Zone): string {
  const offset = offsetAt(zone, at)
  const minutes = Math.abs(offset) % 60
  const hours = String(Math.trunc(Math.abs(offset) / 60))
  const size = minutes === 0 ? hours : `${hours}:${String(minutes).padStart(2, '0')}`
  return isolated(offset === 0 ? 'UTC' : `UTC${offset < 0 ? '\u2212' : '+'}${size}`)
}
