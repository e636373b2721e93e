import places from '../../../resources/zone-countries.json' with { type: 'json' }
import { COUNTRIES } from '../../phone/plans.ts'

interface Place {
  /** The policy's `country`, where it names one. */
  readonly policy: string | undefined
  /** IANA zones, the one of this machine first. */
  readonly zones: readonly string[]
  /** BCP 47 tags, the business's own language first. */
  readonly languages: readonly string[]
}

/**
 * The country of the place, ISO 3166, for telephone numbers that are typed without one: the policy's, else that of
 * the time zone, else that of the language. The language a customer reads does not tell where the shop is.
 */
export function countryOfPlace({ policy, zones, languages }: Place): string {
  if (policy !== undefined) return policy
  const likely = languages.map((language) => regionOf(language)).filter((code) => code !== '')
  for (const zone of zones) {
    const own: unknown = Reflect.get(places, zone)
    if (typeof own === 'string') return own
    // A zone under an older name: this runtime may know it. The likely countries first, since there are many to look through.
    const found = [...likely, ...COUNTRIES].find((code) => hasZone(code, zone))
    if (found !== undefined) return found
  }
  return likely[0] ?? 'US'
}

/** `countryOfPlace`, computed when it is first needed. */
export function createCountry(place: Place): () => string {
  let country: string | undefined
  return () => (country ??= countryOfPlace(place))
}

function regionOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().region ?? ''
  } catch {
    return ''
  }
}

function hasZone(country: string, zone: string): boolean {
  const locale: Intl.Locale & {
    readonly timeZones?: readonly string[]
    getTimeZones?(): readonly string[] | undefined
  } = new Intl.Locale(`und-${country}`)
  // A method since Chromium 130, a getter before.
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? []
  return zones.includes(zone) || zones.includes(canonical(zone))
}

/** The name that this runtime's zone data use: `Europe/Kiev` for `Europe/Kyiv`. */
function canonical(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone
  }
}
